package dev.firebreak.app.io.tuf;

import dev.firebreak.app.io.ProxySettings;
import dev.firebreak.app.io.StallGuardStream;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A repository behind HTTP: {@code metadata/} and {@code targets/} below an address, as a Firebreak server and {@code mirror export} lay them
 * out. The server need not be trusted; its answers are bounded in size and time, and redirects are not followed.
 */
public final class TufServer implements TufSource, AutoCloseable {

    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");

    private final String base;
    private final @Nullable String token;
    private final HttpClient client;

    /** The server did not answer with what was asked for. */
    public static final class NotRead extends IOException {
        private static final long serialVersionUID = 1;

        private final transient Text text;

        NotRead(Text text) {
            super(text.en());
            this.text = text;
        }

        /** For people. */
        public Text text() {
            return text;
        }
    }

    /**
     * A repository.
     *
     * @param base address; {@link #isAddress} holds
     * @param token shown to the server; null for none
     * @param environment names the proxy, where there is one
     */
    public TufServer(String base, @Nullable String token, Map<String, String> environment) {
        this.base = base.replaceAll("/+$", "");
        this.token = token;
        var builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(WAIT)
                .proxy(ProxySettings.of(environment));
        var own = new ProxySettings(environment).authenticator();
        this.client = (own == null ? builder : builder.authenticator(own)).build();
    }

    /**
     * Whether a text is an address that may be asked: http or https, a host, no user. With a token, http is for this machine itself only, because
     * the token would cross the network in clear text.
     */
    public static boolean isAddress(String text, boolean hasToken) {
        try {
            URI uri = URI.create(text);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            String host = uri.getHost();
            return host != null
                    && uri.getUserInfo() == null
                    && uri.getQuery() == null
                    && uri.getFragment() == null
                    && (scheme.equals("https") || (scheme.equals("http") && (!hasToken || LOCAL.contains(host))));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public Optional<byte[]> read(String name, int most) throws IOException, TufFailure {
        try (InputStream in = open("metadata/" + name)) {
            if (in == null) {
                return Optional.empty();
            }
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw TufSource.tooLarge(name);
            }
            return Optional.of(bytes);
        }
    }

    /**
     * Reads a file and passes where it is what was signed for.
     *
     * @param hashed whether its name carries its hash, as consistent snapshots have it
     */
    public void check(TufTarget target, boolean hashed) throws IOException, TufFailure {
        String path = hashed ? target.hashedPath() : target.path();
        String encoded = Stream.of(path.split("/"))
                .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/"));
        try (InputStream in = open("targets/" + encoded)) {
            if (in == null) {
                throw new TufFailure(
                        TufFailure.Kind.MISSING,
                        Text.format("%s is signed for, but not there", "%s は署名されていますが、ありません", target.path()));
            }
            target.check(in);
        }
    }

    /** Null where there is none. */
    private @Nullable InputStream open(String path) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + "/" + path))
                .timeout(WAIT)
                .header("User-Agent", "firebreak")
                .header("Accept-Encoding", "identity");
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<InputStream> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            if (answer.statusCode() == 200) {
                return new StallGuardStream(answer.body(), WAIT);
            }
            answer.body().close();
            return switch (answer.statusCode()) {
                case 404, 410 -> null;
                case 401, 403 ->
                    throw new NotRead(Text.format(
                            "the server answers %d: a token that may read it is needed (--token-file)",
                            "サーバーの応答が %d です。読み取りを許可されたトークンが必要です（--token-file）", answer.statusCode()));
                default ->
                    throw new NotRead(Text.format("the server answers %d", "サーバーの応答が %d です", answer.statusCode()));
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotRead(new Text("interrupted", "中断されました"));
        } catch (NotRead e) {
            throw e;
        } catch (IOException e) {
            throw new NotRead(Text.format(
                    "the server cannot be reached: %s",
                    "サーバーに接続できません: %s", e.getClass().getSimpleName()));
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
