package dev.firebreak.app.io;

import dev.firebreak.core.text.SafeText;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Transfers one document over HTTP: bounded in bytes and time, tried several times with longer and longer pauses, gone on with where it
 * broke off (RFC 9110, 14). Redirections are followed here and not by the client, so that each address is looked at first.
 */
public final class HttpDownload {

    private static final int MAX_REDIRECTS = 5;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final Duration MAX_PAUSE = Duration.ofMinutes(2);
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<Integer> TRY_AGAIN = Set.of(408, 425, 429, 500, 502, 503, 504);

    private final HttpClient client;
    private final Limits limits;
    private final Predicate<URI> allowed;
    private final Waiting waiting;

    /**
     * How long and how much is transferred before it is given up.
     *
     * @param bytes of one document, as it comes
     * @param tries in all
     * @param connect until a connection stands and an answer begins
     * @param idle without a single byte
     * @param whole for one document
     * @param pause after the first failure; each further one doubles it
     */
    public record Limits(long bytes, int tries, Duration connect, Duration idle, Duration whole, Duration pause) {}

    /**
     * How time passes; tests do not wait.
     *
     * @param chance numbers from 0 to 1, so that many sites do not come back at one moment
     */
    public record Waiting(Pause pause, DoubleSupplier chance, LongSupplier nanos) {

        /** Real time. */
        public static final Waiting REAL =
                new Waiting(Thread::sleep, () -> ThreadLocalRandom.current().nextDouble(), System::nanoTime);
    }

    /** Waits. */
    @FunctionalInterface
    public interface Pause {
        void of(Duration duration) throws InterruptedException;
    }

    /** Hears how many bytes are there, and of how many; -1 where the server does not say. */
    @FunctionalInterface
    public interface Progress {
        void read(long bytes, long all);
    }

    /** Where a document goes, and what of it is there already. */
    public interface Destination {

        /** Bytes of a transfer that broke off; 0 where there are none that can be gone on with. */
        long bytes() throws IOException;

        /**
         * Headers of the request.
         *
         * @param bytes what {@link #bytes} said
         */
        Map<String, String> headers(long bytes) throws IOException;

        /** Whether 304 or 416 means that all of it is here. */
        boolean isWhole(int status, HttpHeaders headers, long bytes);

        /** Forgets what broke off. */
        void drop() throws IOException;

        /**
         * Takes what comes.
         *
         * @param bytes the number after which it begins; 0 for all of it
         */
        Sink open(HttpHeaders headers, long bytes) throws NotWritable;
    }

    /** Takes the bytes of a document. */
    public interface Sink extends AutoCloseable {

        void write(byte[] bytes, int length) throws NotWritable;

        /** All of it is here. */
        void finish() throws NotWritable;

        @Override
        void close() throws IOException;
    }

    /** The document cannot be had, with the reason for people. */
    public static final class Failed extends IOException {
        private static final long serialVersionUID = 1;
        private final transient Text why;

        /** @param why for people */
        public Failed(Text why) {
            super(why.en());
            this.why = why;
        }

        /** The reason. */
        public Text why() {
            return why;
        }
    }

    /** The destination cannot be written, which no further try mends. */
    public static final class NotWritable extends IOException {
        private static final long serialVersionUID = 1;
        private final IOException reason;

        /** @param reason what the system said */
        public NotWritable(IOException reason) {
            super(reason);
            this.reason = reason;
        }

        /** What the system said. */
        public IOException reason() {
            return reason;
        }
    }

    /** Worth another try. */
    private static final class Retryable extends IOException {
        private static final long serialVersionUID = 1;
        private final transient Text why;
        private final transient @Nullable Duration asked;

        Retryable(Text why, @Nullable Duration asked) {
            super(why.en());
            this.why = why;
            this.asked = asked;
        }
    }

    /**
     * @param client follows no redirections by itself
     * @param allowed addresses that may be asked
     */
    public HttpDownload(HttpClient client, Limits limits, Predicate<URI> allowed, Waiting waiting) {
        this.client = client;
        this.limits = limits;
        this.allowed = allowed;
        this.waiting = waiting;
    }

