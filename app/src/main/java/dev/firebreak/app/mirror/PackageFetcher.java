package dev.firebreak.app.mirror;

import dev.firebreak.app.io.PackageFileName;
import dev.firebreak.app.io.ProxySettings;
import dev.firebreak.app.io.StallGuardStream;
import dev.firebreak.app.io.WholeFile;
import dev.firebreak.app.mirror.IntakeResult.Outcome;
import dev.firebreak.core.text.SafeText;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Fetches packages from the addresses that the knowledge names. A transfer that broke off, or whose process was ended, goes on where it
 * stopped; what was put together is hashed and judged as any other file, so a server that hands out something else gains nothing.
 */
public final class PackageFetcher {

    private static final int MOST_REDIRECTS = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<Integer> LATER = Set.of(408, 425, 429, 500, 502, 503, 504);
    private static final int BUFFER_BYTES = 1 << 16;

    private final HttpClient client;
    private final PackageStore store;
    private final PackageIntake intake;
    private final Limits limits;
    private final Predicate<String> allowed;
    private final Consumer<String> steps;

    /**
     * How patient it is.
     *
     * @param tries of one package
     * @param pause before the second try; doubled before each further one
     * @param connect until a server answers
     * @param idle until a transfer without a byte is given up
     * @param bytes of a package at most
     */
    public record Limits(int tries, Duration pause, Duration connect, Duration idle, long bytes) {

        /** For the vendor's servers. */
        public static final Limits USUAL = new Limits(
                5, Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ofSeconds(60), PackageIntake.MOST_BYTES);
    }

    /** With the proxy that the environment names; fetches from the vendor's addresses only. */
    public PackageFetcher(PackageStore store, PackageIntake intake, Map<String, String> environment) {
        this(client(environment), store, intake, Limits.USUAL, PackageFileName::vendors, step -> {});
    }

    /**
     * @param allowed addresses that may be asked, redirections too
     * @param steps is told the name of each step before it is done; where tests end the process
     */
    PackageFetcher(
            HttpClient client,
            PackageStore store,
            PackageIntake intake,
            Limits limits,
            Predicate<String> allowed,
            Consumer<String> steps) {
        this.client = client;
        this.store = store;
        this.intake = intake;
        this.limits = limits;
        this.allowed = allowed;
        this.steps = steps;
    }

