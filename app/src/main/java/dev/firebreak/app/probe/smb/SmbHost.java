package dev.firebreak.app.probe.smb;

import org.jspecify.annotations.Nullable;

/**
 * What a server says of itself; nothing proves it.
 *
 * @param name NetBIOS name
 * @param domain NetBIOS name of the domain or workgroup
 * @param dnsName full name in DNS
 * @param build {@code 6.1.7601}, as the NTLM challenge tells (MS-NLMP 2.2.2.10)
 * @param nativeOs {@code Windows 7 Professional 7601 Service Pack 1}, as SMB1 tells
 * @param lanManager {@code Windows 7 Professional 6.1}, as SMB1 tells
 */
public record SmbHost(
        @Nullable String name,
        @Nullable String domain,
        @Nullable String dnsName,
        @Nullable String build,
        @Nullable String nativeOs,
        @Nullable String lanManager) {

    static final SmbHost UNKNOWN = new SmbHost(null, null, null, null, null, null);

    /** The same, and where this does not tell, what the other tells. */
    SmbHost or(SmbHost other) {
        return new SmbHost(
                name == null ? other.name : name,
                domain == null ? other.domain : domain,
                dnsName == null ? other.dnsName : dnsName,
                build == null ? other.build : build,
                nativeOs == null ? other.nativeOs : nativeOs,
                lanManager == null ? other.lanManager : lanManager);
    }
}