    /** A client with the proxy that the environment names. */
    public static HttpClient client(Map<String, String> environment, Duration connect) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connect)
                .proxy(ProxySettings.of(environment));
        var own = new ProxySettings(environment).authenticator();
        return (own == null ? builder : builder.authenticator(own)).build();
    }

    /**
     * Transfers the document.
     *
     * @throws Failed where it cannot be had
     * @throws NotWritable where it cannot be kept
     */
    public void transfer(URI address, Destination to, Progress progress) throws Failed, NotWritable {
        Text last = new Text("no try was allowed", "試行回数が 0 です");
        for (int attempt = 0; attempt < limits.tries(); attempt++) {
            Duration asked = null;
            try {
                attempt(address, to, progress);
                return;
            } catch (Failed | NotWritable e) {
                throw e;
            } catch (Retryable e) {
                last = e.why;
                asked = e.asked;
            } catch (IOException e) {
                last = Text.format(
                        "the connection failed: %s",
                        "接続に失敗しました: %s", e.getClass().getSimpleName());
            } catch (InterruptedException e) {
                throw interrupted();
            }
            if (attempt + 1 < limits.tries()) {
                rest(attempt, asked);
            }
        }
        throw new Failed(last);
    }

    private static Failed interrupted() {
        Thread.currentThread().interrupt();
        return new Failed(new Text("interrupted", "中断されました"));
    }

    private void rest(int attempt, @Nullable Duration asked) throws Failed {
        double jitter = 0.5 + waiting.chance().getAsDouble();
        Duration own = Duration.ofMillis((long) (limits.pause().toMillis() * Math.scalb(1.0, attempt) * jitter));
        Duration wanted = asked != null && asked.compareTo(own) > 0 ? asked : own;
        try {
            waiting.pause().of(wanted.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : wanted);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private void attempt(URI address, Destination to, Progress progress) throws IOException, InterruptedException {
        URI at = address;
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            if (!allowed.test(at)) {
                throw new Failed(Text.format(
                        "not an address of the vendor, so it is not asked: %s",
                        "ベンダーのアドレスではないため、接続しません: %s", SafeText.name(at.toString())));
            }
            long have = to.bytes();
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(at).timeout(limits.connect()).header("User-Agent", "firebreak");
            to.headers(have).forEach(request::header);
            HttpResponse<InputStream> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                int status = answer.statusCode();
                if (REDIRECTS.contains(status)) {
                    at = redirect(at, answer);
                } else if (status == 200 || (status == 206 && continues(answer, have))) {
                    receive(answer, body, to, status == 206 ? have : 0, progress);
                    return;
                } else if ((status == 304 || status == 416) && to.isWhole(status, answer.headers(), have)) {
                    return;
                } else if (status == 206 || status == 304 || status == 416) {
                    to.drop();
                    throw new Retryable(status(status), null);
                } else if (TRY_AGAIN.contains(status)) {
                    throw new Retryable(status(status), retryAfter(answer));
                } else {
                    throw new Failed(status(status));
                }
            }
        }
        throw new Failed(new Text("sent on to an address too often", "転送の回数が多すぎます"));
    }

    private static Text status(int status) {
        return Text.format("the server answers %d", "サーバーの応答が %d です", status);
    }

    private static boolean continues(HttpResponse<?> answer, long have) {
        String range = answer.headers().firstValue("Content-Range").orElse("");
        return have > 0 && range.startsWith("bytes " + have + "-");
    }

    private static @Nullable Duration retryAfter(HttpResponse<?> answer) {
        String told = answer.headers().firstValue("Retry-After").orElse("");
        return told.matches("\\d{1,6}") ? Duration.ofSeconds(Long.parseLong(told)) : null;
    }

    /** The next address; never from a protected one to one that is not, nor to anything but the web. */
    private static URI redirect(URI from, HttpResponse<?> answer) throws Failed {
        String told = answer.headers().firstValue("Location").orElse("");
        try {
            URI to = from.resolve(told);
            String scheme = to.getScheme() == null ? "" : to.getScheme().toLowerCase(Locale.ROOT);
            boolean fits = scheme.equals("https") || (scheme.equals("http") && "http".equals(from.getScheme()));
            if (fits && !told.isEmpty() && to.getHost() != null && to.getUserInfo() == null) {
                return to;
            }
        } catch (IllegalArgumentException e) {
            // refused below
        }
        throw new Failed(Text.format(
                "sent on to an address that is not followed: %s", "転送先のアドレスには接続しません: %s", SafeText.name(told)));
    }

    private void receive(HttpResponse<?> answer, InputStream body, Destination to, long have, Progress progress)
            throws IOException {
        long length = answer.headers().firstValueAsLong("Content-Length").orElse(-1);
        long all = length < 0 ? -1 : have + length;
        if (all > limits.bytes()) {
            to.drop();
            throw tooLarge();
        }
        long end = waiting.nanos().getAsLong() + limits.whole().toNanos();
        try (Sink sink = to.open(answer.headers(), have);
                var watched = new StallGuardStream(body, limits.idle())) {
            byte[] buffer = new byte[BUFFER_BYTES];
            long count = have;
            for (int n = read(watched, buffer); n >= 0; n = read(watched, buffer)) {
                count += n;
                if (count > limits.bytes()) {
                    to.drop();
                    throw tooLarge();
                }
                sink.write(buffer, n);
                progress.read(count, all);
                if (waiting.nanos().getAsLong() - end > 0) {
                    throw new Retryable(new Text("took too long", "時間がかかりすぎたため中断しました"), null);
                }
            }
            if (watched.gaveUp() || (all >= 0 && count != all)) {
                throw brokeOff();
            }
            sink.finish();
        }
    }

    private static int read(StallGuardStream in, byte[] buffer) throws Retryable {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw brokeOff();
        }
    }

    private static Retryable brokeOff() {
        return new Retryable(new Text("the transfer broke off", "転送が途中で切れました"), null);
    }

    private Failed tooLarge() {
        return new Failed(Text.format("larger than %d MiB; not fetched", "%d MiB を超えるため取得しません", limits.bytes() >> 20));
    }
}