    static HttpClient client(Map<String, String> environment) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Limits.USUAL.connect())
                .proxy(ProxySettings.of(environment));
        var own = new ProxySettings(environment).authenticator();
        return (own == null ? builder : builder.authenticator(own)).build();
    }

    /** Not to be tried again. */
    private static final class Final extends IOException {
        private static final long serialVersionUID = 1;
        private final transient Text text;

        Final(Text text) {
            super(text.en());
            this.text = text;
        }
    }

    /** Worth another try. */
    private static final class Later extends IOException {
        private static final long serialVersionUID = 1;
        private final transient Text text;

        Later(Text text) {
            super(text.en());
            this.text = text;
        }
    }

    /**
     * Fetches one package.
     *
     * @param progress is told the bytes that are there, and all, or -1
     * @return what came of judging it; a transfer that failed is refused with its reason
     * @throws IOException where the store cannot be written
     */
    public IntakeResult fetch(KnownPackages.Known wanted, Progress progress) throws IOException {
        String url = Objects.requireNonNull(wanted.file().url(), "a package without an address cannot be fetched");
        String name = Objects.requireNonNullElse(wanted.file().file(), url.substring(url.lastIndexOf('/') + 1));
        Optional<StoredPackage> there = there(wanted);
        if (there.isPresent()) {
            StoredPackage stored = there.get();
            return new IntakeResult(
                    name,
                    stored.isServed() ? Outcome.ACCEPTED : Outcome.QUARANTINED,
                    new Text("there already", "取得済みです"),
                    stored.judgement().signer(),
                    stored.sha256());
        }
        try {
            PackageKind.check(name);
        } catch (PackageKind.NotAPackage e) {
            return refused(name, e.text());
        }
        Path part = store.incoming().resolve("fetch-" + key(url) + ".part");
        Path lockFile = store.incoming().resolve("fetch-" + key(url) + ".lock");
        try (FileChannel lockChannel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = tryLock(lockChannel)) {
            if (!lock.isValid()) {
                throw new Final(busy());
            }
            transfer(url, part, progress);
            steps.accept("fetched");
            try {
                return intake.addFetched(part, name);
            } finally {
                // Taken or refused: what is refused must not be gone on with.
                Files.deleteIfExists(part);
            }
        } catch (Final e) {
            return refused(name, e.text);
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return lock;
            }
        } catch (OverlappingFileLockException e) {
            // said below
        }
        throw new Final(busy());
    }

    private static Text busy() {
        return new Text("another process fetches it now", "別のプロセスが取得中です");
    }

    /** What a transfer tells. */
    public interface Progress {
        void read(long bytes, long all);
    }

    private Optional<StoredPackage> there(KnownPackages.Known wanted) throws IOException {
        String sha1 = wanted.file().sha1();
        String file = wanted.file().file();
        // Without a hash, a package of that name may be another one: only one that a person approved counts.
        return store.packages().stream()
                .filter(stored -> sha1 == null
                        ? stored.isServed() && stored.file().equalsIgnoreCase(file)
                        : stored.sha1().equalsIgnoreCase(sha1))
                .findFirst();
    }

    private void transfer(String url, Path part, Progress progress) throws IOException {
        Text last = new Text("no try was allowed", "試行回数が 0 です");
        Duration pause = limits.pause();
        for (int attempt = 0; attempt < limits.tries(); attempt++) {
            try {
                if (attempt > 0) {
                    Thread.sleep(pause);
                    pause = pause.multipliedBy(2);
                }
                attempt(url, part, progress);
                return;
            } catch (Final e) {
                throw e;
            } catch (Later e) {
                last = e.text;
            } catch (NoRoom e) {
                throw e.failure;
            } catch (IOException e) {
                last = Text.format(
                        "the connection failed: %s",
                        "接続に失敗しました: %s", e.getClass().getSimpleName());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Final(new Text("interrupted", "中断されました"));
            }
        }
        throw new Final(last);
    }

    /** The store cannot be written, which no further try mends. */
    private static final class NoRoom extends IOException {
        private static final long serialVersionUID = 1;
        private final IOException failure;

        NoRoom(IOException failure) {
            super(failure);
            this.failure = failure;
        }
    }

    private void attempt(String url, Path part, Progress progress) throws IOException, InterruptedException {
        URI at = URI.create(url);
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            if (!allowed.test(at.toString())) {
                throw new Final(Text.format(
                        "not an address of the vendor, so it is not asked: %s",
                        "ベンダーのアドレスではないため、接続しません: %s", SafeText.name(at.toString())));
            }
            long have = Files.isRegularFile(part) ? Files.size(part) : 0;
            HttpRequest.Builder request = HttpRequest.newBuilder(at)
                    .timeout(limits.connect())
                    .header("User-Agent", "firebreak")
                    .header("Accept-Encoding", "identity");
            if (have > 0) {
                // Without If-Range: whatever was put together is hashed and judged afterwards.
                request.header("Range", "bytes=" + have + "-");
            }
            HttpResponse<InputStream> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                int status = answer.statusCode();
                if (REDIRECTS.contains(status)) {
                    at = redirect(at, answer);
                } else if (status == 200 || (status == 206 && continues(answer, have))) {
                    receive(answer, body, part, status == 206 ? have : 0, progress);
                    return;
                } else if (status == 416 && have > 0 && isWhole(answer, have)) {
                    return;
                } else if (status == 206 || status == 416) {
                    Files.deleteIfExists(part);
                    throw new Later(status(status));
                } else if (LATER.contains(status)) {
                    throw new Later(status(status));
                } else {
                    throw new Final(status(status));
                }
            }
        }
        throw new Final(new Text("sent from address to address too often", "転送の回数が多すぎます"));
    }

    private static Text status(int status) {
        return Text.format("the server answers %d", "サーバーの応答が %d です", status);
    }

    private static boolean continues(HttpResponse<?> answer, long have) {
        return answer.headers().firstValue("Content-Range").orElse("").startsWith("bytes " + have + "-");
    }

    private static boolean isWhole(HttpResponse<?> answer, long have) {
        return answer.headers().firstValue("Content-Range").orElse("").equals("bytes */" + have);
    }

    private static URI redirect(URI from, HttpResponse<?> answer) throws Final {
        String told = answer.headers().firstValue("Location").orElse("");
        try {
            URI to = from.resolve(told);
            String scheme = to.getScheme() == null ? "" : to.getScheme().toLowerCase(Locale.ROOT);
            boolean fits = scheme.equals("https") || (scheme.equals("http") && "http".equals(from.getScheme()));
            if (fits && !told.isEmpty() && to.getHost() != null && to.getUserInfo() == null) {
                return to;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new Final(Text.format(
                "sent on to an address that is not followed: %s", "転送先のアドレスには接続しません: %s", SafeText.name(told)));
    }

    private void receive(HttpResponse<?> answer, InputStream body, Path part, long have, Progress progress)
            throws IOException {
        long length = answer.headers().firstValueAsLong("Content-Length").orElse(-1);
        long all = length < 0 ? -1 : have + length;
        if (all > limits.bytes()) {
            Files.deleteIfExists(part);
            throw tooLarge();
        }
        try (var watched = new StallGuardStream(body, limits.idle());
                FileChannel out = open(part, have)) {
            long count = have;
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int n = read(watched, buffer); n >= 0; n = read(watched, buffer)) {
                count += n;
                if (count > limits.bytes()) {
                    Files.deleteIfExists(part);
                    throw tooLarge();
                }
                write(out, buffer, n);
                steps.accept("block");
                progress.read(count, all);
            }
            if (watched.gaveUp() || (all >= 0 && count != all)) {
                throw brokeOff();
            }
            out.force(true);
        }
    }

    private static int read(StallGuardStream in, byte[] buffer) throws Later {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw brokeOff();
        }
    }

    private static Later brokeOff() {
        return new Later(new Text("the transfer broke off", "転送が途中で切れました"));
    }

    private static FileChannel open(Path part, long have) throws IOException {
        Set<OpenOption> how = new HashSet<>(Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        how.add(have > 0 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING);
        try {
            return FileChannel.open(part, how, WholeFile.ownersOnly(part, "rw-------"));
        } catch (IOException e) {
            throw new NoRoom(e);
        }
    }

    private static void write(FileChannel out, byte[] buffer, int n) throws NoRoom {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        } catch (IOException e) {
            throw new NoRoom(e);
        }
    }

    private Final tooLarge() {
        return new Final(Text.format("larger than %d MiB; not fetched", "%d MiB を超えるため取得しません", limits.bytes() >> 20));
    }

    private static IntakeResult refused(String name, Text reason) {
        return new IntakeResult(name, Outcome.REFUSED, reason, null, null);
    }

    private static String key(String url) {
        return java.util.HexFormat.of().formatHex(sha256(url), 0, 16);
    }

    private static byte[] sha256(String text) {
        try {
            return java.security.MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
