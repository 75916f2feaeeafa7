package dev.firebreak.app.mirror;

import dev.firebreak.app.io.PackageFileName;
import dev.firebreak.app.io.PlainFiles;
import dev.firebreak.app.io.WholeFile;
import dev.firebreak.app.mirror.IntakeResult.Outcome;
import dev.firebreak.app.mirror.StoredPackage.Standing;
import dev.firebreak.app.mirror.authenticode.AuthenticodeVerifier;
import dev.firebreak.app.mirror.authenticode.SignatureRefusal;
import dev.firebreak.app.mirror.authenticode.TrustPolicy;
import dev.firebreak.core.rollout.PackageName;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes packages into the store. The bytes are copied into a private file first, and that copy is hashed, judged and kept: who can change the
 * original meanwhile changes nothing.
 */
public final class PackageIntake {

    /** Larger than any update that Microsoft publishes. */
    public static final long MOST_BYTES = 16L << 30;

    private static final int HEAD_BYTES = 16;
    private static final int BUFFER_BYTES = 1 << 20;
    private static final String PART = ".part";

    private final PackageStore store;
    private final KnownPackages known;
    private final AuthenticodeVerifier verifier;
    private final InstantSource clock;
    private final Consumer<String> steps;

    public PackageIntake(PackageStore store, KnownPackages known, TrustPolicy policy, InstantSource clock) {
        this(store, known, policy, clock, step -> {});
    }

    /** @param steps is told the name of each step before it is done; where tests end the process */
    PackageIntake(
            PackageStore store, KnownPackages known, TrustPolicy policy, InstantSource clock, Consumer<String> steps) {
        this.store = store;
        this.known = known;
        this.verifier = new AuthenticodeVerifier(policy);
        this.clock = clock;
        this.steps = steps;
    }

    /**
     * Adds a file.
     *
     * @param progress is told how many bytes were copied
     * @throws IOException where the store cannot be written; a file that cannot be read is refused
     */
    public IntakeResult add(Path file, LongConsumer progress) throws IOException {
        String name = String.valueOf(file.getFileName());
        String shown = file.toString();
        try {
            PackageKind.check(name);
            PlainFiles.check(file);
            if (Files.size(file) > MOST_BYTES) {
                return refused(shown, new Text("larger than any update", "更新プログラムとしては大きすぎます"), null);
            }
        } catch (PackageKind.NotAPackage e) {
            return refused(shown, e.text(), null);
        } catch (IOException e) {
            return refused(shown, PlainFiles.why(e), null);
        }
        return store.alone(() -> {
            sweep();
            Path part = Files.createTempFile(
                    store.incoming(), "add-", PART, WholeFile.ownersOnly(store.folder(), "rw-------"));
            try {
                Copied copied;
                try {
                    copied = copy(file, part, progress);
                } catch (UnreadableSource e) {
                    return refused(shown, PlainFiles.why(e.failure), null);
                }
                return judge(shown, name, part, copied);
            } finally {
                Files.deleteIfExists(part);
            }
        });
    }

    /**
     * Adds a file that was fetched into the store's own folder; it is moved, not copied.
     *
     * @param name under which it is kept
     */
    IntakeResult addFetched(Path part, String name) throws IOException {
        return store.alone(() -> {
            try (InputStream in = PlainFiles.open(part)) {
                return judge(name, name, part, hash(in, null, count -> {}));
            }
        });
    }

