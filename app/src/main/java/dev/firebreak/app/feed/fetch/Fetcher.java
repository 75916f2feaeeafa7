package dev.firebreak.app.feed.fetch;

import dev.firebreak.app.feed.document.FeedValues;
import dev.firebreak.app.feed.store.ImportProgress;
import dev.firebreak.app.feed.store.ImportStore;
import dev.firebreak.app.io.StallGuardStream;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Fetches one document at a time and keeps it, so that next time the vendor is only asked whether it has changed, and a
 * transfer that broke off goes on where it stopped. Several tries, each after a longer pause.
 */
final class Fetcher {

    private static final int MAX_REDIRECTS = 5;
    private static final Duration MAX_PAUSE_LENGTH = Duration.ofMinutes(2);
    private static final Set<Integer> TRY_AGAIN = Set.of(408, 425, 429, 500, 502, 503, 504);

    private final HttpClient client;
    private final Path folder;
    private final FetchLimits limits;
    private final Pause pause;
    private final DoubleSupplier chance;
    private final LongSupplier nanos;

    /** Waits; tests do not. */
    interface Pause {
        void of(Duration duration) throws InterruptedException;
    }

    /**
     * @param client follows no redirects by itself
     * @param folder where documents are kept
     * @param chance numbers from 0 to 1, so that many sites do not come back at one moment
     */
    Fetcher(
            HttpClient client,
            Path folder,
            FetchLimits limits,
            Pause pause,
            DoubleSupplier chance,
            LongSupplier nanos) {
        this.client = client;
        this.folder = folder;
        this.limits = limits;
        this.pause = pause;
        this.chance = chance;
        this.nanos = nanos;
    }

    /** Not to be tried again. */
    private static final class Final extends IOException {
        private static final long serialVersionUID = 1;
        private final transient Text why;

