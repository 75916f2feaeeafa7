package dev.firebreak.app.io;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The proxy that the administrator's environment names: {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY}, in
 * either case. Java's own properties ({@code https.proxyHost} ..) come first.
 */
public final class ProxySettings extends ProxySelector {

    private final Map<String, String> environment;

    public ProxySettings(Map<String, String> environment) {
        this.environment = environment;
    }

    /** What decides on this machine. */
    public static ProxySelector of(Map<String, String> environment) {
        boolean told = System.getProperty("https.proxyHost") != null
                || System.getProperty("http.proxyHost") != null
                || Boolean.getBoolean("java.net.useSystemProxies");
        return told ? ProxySelector.getDefault() : new ProxySettings(environment);
    }

    @Override
    public List<Proxy> select(URI uri) {
        URI proxy = proxy(uri.getScheme());
        if (proxy == null || excepted(uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT))) {
            return List.of(Proxy.NO_PROXY);
        }
        int port = proxy.getPort() > 0 ? proxy.getPort() : 80;
        return List.of(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.getHost(), port)));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException e) {
        // The request fails by itself and is told there.
    }

    /** Name and password, where the proxy's address holds them; only ever given to the proxy. */
    public @Nullable Authenticator authenticator() {
        URI proxy = proxy("https");
        String user = proxy == null ? null : proxy.getUserInfo();
        if (user == null) {
            return null;
        }
        String[] parts = user.split(":", 2);
        var answer = new PasswordAuthentication(parts[0], (parts.length > 1 ? parts[1] : "").toCharArray());
        return new Authenticator() {
            @Override
            protected @Nullable PasswordAuthentication getPasswordAuthentication() {
                return getRequestorType() == RequestorType.PROXY ? answer : null;
            }
        };
    }

    private @Nullable URI proxy(@Nullable String scheme) {
        String name = "https".equals(scheme) ? "https_proxy" : "http_proxy";
        // CGI programs get the header "Proxy" as HTTP_PROXY, so by custom only small letters count for it.
        String told = environment.getOrDefault(
                name, "https".equals(scheme) ? environment.getOrDefault("HTTPS_PROXY", "") : "");
        if (told.isBlank()) {
            return null;
        }
        try {
            var uri = new URI(told.contains("://") ? told.strip() : "http://" + told.strip());
            return uri.getHost() == null ? null : uri;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private boolean excepted(String host) {
        String list = environment.getOrDefault("no_proxy", environment.getOrDefault("NO_PROXY", ""));
        for (String entry : list.toLowerCase(Locale.ROOT).split("[,\\s]+")) {
            String name = entry.replaceFirst("^\\*?\\.", "").replaceFirst(":\\d+$", "");
            if (entry.equals("*") || (!name.isEmpty() && (host.equals(name) || host.endsWith("." + name)))) {
                return true;
            }
        }
        return false;
    }
}
