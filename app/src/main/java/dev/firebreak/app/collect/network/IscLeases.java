package dev.firebreak.app.collect.network;

import dev.firebreak.core.fleet.AddressLease;
import dev.firebreak.core.fleet.NetworkAddress;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code dhcpd.leases} and {@code dhcpd6.leases} of ISC DHCP, dhcpd.leases(5). The server appends: one address may have many entries, of
 * which the last is in force and those before are history. Times are UTC.
 */
final class IscLeases {

    private static final Pattern FITS = Pattern.compile(
            "(?m)^(?:# The format of this file is documented in the dhcpd\\.leases|lease [0-9.]+ \\{|ia-(?:na|ta|pd) \".*\" \\{)");
    private static final int HEAD = 1 << 16;

    private static final Text CUT = new Text(
            "the file ends within a lease, which is not read; is it being written?",
            "リースの途中でファイルが終わっています。このリースは読み取りません");
    private static final Text NO_ADDRESS = new Text("a lease of no valid address is not read", "アドレスが正しくないリースは読み取りません");
    private static final Text NO_TIME =
            new Text("a lease with a time that cannot be read is not read", "日時を読み取れないリースは読み取りません");

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu/MM/dd HH:mm:ss", Locale.ROOT);

    private final IscTokens tokens;
    private final Source source;
    private final List<AddressLease> leases = new ArrayList<>();
    private final ListProblems problems;

    private IscLeases(Source source, String text) {
        this.source = source;
        this.tokens = new IscTokens(text);
        this.problems = new ListProblems(source);
    }

    static boolean fits(String text) {
        return FITS.matcher(text.substring(0, Math.min(HEAD, text.length()))).find();
    }

    static Read<AddressLease> read(Source source, String text) {
        var reader = new IscLeases(source, text);
        reader.all();
        return new Read<>(reader.leases, reader.problems.list());
    }

    private void all() {
        while (leases.size() < LeaseReader.MOST) {
            IscTokens.Statement statement = tokens.next();
            if (statement == null) {
                return;
            }
            if (!statement.opens()) {
                continue;
            }
            boolean whole = switch (statement.word(0)) {
                case "lease" -> lease(statement, null);
                case "ia-na", "ia-ta", "ia-pd" -> association();
                default -> tokens.skipBlock();
            };
            if (!whole) {
                problems.add(new Problem(source.at(statement.line()), CUT));
                return;
            }
        }
    }

    /** An identity association of DHCPv6: addresses, each with its end; the time of the last message is the begin. */
    private boolean association() {
        Instant last = null;
        while (true) {
            IscTokens.Statement statement = tokens.next();
            if (statement == null) {
                return false;
            }
            if (statement.closes()) {
                return true;
            }
            if (statement.word(0).equals("cltt")) {
                last = time(statement);
            } else if (statement.opens()
                    && !(statement.word(0).equals("iaaddr") ? lease(statement, last) : tokens.skipBlock())) {
                return false;
            }
        }
    }

    private boolean lease(IscTokens.Statement head, @Nullable Instant begin) {
        Instant from = begin;
        Instant until = null;
        String mac = null;
        String host = null;
        String fqdn = null;
        boolean badTime = false;
        boolean held = true;
        while (true) {
            IscTokens.Statement statement = tokens.next();
            if (statement == null) {
                return false;
            }
            if (statement.closes()) {
                break;
            }
            switch (statement.word(0)) {
                case "starts" -> {
                    from = time(statement);
                    badTime |= from == null;
                }
                case "ends" -> {
                    until = time(statement);
                    badTime |= until == null;
                }
                case "hardware" -> mac = NetworkAddress.hardware(statement.word(2));
                case "client-hostname" -> host = statement.word(1);
                case "set" -> {
                    if (statement.word(1).equals("ddns-client-fqdn")) {
                        fqdn = statement.word(3);
                    }
                }
                // Somebody else answered for the address: nobody holds it.
                case "abandoned" -> held = false;
                case "binding" -> held &= !statement.word(2).equals("abandoned");
                default -> {
                    if (statement.opens() && !tokens.skipBlock()) {
                        return false;
                    }
                }
            }
        }
        String address = NetworkAddress.normalised(head.word(1));
        Source at = source.at(head.line());
        if (address == null) {
            problems.add(new Problem(at, NO_ADDRESS));
        } else if (badTime) {
            problems.add(new Problem(at, NO_TIME));
        } else if (held && (mac != null || host != null || fqdn != null || begin != null)) {
            leases.add(new AddressLease(address, mac, ListProblems.host(host == null ? fqdn : host), from, until));
        }
        return true;
    }

    /** {@code 4 2017/05/18 08:12:10} (the day of the week first), {@code epoch 1495095130} or {@code never}; null where it is none. */
    private static @Nullable Instant time(IscTokens.Statement statement) {
        try {
            return switch (statement.word(1)) {
                case "never" -> AddressLease.NEVER;
                case "epoch" -> Instant.ofEpochSecond(Long.parseLong(statement.word(2)));
                default ->
                    LocalDateTime.parse(statement.word(2) + " " + statement.word(3), TIME)
                            .toInstant(ZoneOffset.UTC);
            };
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
    }
}