        Final(Text why) {
            super(why.en());
            this.why = why;
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

    /** @throws IOException where the folder cannot be used */
    FetchResult fetch(URI address, String accept, ImportProgress progress) throws IOException {
        var kept = new CachedDocument(folder.resolve(name(address)));
        Files.createDirectories(kept.folder());
        Text why = new Text("no try was allowed", "試行回数が 0 です");
        for (int attempt = 0; attempt < limits.tries(); attempt++) {
            try {
                attempt(address, accept, kept, progress);
                return new FetchResult.Fetched(kept.whole());
            } catch (Final e) {
                return new FetchResult.Failed(e.why);
            } catch (CachedDocument.CannotKeep e) {
                throw e;
            } catch (Retryable e) {
                why = e.why;
                if (attempt + 1 < limits.tries() && !rest(attempt, e.asked)) {
                    break;
                }
            } catch (IOException e) {
                why = Text.format(
                        "the connection failed: %s",
                        "接続に失敗しました: %s", e.getClass().getSimpleName());
                if (attempt + 1 < limits.tries() && !rest(attempt, null)) {
                    break;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        return new FetchResult.Failed(why);
    }

    private boolean rest(int attempt, @Nullable Duration asked) {
        double jitter = 0.5 + chance.getAsDouble();
        Duration own = Duration.ofMillis((long) (limits.pause().toMillis() * Math.scalb(1.0, attempt) * jitter));
        Duration wanted = asked != null && asked.compareTo(own) > 0 ? asked : own;
        try {
            pause.of(wanted.compareTo(MAX_PAUSE_LENGTH) > 0 ? MAX_PAUSE_LENGTH : wanted);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void attempt(URI address, String accept, CachedDocument kept, ImportProgress progress)
            throws IOException, InterruptedException {
        URI at = address;
        CachedDocument.Part part = kept.part();
        for (int redirects = 0; ; redirects++) {
            HttpRequest.Builder request = HttpRequest.newBuilder(at)
                    .timeout(limits.connect())
                    .header("User-Agent", "firebreak")
                    .header("Accept", accept)
                    .header("Accept-Encoding", "gzip");
            if (part != null) {
                request.header("Range", "bytes=" + part.bytes() + "-").header("If-Range", part.validator());
            } else {
                kept.conditions().forEach(request::header);
            }
            HttpResponse<InputStream> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                int status = answer.statusCode();
                if (status == 200 || (status == 206 && part != null && continues(answer, part))) {
                    receive(answer, body, kept, status == 206 ? part : null, progress);
                    return;
                }
                if (status == 304 && part == null && kept.isWhole()) {
                    return;
                }
                if (status == 206 || status == 416 || status == 304) {
                    kept.dropPart();
                    throw new Retryable(status(status), null);
                }
                if (status == 301 || status == 302 || status == 303 || status == 307 || status == 308) {
                    at = redirect(at, answer, redirects);
                    continue;
                }
                if (TRY_AGAIN.contains(status)) {
                    throw new Retryable(status(status), retryAfter(answer));
                }
                throw new Final(status(status));
            }
        }
    }

    private static Text status(int status) {
        return Text.format("the server answers %d", "サーバーの応答が %d です", status);
    }

    private static boolean continues(HttpResponse<?> answer, CachedDocument.Part part) {
        String range = answer.headers().firstValue("Content-Range").orElse("");
        return range.startsWith("bytes " + part.bytes() + "-");
    }

    private static @Nullable Duration retryAfter(HttpResponse<?> answer) {
        String told = answer.headers().firstValue("Retry-After").orElse("");
        return told.matches("\\d{1,6}") ? Duration.ofSeconds(Long.parseLong(told)) : null;
    }

    /** The next address; never from a protected one to one that is not, nor to anything but the web. */
    private static URI redirect(URI from, HttpResponse<?> answer, int redirects) throws Final {
        String told = answer.headers().firstValue("Location").orElse("");
        URI to;
        try {
            to = from.resolve(told);
        } catch (IllegalArgumentException e) {
            to = from;
        }
        String scheme = to.getScheme() == null ? "" : to.getScheme().toLowerCase(Locale.ROOT);
        boolean allowed = scheme.equals("https") || (scheme.equals("http") && "http".equals(from.getScheme()));
        if (redirects >= MAX_REDIRECTS
                || !allowed
                || told.isEmpty()
                || to.getHost() == null
                || to.getUserInfo() != null) {
            throw new Final(Text.format(
                    "sent on to an address that is not followed: %s", "転送先のアドレスには接続しません: %s", FeedValues.shown(told)));
        }
        return to;
    }

    private void receive(
            HttpResponse<?> answer,
            InputStream body,
            CachedDocument kept,
            CachedDocument.@Nullable Part part,
            ImportProgress progress)
            throws IOException {
        long before = part == null ? 0 : part.bytes();
        long length = answer.headers().firstValueAsLong("Content-Length").orElse(-1);
        long all = length < 0 ? -1 : before + length;
        if (all > limits.bytes()) {
            throw tooLarge();
        }
        String etag = answer.headers().firstValue("ETag").orElse("");
        String modified = answer.headers().firstValue("Last-Modified").orElse("");
        try (var receiving = kept.receive(part, etag, modified);
                var watched = new StallGuardStream(body, limits.idle())) {
            long end = nanos.getAsLong() + limits.whole().toNanos();
            byte[] buffer = new byte[1 << 16];
            long count = before;
            for (int n = watched.read(buffer); n >= 0; n = watched.read(buffer)) {
                count += n;
                if (count > limits.bytes()) {
                    kept.dropPart();
                    throw tooLarge();
                }
                receiving.write(buffer, n);
                progress.read(count, Math.max(all, count));
                if (nanos.getAsLong() > end) {
                    throw new Retryable(new Text("took too long", "時間がかかりすぎたため中断しました"), null);
                }
            }
            if (watched.gaveUp() || (all >= 0 && count != all)) {
                throw new Retryable(new Text("the transfer broke off", "転送が途中で切れました"), null);
            }
            receiving.finish();
        }
    }

    private Final tooLarge() {
        return new Final(Text.format("larger than %d MiB; not fetched", "%d MiB を超えるため取得しません", limits.bytes() >> 20));
    }

    private static String name(URI address) {
        byte[] hash = ImportStore.sha256().digest(address.toString().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash, 0, 16);
    }
}
