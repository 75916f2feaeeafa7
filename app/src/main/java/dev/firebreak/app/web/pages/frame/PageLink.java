package dev.firebreak.app.web.pages.frame;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Addresses of our own pages, put together so that no name can break out of its place. */
public final class PageLink {

    private final StringBuilder url;
    private char next = '?';

    private PageLink(String path) {
        this.url = new StringBuilder(path);
    }

    public static PageLink to(String path) {
        return new PageLink(path);
    }

    /** With a parameter; none for null or nothing. */
    public PageLink with(String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            url.append(next).append(name).append('=').append(encoded(value));
            next = '&';
        }
        return this;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return url.toString();
    }
}
