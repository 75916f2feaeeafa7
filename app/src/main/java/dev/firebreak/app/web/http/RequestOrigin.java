package dev.firebreak.app.web.http;

import dev.firebreak.core.fleet.NetworkAddress;
import dev.firebreak.core.fleet.NetworkPrefix;
import io.javalin.http.Context;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of a request, and whether it came from a page of ours.
 *
 * @param publicUrl how people reach us where that is another address than the one we listen on; null for none
 * @param behindProxy whether a proxy of ours tells who asks; without one the header is anybody's word
 */
public record RequestOrigin(@Nullable String publicUrl, boolean behindProxy) {

    private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F:.]{3,45}");
    private static final int IPV6_NETWORK = 64;
    private static final List<String> SAFE = List.of("GET", "HEAD", "OPTIONS");

    /** The address that asks: the last that our proxy wrote down, for all before it came with the request. */
    public String address(Context ctx) {
        return address(
                behindProxy ? Collections.list(ctx.req().getHeaders("X-Forwarded-For")) : List.of(),
                ctx.req().getRemoteAddr());
    }

    /** The same of a request that no route has seen. */
    public String address(List<String> forwarded, @Nullable String remote) {
        if (behindProxy) {
            String last = forwarded.stream()
                    .reduce((a, b) -> b)
                    .map(header -> header.substring(header.lastIndexOf(',') + 1).strip())
                    .orElse("");
            if (ADDRESS.matcher(last).matches()) {
                return last.toLowerCase(Locale.ROOT);
            }
        }
        return Optional.ofNullable(remote).orElse("?");
    }

    /** Who shares an IPv6 network of 64 bits is one guesser: one machine owns as many addresses. */
    public static String network(String address) {
        byte[] bytes = NetworkAddress.bytes(address.replace("[", "").replace("]", ""));
        if (bytes == null) {
            return address;
        }
        return bytes.length == 4
                ? NetworkAddress.text(bytes)
                : NetworkPrefix.of(bytes, IPV6_NETWORK).toString();
    }

    /** Whether it may change something. */
    public static boolean changes(Context ctx) {
        return !SAFE.contains(ctx.req().getMethod());
    }

    /**
     * Whether a browser says that another site's page sent it. Browsers that say nothing, and programs, are left to the form's token.
     */
    public boolean crossSite(Context ctx) {
        String site = ctx.header("Sec-Fetch-Site");
        if (site != null) {
            return !site.equals("same-origin") && !site.equals("none");
        }
        String origin = ctx.header("Origin");
        return origin != null && !isOurs(origin, ctx.header("Host"));
    }

    private boolean isOurs(String origin, @Nullable String host) {
        String authority = authority(origin);
        return !authority.isEmpty()
                && (authority.equalsIgnoreCase(host) || (publicUrl != null && authority.equals(authority(publicUrl))));
    }

    private static String authority(String url) {
        try {
            return Optional.ofNullable(URI.create(url).getRawAuthority())
                    .orElse("")
                    .toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
