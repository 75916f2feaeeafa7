package dev.firebreak.app.probe.killswitch;

import dev.firebreak.core.text.SafeText;
import dev.firebreak.core.watch.killswitch.ProbeNonce;
import dev.firebreak.core.watch.killswitch.ProxyObservation;
import dev.firebreak.core.watch.killswitch.SinkholeReceipt;
import dev.firebreak.core.watch.killswitch.WebObservation;
import dev.firebreak.core.watch.killswitch.WebObservation.Answer;
import dev.firebreak.core.watch.killswitch.WebObservation.Connect;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The request that the worm makes, with a nonce of ours: {@code GET http://www.NAME/}, no proxy, no cache, one connection. */
final class WormRequest {

    /** Headers by which proxies and caches give themselves away. */
    private static final Set<String> PROXY_HEADERS =
            Set.of("via", "x-cache", "x-cache-lookup", "x-squid-error", "proxy-connection", "age", "x-proxy-id");

    private static final int MAX_TRACES = 6;
    private static final int MAX_TRACE_CHARS = 200;

    private final String host;
    private final int port;
    private final ProbeTimes times;

    /** @param port 80 but for a rehearsal */
    WormRequest(String host, int port, ProbeTimes times) {
        this.host = host;
        this.port = port;
        this.times = times;
    }

    /** As the worm does it: straight to the address. */
    WebObservation direct(String address, String nonce) {
        try (var socket = new Socket(Proxy.NO_PROXY)) {
            Connect connect = connect(socket, new HostAndPort(address, port));
            if (connect != Connect.OPEN) {
                return WebObservation.unconnected(address, port, connect);
            }
            String local = socket.getLocalAddress().getHostAddress();
            try {
                AnswerHead head = ask(socket, "/", nonce);
                return new WebObservation(
                        address, port, connect, local, Answer.HTTP, head.status(), traces(head), receipt(head));
            } catch (IOException e) {
                return new WebObservation(address, port, connect, local, answer(e), 0, List.of(), null);
            }
        } catch (IOException _) {
            return WebObservation.unconnected(address, port, Connect.FAILED);
        }
    }

    /** By a proxy, as a browser would. */
    ProxyObservation by(HostAndPort proxy, ProxyObservation.Kind kind, String nonce) {
        String where = proxy.toString();
        try (var socket = new Socket(Proxy.NO_PROXY)) {
            Connect connect = connect(socket, proxy);
            if (connect != Connect.OPEN) {
                return new ProxyObservation(kind, where, ProxyObservation.Outcome.NONE, 0, connect.id());
            }
            AnswerHead head = ask(socket, "http://" + host + (port == 80 ? "" : ":" + port) + "/", nonce);
            boolean ofSite = head.status() < 400 || receipt(head) != null;
            return new ProxyObservation(
                    kind,
                    where,
                    ofSite ? ProxyObservation.Outcome.ANSWERED : ProxyObservation.Outcome.REFUSED,
                    head.status(),
                    String.join("; ", traces(head)));
        } catch (IOException e) {
            return new ProxyObservation(
                    kind, where, ProxyObservation.Outcome.NONE, 0, answer(e).id());
        }
    }

    private Connect connect(Socket socket, HostAndPort to) {
        try {
            InetSocketAddress address = to.socketAddress();
            socket.connect(address, times.connectMillis());
            return Connect.OPEN;
        } catch (SocketTimeoutException _) {
            return Connect.TIMEOUT;
        } catch (NoRouteToHostException | UnknownHostException _) {
            return Connect.UNREACHABLE;
        } catch (ConnectException e) {
            return says(e, "timed out") ? Connect.TIMEOUT : says(e, "refused") ? Connect.REFUSED : Connect.UNREACHABLE;
        } catch (SocketException e) {
            return says(e, "unreachable") ? Connect.UNREACHABLE : says(e, "reset") ? Connect.REFUSED : Connect.FAILED;
        } catch (IOException _) {
            return Connect.FAILED;
        }
    }

    private static boolean says(IOException e, String words) {
        return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains(words);
    }

    private AnswerHead ask(Socket socket, String target, String nonce) throws IOException {
        String request = "GET " + target + " HTTP/1.1\r\n"
                + "Host: " + host + (port == 80 ? "" : ":" + port) + "\r\n"
                + "User-Agent: " + ProbeNonce.agent(nonce) + "\r\n"
                + "Cache-Control: no-cache\r\n"
                + "Pragma: no-cache\r\n"
                + "Connection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return AnswerHead.read(new BufferedInputStream(new TimedInput(socket, times.answerMillis())));
    }

    private static Answer answer(IOException e) {
        return switch (e) {
            case SocketTimeoutException _ -> Answer.TIMEOUT;
            case AnswerHead.NotHttp _ -> Answer.NOT_HTTP;
            case AnswerHead.TooLong _ -> Answer.FAILED;
            case EOFException _ -> Answer.CLOSED;
            case SocketException _ -> Answer.CLOSED;
            default -> Answer.FAILED;
        };
    }

    private static @Nullable SinkholeReceipt receipt(AnswerHead head) {
        return head.header(SinkholeReceipt.HEADER)
                .flatMap(SinkholeReceipt::parse)
                .orElse(null);
    }

    private static List<String> traces(AnswerHead head) {
        List<String> traces = new ArrayList<>();
        for (AnswerHead.Header header : head.headers()) {
            boolean redirect = header.name().equals("location") && head.status() / 100 == 3;
            if ((redirect || PROXY_HEADERS.contains(header.name())) && traces.size() < MAX_TRACES) {
                String text = SafeText.text(header.name() + ": " + header.value());
                traces.add(text.length() > MAX_TRACE_CHARS ? text.substring(0, MAX_TRACE_CHARS) : text);
            }
        }
        return traces;
    }
}
