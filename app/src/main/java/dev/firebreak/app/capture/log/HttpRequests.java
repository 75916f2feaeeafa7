package dev.firebreak.app.capture.log;

import dev.firebreak.core.watch.Event;
import dev.firebreak.core.watch.Flow;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An HTTP request from its target, which is a path, or the whole address where it went to a proxy (RFC 9112 3.2). */
final class HttpRequests {

    private HttpRequests() {}

    static Event.HttpRequest of(
            Instant time,
            String origin,
            Flow flow,
            String method,
            String target,
            @Nullable String host,
            @Nullable String agent) {
        String name = host == null ? null : withoutPort(host);
        String path = target;
        if (method.equals("CONNECT")) {
            name = withoutPort(target);
            path = "";
        } else {
            int scheme = target.indexOf("://");
            if (scheme > 0 && scheme < 10) {
                int slash = target.indexOf('/', scheme + 3);
                String authority = target.substring(scheme + 3, slash < 0 ? target.length() : slash);
                name = withoutPort(authority.substring(authority.lastIndexOf('@') + 1));
                path = slash < 0 ? "/" : target.substring(slash);
            }
        }
        return new Event.HttpRequest(time, origin, flow, method, name, path, agent);
    }

    private static String withoutPort(String authority) {
        String lower = authority.toLowerCase(Locale.ROOT);
        if (lower.startsWith("[")) {
            int end = lower.indexOf(']');
            return end < 0 ? lower : lower.substring(1, end);
        }
        int colon = lower.lastIndexOf(':');
        return colon > 0 && lower.indexOf(':') == colon ? lower.substring(0, colon) : lower;
    }
}
