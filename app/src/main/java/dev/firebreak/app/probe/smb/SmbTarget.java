package dev.firebreak.app.probe.smb;

/**
 * One address to ask.
 *
 * @param name as the person named it: an address, or a name that was resolved
 * @param address as digits, never resolved again
 * @param port TCP port of the SMB server
 */
public record SmbTarget(String name, String address, int port) {}
