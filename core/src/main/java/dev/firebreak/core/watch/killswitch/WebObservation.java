package dev.firebreak.core.watch.killswitch;

import dev.firebreak.core.fleet.NetworkAddress;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of the worm's request at one address: a TCP connection without any proxy, then {@code GET http://www.NAME/}.
 *
 * @param local own address of the connection; null where there was none
 * @param status HTTP status; 0 where there is no HTTP answer
 * @param traces headers of the answer that tell of a proxy or of a redirect, {@code Via: 1.1 proxy}; each at most 200 characters
 * @param receipt what the sinkhole says of the request; null where the answer has none
 */
public record WebObservation(
        String address,
        int port,
        Connect connect,
        @Nullable String local,
        Answer answer,
        int status,
        List<String> traces,
        @Nullable SinkholeReceipt receipt) {

    public WebObservation {
        address = NetworkAddress.normalisedOrSame(address);
        local = local == null ? null : NetworkAddress.normalisedOrSame(local);
        traces = List.copyOf(traces);
        if ((connect != Connect.OPEN && answer != Answer.NOT_ASKED) || (answer != Answer.HTTP && receipt != null)) {
            throw new IllegalArgumentException("an answer needs a connection, a receipt an answer");
        }
    }

    /** Without any connection. */
    public static WebObservation unconnected(String address, int port, Connect connect) {
        return new WebObservation(address, port, connect, null, Answer.NOT_ASKED, 0, List.of(), null);
    }

    /** What became of the connection. */
    public enum Connect {
        OPEN,
        /** Reset: nobody listens, or a firewall rejects. */
        REFUSED,
        TIMEOUT,
        /** No route, or the network says that nobody is there. */
        UNREACHABLE,
        /** The probe itself could not be made. */
        FAILED;

        /** Name in our formats. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What came over the connection. */
    public enum Answer {
        NOT_ASKED,
        /** An HTTP answer of any status: the worm stops. */
        HTTP,
        /** Bytes that are not HTTP. */
        NOT_HTTP,
        /** Closed or reset without an answer. */
        CLOSED,
        TIMEOUT,
        /** The probe itself could not be made. */
        FAILED;

        /** Name in our formats. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
