package dev.firebreak.app.capture.application;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.firebreak.app.capture.event.EventSink;
import dev.firebreak.app.capture.net.StreamHandler;
import dev.firebreak.core.watch.Event;
import dev.firebreak.core.watch.Flow;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The heads of HTTP/1 requests (RFC 9112) of one connection as events. What follows a head is passed over until the next line that
 * begins a request at the beginning of a segment.
 */
public final class HttpStream implements StreamHandler {

    private static final int LONGEST_HEAD = 16_384;
    private static final int FIRST_BYTES = 1024;
    private static final int LONGEST_METHOD = 8;
    private static final int LONGEST_PATH = 2048;

    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "PROPFIND");

    private final String origin;
    private final EventSink sink;
    private final Flow flow;
    private byte[] head = {};
    private int have;

    public HttpStream(String origin, EventSink sink, Flow flow) {
        this.origin = origin;
        this.sink = sink;
        this.flow = flow;
    }

    /** Whether bytes begin a request: with a whole method. */
    public static boolean begins(byte[] b, int from, int length) {
        for (int i = 0; i < Math.min(length, LONGEST_METHOD + 1); i++) {
            if (b[from + i] == ' ') {
                return METHODS.contains(new String(b, from, i, ISO_8859_1));
            }
        }
        return false;
    }

    /** The same as far as the bytes go: a segment may end within the method. */
    private static boolean mayBegin(byte[] b, int from, int length) {
        if (begins(b, from, length)) {
            return true;
        }
        if (length == 0 || length > LONGEST_METHOD) {
            return false;
        }
        String so = new String(b, from, length, ISO_8859_1);
        return METHODS.stream().anyMatch(method -> method.startsWith(so));
    }

    @Override
    public void data(boolean fromClient, long nanos, byte[] bytes, int from0, int length) {
        if (!fromClient) {
            return;
        }
        int from = from0;
        int end = from0 + length;
        while (from < end) {
            if (have == 0 && !mayBegin(bytes, from, end - from)) {
                return;
            }
            int before = have;
            int some = Math.min(LONGEST_HEAD - have, end - from);
            if (head.length < have + some) {
                head = Arrays.copyOf(
                        head, Math.min(LONGEST_HEAD, Math.max(have + some, Math.max(FIRST_BYTES, head.length * 2))));
            }
            System.arraycopy(bytes, from, head, have, some);
            have += some;
            if (before <= LONGEST_METHOD && !mayBegin(head, 0, have)) {
                have = 0;
                return;
            }
            int headEnd = end(Math.max(0, before - 3));
            if (headEnd < 0 && have < LONGEST_HEAD) {
                return;
            }
            request(nanos, headEnd < 0 ? have : headEnd);
            have = 0;
            from = headEnd < 0 ? end : from + headEnd - before;
        }
        if (have == 0) {
            head = new byte[0];
        }
    }

    /** The place after the empty line, or -1. */
    private int end(int from) {
        for (int i = from; i + 1 < have; i++) {
            if (head[i] == '\n'
                    && (head[i + 1] == '\n' || (i + 2 < have && head[i + 1] == '\r' && head[i + 2] == '\n'))) {
                return head[i + 1] == '\n' ? i + 2 : i + 3;
            }
        }
        return -1;
    }

    private void request(long nanos, int length) {
        String text = new String(head, 0, length, ISO_8859_1);
        String[] lines = text.split("\r?\n", 100);
        String[] words = lines[0].split(" ", 3);
        if (words.length < 2) {
            return;
        }
        String host = null;
        String agent = null;
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                String name = lines[i].substring(0, colon).strip().toLowerCase(Locale.ROOT);
                String value = lines[i].substring(colon + 1).strip();
                if (name.equals("host") && host == null) {
                    host = value;
                } else if (name.equals("user-agent") && agent == null) {
                    agent = value;
                }
            }
        }
        String path = words[1];
        int scheme = path.indexOf("://");
        if (scheme > 0 && scheme < 8) {
            // To a proxy the whole address is sent; it outranks the Host line (RFC 9112 3.2.2).
            int slash = path.indexOf('/', scheme + 3);
            host = path.substring(scheme + 3, slash < 0 ? path.length() : slash);
            path = slash < 0 ? "/" : path.substring(slash);
        } else if (words[0].equals("CONNECT")) {
            host = path;
            path = "";
        }
        Instant time =
                Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
        sink.event(new Event.HttpRequest(
                time, origin, flow, words[0], plain(host), cut(path), agent == null ? null : cut(agent)));
    }

    /** Without account and port. */
    @Nullable
    private static String plain(@Nullable String host) {
        if (host == null || host.isEmpty()) {
            return null;
        }
        String name = cut(host.substring(host.lastIndexOf('@') + 1));
        int colon = name.lastIndexOf(':');
        return colon > name.lastIndexOf(']') ? name.substring(0, colon) : name;
    }

    private static String cut(String text) {
        return text.length() > LONGEST_PATH ? text.substring(0, LONGEST_PATH) : text;
    }

    @Override
    public void gap(boolean fromClient, long bytes) {
        if (fromClient) {
            release();
        }
    }

    @Override
    public int held() {
        return head.length;
    }

    @Override
    public void release() {
        have = 0;
        head = new byte[0];
    }
}
