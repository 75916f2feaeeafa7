package dev.firebreak.app.collect.network;

import dev.firebreak.core.fleet.AddressLease;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.time.ZoneId;
import java.util.List;

/**
 * Reads the leases of a DHCP server: {@code dhcpd.leases} of ISC (dhcpd.leases(5)), the lease file of Kea (memfile, CSV), and of Windows
 * {@code Get-DhcpServerv4Lease} as CSV or JSON, the list that its console exports, and {@code netsh dhcp server scope show clients 1}.
 * What cannot be read is a problem; nothing makes it throw.
 */
public final class LeaseReader {

    /** More leases of one file than this are not read. */
    static final int MOST = 1_000_000;

    private static final Text NOT_LEASES = new Text(
            "not recognised as leases of ISC dhcpd, Kea or Windows DHCP",
            "ISC dhcpd、Kea、Windows DHCP のリース一覧として判別できません");

    private LeaseReader() {}

    /** @param zone of the server that wrote the file: Windows prints wall-clock time */
    public static Read<AddressLease> read(Source source, byte[] content, ZoneId zone) {
        if (content.length > NetworkText.LARGEST_BYTES) {
            return problem(source, NetworkText.TOO_LARGE);
        }
        String text = NetworkText.decode(content);
        return text == null ? problem(source, NetworkText.NO_TEXT) : read(source, text, zone);
    }

    /** The same of a text that is decoded. */
    public static Read<AddressLease> read(Source source, String text, ZoneId zone) {
        if (IscLeases.fits(text)) {
            return IscLeases.read(source, text);
        }
        if (KeaLeases.fits(text)) {
            return KeaLeases.read(source, text);
        }
        if (WindowsLeases.fits(text)) {
            return WindowsLeases.read(source, text, zone);
        }
        return problem(source, NOT_LEASES);
    }

    /** Whether a text is surely a list of leases. */
    public static boolean fits(String text) {
        return IscLeases.fits(text) || KeaLeases.fits(text) || WindowsLeases.fits(text);
    }

    private static Read<AddressLease> problem(Source source, Text what) {
        return new Read<>(List.of(), List.of(new Problem(source, what)));
    }
}
