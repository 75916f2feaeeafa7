package dev.firebreak.app.mirror;

import dev.firebreak.app.io.PlainFiles;
import dev.firebreak.app.mirror.StoredPackage.Decision;
import dev.firebreak.app.mirror.StoredPackage.Standing;
import dev.firebreak.app.mirror.authenticode.AuthenticodeVerifier;
import dev.firebreak.app.mirror.authenticode.SignatureRefusal;
import dev.firebreak.app.mirror.authenticode.TrustPolicy;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Looks at packages again: reads every byte, and keeps what people decide. */
public final class PackageReview {

    private final PackageStore store;
    private final AuthenticodeVerifier verifier;
    private final InstantSource clock;

    public PackageReview(PackageStore store, TrustPolicy policy, InstantSource clock) {
        this.store = store;
        this.verifier = new AuthenticodeVerifier(policy);
        this.clock = clock;
    }

    /**
     * What reading a package again found.
     *
     * @param stored null where there is no record that can be read
     * @param fault why it is handed out no more; null where it is as it was
     */
    public record Finding(
            String sha256,
            @Nullable StoredPackage stored,
            @Nullable Text fault) {}

    /** What came of a decision. */
    public enum Result {
        DONE,
        /** No package of that hash, or of more than one where only the beginning was given. */
        UNKNOWN,
        /** It is not waiting. */
        NOT_WAITING,
        /** Its bytes or its signature do not hold (any more). */
        FAULTY,
        /** A decision needs its reason. */
        NO_REASON
    }

    /** Reads every package again. What does not hold goes into quarantine, where nothing is handed out. */
    public void verify(Consumer<Finding> findings) throws IOException {
        for (String sha256 : store.recorded()) {
            Optional<StoredPackage> found = store.find(sha256);
            if (found.isEmpty()) {
                findings.accept(new Finding(
                        sha256, null, new Text("its record is damaged: add it again", "記録が破損しています。追加し直してください")));
                continue;
            }
            StoredPackage stored = found.get();
            Text fault = fault(stored);
            if (fault != null && stored.isServed()) {
                withdraw(stored, fault);
            }
            findings.accept(new Finding(sha256, stored, fault));
        }
        for (String sha256 : store.objects()) {
            if (store.find(sha256).isEmpty() && !store.recorded().contains(sha256)) {
                findings.accept(new Finding(
                        sha256,
                        null,
                        new Text("bytes without a record, of an interrupted addition", "追加が中断されたため、記録のないデータです")));
            }
        }
    }

    private void withdraw(StoredPackage stored, Text fault) throws IOException {
        store.alone(() -> {
            var judgement = new StoredPackage.Judgement(
                    stored.judgement().signer(), stored.judgement().signedAt(), fault, clock.instant());
            store.record(new StoredPackage(
                    stored.file(),
                    stored.kb(),
                    stored.architecture(),
                    stored.language(),
                    stored.content(),
                    Standing.QUARANTINED,
                    judgement,
                    stored.decision()));
            return true;
        });
    }

    private @Nullable Text fault(StoredPackage stored) throws IOException {
        MessageDigest digest = sha256();
        try (FileChannel channel = PlainFiles.channel(store.object(stored.sha256()))) {
            try (InputStream in = new DigestInputStream(PlainFiles.open(store.object(stored.sha256())), digest)) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
            }
            if (!HexFormat.of().formatHex(digest.digest()).equals(stored.sha256())) {
                return new Text("its content has changed on disk", "ディスク上の内容が変わっています");
            }
            byte[] head;
            try (InputStream in = PlainFiles.open(store.object(stored.sha256()))) {
                head = in.readNBytes(16);
            }
            verifier.verify(channel, PackageKind.kind(stored.file(), head), clock.instant());
            return null;
        } catch (SignatureRefusal e) {
            return e.text();
        } catch (PackageKind.NotAPackage e) {
            return e.text();
        } catch (IOException e) {
            return PlainFiles.why(e);
        }
    }

    /** The package that a hash or its beginning (8 digits at least) names. */
    public Optional<StoredPackage> named(String hash) throws IOException {
        String wanted = hash.strip().toLowerCase(Locale.ROOT);
        if (!wanted.matches("[0-9a-f]{8,64}")) {
            return Optional.empty();
        }
        List<StoredPackage> found = store.packages().stream()
                .filter(stored -> stored.sha256().startsWith(wanted))
                .toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    /**
     * Approves a package that waits. Its bytes and its signature are looked at again first.
     *
     * @param by as the audit names who decides
     */
    public Result approve(String sha256, String by, String why) throws IOException {
        return decide(sha256, Standing.ACCEPTED, by, why);
    }

    /** Rejects a package, waiting or not: it is not handed out any more, and not taken again. */
    public Result reject(String sha256, String by, String why) throws IOException {
        return decide(sha256, Standing.REJECTED, by, why);
    }

    private Result decide(String sha256, Standing next, String by, String why) throws IOException {
        return store.alone(() -> {
            Optional<StoredPackage> found = named(sha256);
            if (found.isEmpty()) {
                return Result.UNKNOWN;
            }
            StoredPackage stored = found.get();
            if (why.isBlank()) {
                return Result.NO_REASON;
            }
            if (next == Standing.ACCEPTED) {
                if (stored.standing() != Standing.QUARANTINED) {
                    return Result.NOT_WAITING;
                }
                if (fault(stored) != null) {
                    return Result.FAULTY;
                }
            }
            store.record(stored.decided(next, new Decision(by, clock.instant(), why.strip())));
            return Result.DONE;
        });
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