    /** What remains of an interruption: half copies, and bytes whose record was never written. */
    void sweep() throws IOException {
        steps.accept("sweep");
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(store.incoming(), "add-*" + PART)) {
            for (Path part : parts) {
                Files.deleteIfExists(part);
            }
        }
        Set<String> recorded = new HashSet<>(store.recorded());
        for (String sha256 : store.objects()) {
            if (!recorded.contains(sha256)) {
                Files.deleteIfExists(store.object(sha256));
            }
        }
    }

    /** The original cannot be read, which is no fault of the store. */
    private static final class UnreadableSource extends IOException {
        private static final long serialVersionUID = 1;
        private final IOException failure;

        UnreadableSource(IOException failure) {
            super(failure);
            this.failure = failure;
        }
    }

    private record Copied(StoredPackage.Content content, byte[] head) {}

    private Copied copy(Path file, Path part, LongConsumer progress) throws IOException {
        steps.accept("copy");
        Set<OpenOption> how = Set.of(StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        try (FileChannel out = FileChannel.open(part, how);
                InputStream in = openSource(file)) {
            Copied copied = hash(in, out, progress);
            steps.accept("flush");
            out.force(true);
            return copied;
        }
    }

    private static InputStream openSource(Path file) throws UnreadableSource {
        try {
            return PlainFiles.open(file);
        } catch (IOException e) {
            throw new UnreadableSource(e);
        }
    }

    private Copied hash(InputStream in, @Nullable FileChannel out, LongConsumer progress) throws IOException {
        MessageDigest sha256 = digest("SHA-256");
        MessageDigest sha1 = digest("SHA-1");
        byte[] buffer = new byte[BUFFER_BYTES];
        byte[] head = new byte[0];
        long size = 0;
        for (int n = read(in, buffer); n > 0; n = read(in, buffer)) {
            if (size == 0) {
                head = Arrays.copyOf(buffer, Math.min(n, HEAD_BYTES));
            }
            size += n;
            if (size > MOST_BYTES) {
                break;
            }
            sha256.update(buffer, 0, n);
            sha1.update(buffer, 0, n);
            if (out != null) {
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n);
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
            }
            steps.accept("block");
            progress.accept(size);
        }
        return new Copied(
                new StoredPackage.Content(
                        size,
                        HexFormat.of().formatHex(sha256.digest()),
                        HexFormat.of().formatHex(sha1.digest())),
                head);
    }

    private static int read(InputStream in, byte[] buffer) throws UnreadableSource {
        try {
            return in.readNBytes(buffer, 0, buffer.length);
        } catch (IOException e) {
            throw new UnreadableSource(e);
        }
    }

    private IntakeResult judge(String shown, String name, Path part, Copied copied) throws IOException {
        StoredPackage.Content content = copied.content();
        steps.accept("judge");
        Optional<StoredPackage> before = store.find(content.sha256());
        if (before.isPresent() && before.get().standing() == Standing.REJECTED) {
            return refused(shown, rejected(before.get()), content.sha256());
        }
        try {
            var kind = PackageKind.kind(name, copied.head());
            hashes(name, content.sha1());
            AuthenticodeVerifier.Genuine genuine;
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.READ)) {
                genuine = verifier.verify(channel, kind, clock.instant());
            }
            return keep(shown, stored(name, content, genuine), part, before);
        } catch (PackageKind.NotAPackage e) {
            return refused(shown, e.text(), content.sha256());
        } catch (SignatureRefusal e) {
            return refused(shown, e.text(), content.sha256());
        }
    }

    private static Text rejected(StoredPackage stored) {
        StoredPackage.Decision decision = stored.decision();
        return Text.format(
                "%s rejected this package: %s",
                "%s がこのパッケージを却下しています: %s",
                decision == null ? "?" : decision.by(),
                decision == null ? "" : decision.why());
    }

    /** The right name with another content is a lie or a broken download; both must not get on. */
    private void hashes(String name, String sha1) throws PackageKind.NotAPackage {
        String own = PackageKind.sha1(name);
        if (!own.isEmpty() && !own.equals(sha1)) {
            throw new PackageKind.NotAPackage(Text.format(
                    "its name carries the SHA-1 %s, its content has %s: damaged, or not that package",
                    "ファイル名の SHA-1 は %s ですが、内容の SHA-1 は %s です。破損しているか、別のファイルです", own, sha1));
        }
        Set<String> told = known.hashes(name);
        if (!told.isEmpty() && !told.contains(sha1)) {
            throw new PackageKind.NotAPackage(Text.format(
                    "a package of this name has the SHA-1 %s, this content has %s: damaged, or not that package",
                    "この名前のパッケージの SHA-1 は %s ですが、内容の SHA-1 は %s です。破損しているか、別のファイルです", String.join(", ", told), sha1));
        }
    }

    private StoredPackage stored(String name, StoredPackage.Content content, AuthenticodeVerifier.Genuine genuine) {
        Optional<KnownPackages.Known> named = known.ofSha1(content.sha1());
        PackageFileName.Found read = PackageFileName.read(name, null, null);
        Instant now = clock.instant();
        Text reason = named.isPresent()
                ? Text.format(
                        "known package of %s, signed by %s",
                        "%s の既知のパッケージで、署名者は %s です", named.get().kb(), genuine.signer())
                : Text.format(
                        "signed by %s, but no known package has this hash: a person must approve it",
                        "署名者は %s ですが、ハッシュが既知のパッケージと一致しません。担当者の承認が必要です", genuine.signer());
        var judgement = new StoredPackage.Judgement(genuine.signer(), genuine.signedAt(), reason, now);
        return named.map(found -> new StoredPackage(
                        own(name, found.file().file()),
                        found.kb(),
                        found.file().architecture(),
                        found.file().language(),
                        content,
                        Standing.ACCEPTED,
                        judgement,
                        null))
                .orElseGet(() -> new StoredPackage(
                        name,
                        read == null ? null : read.kb(),
                        read == null ? null : read.file().architecture(),
                        read == null ? null : read.file().language(),
                        content,
                        Standing.QUARANTINED,
                        judgement,
                        null));
    }

    /**
     * The name under which a known package is kept: by its name a machine's package is chosen, so that a wrong one would bring a genuine package
     * of another Windows there.
     */
    private static String own(String name, @Nullable String known) {
        return known == null || PackageName.isSameFile(name, known) || !PackageName.isSafe(known) ? name : known;
    }

    private IntakeResult keep(String shown, StoredPackage stored, Path part, Optional<StoredPackage> before)
            throws IOException {
        StoredPackage result = stored;
        if (before.isPresent() && before.get().isServed() && !stored.isServed()) {
            // A person approved it before.
            result = before.get();
        }
        steps.accept("move");
        store.keep(part, result, () -> steps.accept("record"));
        steps.accept("done");
        return new IntakeResult(
                shown,
                result.isServed() ? Outcome.ACCEPTED : Outcome.QUARANTINED,
                result.judgement().reason(),
                result.judgement().signer(),
                result.sha256());
    }

    private static IntakeResult refused(String shown, Text reason, @Nullable String sha256) {
        return new IntakeResult(shown, Outcome.REFUSED, reason, null, sha256);
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }
}
