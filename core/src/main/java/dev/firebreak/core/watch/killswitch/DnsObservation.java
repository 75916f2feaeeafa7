package dev.firebreak.core.watch.killswitch;

import dev.firebreak.core.fleet.NetworkAddress;
import java.util.List;
import java.util.Locale;

/**
 * How one resolver answered one question about the kill switch's host name.
 *
 * @param resolver {@code ADDRESS} or {@code ADDRESS:PORT}
 * @param addresses of the record type that was asked for; only with {@link Outcome#ADDRESS}
 */
public record DnsObservation(
        String resolver, Transport transport, RecordType type, Outcome outcome, List<String> addresses) {

    public DnsObservation {
        addresses = addresses.stream()
                .map(NetworkAddress::normalisedOrSame)
                .distinct()
                .toList();
        if (outcome == Outcome.ADDRESS == addresses.isEmpty()) {
            throw new IllegalArgumentException("addresses belong to an answer with addresses: " + outcome);
        }
    }

    /** How the question travelled. Windows asks over UDP; over TCP only where the answer does not fit. */
    public enum Transport {
        UDP,
        TCP
    }

    /** The record type that was asked for. */
    public enum RecordType {
        A,
        AAAA
    }

    /** What came back. */
    public enum Outcome {
        ADDRESS,
        /** The name does not exist (RFC 1035, RCODE 3). */
        NXDOMAIN,
        /** The name exists, without an address of this type. */
        NO_DATA,
        /** The resolver answers nobody here, or not this question (RCODE 5). */
        REFUSED,
        /** The resolver could not find out (RCODE 2). */
        SERVFAIL,
        /** Another RCODE. */
        OTHER_CODE,
        /** The answer did not fit into UDP; TCP tells. */
        TRUNCATED,
        /** Bytes that are no answer to the question. */
        MALFORMED,
        /** No answer within the time. */
        TIMEOUT,
        /** The network or the resolver's machine says that nobody is there. */
        UNREACHABLE,
        /** The probe itself could not be made. */
        FAILED;

        /** Name in our formats. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
