package dev.firebreak.app.io.tuf;

import dev.firebreak.app.io.Sha256;
import dev.firebreak.app.io.WholeFile;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Verifies signed metadata as chapter 5.3 to 5.6 of the TUF specification 1.0 says, without delegations: root by root to the newest, then
 * timestamp, snapshot, targets. What was seen is kept in a folder, so that an older state is refused later; expired metadata are refused.
 */
public final class TufClient {

    private static final int MAX_ROTATIONS = 256;
    private static final int ROOT_BYTES = 512 << 10;
    private static final int TIMESTAMP_BYTES = 16 << 10;
    private static final int SNAPSHOT_BYTES = 2 << 20;
    private static final int TARGETS_BYTES = 32 << 20;
    private static final int MAX_CUSTOM = 64;

    private final Path seen;
    private final String repository;
    private TufRoot root;

    private TufClient(Path seen, String repository, TufRoot root) {
        this.seen = seen;
        this.repository = repository;
        this.root = root;
    }

    /**
     * A state that was verified.
     *
     * @param root who vouches
     * @param version of the targets
     * @param expires when the first of timestamp, snapshot and targets does
     * @param targets by path, in the order of the metadata
     */
    public record State(TufRoot root, int version, Instant expires, Map<String, TufTarget> targets) {
        public State {
            targets = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(targets));
        }
    }

    /**
     * A client that trusts a root.
     *
     * @param seen folder for what was seen before; made where it is missing. Each repository has its own
     * @param repository which one the metadata must be of: {@code mirror}, {@code orders}, {@code media}
     * @param anchor root metadata that are trusted because they came over a trusted way; used where nothing was seen before
     * @throws TufFailure where neither the anchor nor what was seen is usable
     */
    public static TufClient open(Path seen, String repository, byte[] anchor) throws IOException, TufFailure {
        Files.createDirectories(seen);
        Optional<byte[]> kept = TufSource.folder(seen).read("root.json", ROOT_BYTES);
        TufRoot trusted = self(anchor);
        if (kept.isPresent()) {
            TufRoot newer = self(kept.get());
            // An anchor that was replaced by hand counts where it is newer.
            trusted = newer.version() >= trusted.version() ? newer : trusted;
        }
        return new TufClient(seen, repository, trusted);
    }

    private static TufRoot self(byte[] bytes) throws TufFailure {
        TufDocument document = TufDocument.parse(TufRole.ROOT, bytes);
        TufRoot root = TufRoot.of(document);
        root.verify(document);
        return root;
    }

    /** Of which repository a timestamp says it is; what it says counts only after {@link #update}. */
    public static String repository(byte[] timestamp) throws TufFailure {
        return TufDocument.parse(TufRole.TIMESTAMP, timestamp).repository();
    }

    /** The highest version of any part that was seen; 0 where nothing was. */
    int seenVersion() throws IOException, TufFailure {
        int highest = 0;
        for (TufRole role : List.of(TufRole.TIMESTAMP, TufRole.SNAPSHOT, TufRole.TARGETS)) {
            Optional<TufDocument> document = seen(role);
            highest = Math.max(highest, document.isPresent() ? document.get().version() : 0);
        }
        return highest;
    }

    /** The root that is trusted now. */
    public TufRoot root() {
        return root;
    }

    /**
     * Reads and verifies the newest state of a source.
     *
     * @param now when the update began; what expires is held against this
     */
    public State update(TufSource source, Instant now) throws IOException, TufFailure {
        updateRoot(source, now);
        TufDocument timestamp = timestamp(source, now);
        Described snapshotToldIn = described(timestamp, "snapshot.json");
        TufDocument snapshot = part(source, TufRole.SNAPSHOT, snapshotToldIn, SNAPSHOT_BYTES, now);
        Described targetsToldIn = described(snapshot, "targets.json");
        Optional<TufDocument> before = seen(TufRole.SNAPSHOT);
        if (before.isPresent() && described(before.get(), "targets.json").version() > targetsToldIn.version()) {
            throw older(TufRole.TARGETS);
        }
        keep(TufRole.SNAPSHOT, snapshot);
        TufDocument targets = part(source, TufRole.TARGETS, targetsToldIn, TARGETS_BYTES, now);
        Map<String, TufTarget> files = targets(targets);
        keep(TufRole.TARGETS, targets);
        Instant expires = List.of(timestamp.expires(), snapshot.expires(), targets.expires()).stream()
                .min(Instant::compareTo)
                .orElseThrow();
        return new State(root, targets.version(), expires, files);
    }

    /** Goes from root to root: each must be signed by the keys of the one before, and by its own. */
    private void updateRoot(TufSource source, Instant now) throws IOException, TufFailure {
        for (int i = 0; i < MAX_ROTATIONS; i++) {
            int next = root.version() + 1;
            Optional<byte[]> bytes = source.read(next + ".root.json", ROOT_BYTES);
            if (bytes.isEmpty()) {
                break;
            }
            TufDocument document = TufDocument.parse(TufRole.ROOT, bytes.get());
            root.verify(document);
            TufRoot newer = TufRoot.of(document);
            newer.verify(document);
            if (newer.version() != next) {
                throw older(TufRole.ROOT);
            }
            boolean rotated = !newer.of(TufRole.TIMESTAMP).equals(root.of(TufRole.TIMESTAMP))
                    || !newer.of(TufRole.SNAPSHOT).equals(root.of(TufRole.SNAPSHOT));
            if (rotated) {
                // Whoever held the old keys may have named a version of billions, which would bar every state to come
                // (5.3.11).
                Files.deleteIfExists(seen.resolve("timestamp.json"));
                Files.deleteIfExists(seen.resolve("snapshot.json"));
            }
            WholeFile.write(seen.resolve("root.json"), bytes.get());
            root = newer;
        }
        if (!root.expires().isAfter(now)) {
            throw expired(TufRole.ROOT, root.expires());
        }
    }

    private TufDocument timestamp(TufSource source, Instant now) throws IOException, TufFailure {
        TufDocument timestamp = read(source, TufRole.TIMESTAMP, "timestamp.json", TIMESTAMP_BYTES);
        root.verify(timestamp);
        mine(timestamp);
        Optional<TufDocument> before = seen(TufRole.TIMESTAMP);
        if (before.isPresent()) {
            int was = described(before.get(), "snapshot.json").version();
            if (before.get().version() > timestamp.version()
                    || was > described(timestamp, "snapshot.json").version()) {
                throw older(TufRole.TIMESTAMP);
            }
        }
        if (!timestamp.expires().isAfter(now)) {
            throw new TufFailure(
                    TufFailure.Kind.FROZEN,
                    Text.format(
                            "the timestamp expired at %s: an old state may be shown as the newest",
                            "タイムスタンプの有効期限（%s）が過ぎています。古い状態が最新として示されている可能性があります", timestamp.expires()));
        }
        keep(TufRole.TIMESTAMP, timestamp);
        return timestamp;
    }

    /** A part that another part describes: that version, length and hash and no other. */
    private TufDocument part(TufSource source, TufRole role, Described told, int most, Instant now)
            throws IOException, TufFailure {
        String name = (root.consistentSnapshot() ? told.version() + "." : "") + role.id() + ".json";
        int limit = told.length() == null ? most : Math.min(most, told.length());
        byte[] bytes = bytes(source, role, name, limit);
        if ((told.length() != null && bytes.length != told.length())
                || (told.sha256() != null && !told.sha256().equals(Sha256.hex(bytes)))) {
            // Signed by the right keys or not: it is not what belongs to this state.
            throw mixed(role);
        }
        TufDocument document = TufDocument.parse(role, bytes);
        root.verify(document);
        mine(document);
        if (document.version() != told.version()) {
            throw mixed(role);
        }
        if (!document.expires().isAfter(now)) {
            throw expired(role, document.expires());
        }
        return document;
    }

    private void mine(TufDocument document) throws TufFailure {
        if (!document.repository().equals(repository)) {
            throw mixed(document.role());
        }
    }

    private static TufDocument read(TufSource source, TufRole role, String name, int most)
            throws IOException, TufFailure {
        return TufDocument.parse(role, bytes(source, role, name, most));
    }

    private static byte[] bytes(TufSource source, TufRole role, String name, int most) throws IOException, TufFailure {
        return source.read(name, most)
                .orElseThrow(() -> new TufFailure(
                        TufFailure.Kind.MISSING,
                        Text.format("%s: the file %s is missing", "%s: ファイル %s がありません", role.id(), name)));
    }

    /** What one part says of another. */
    private record Described(
            int version, @Nullable Integer length, @Nullable String sha256) {}

    private static Described described(TufDocument document, String name) throws TufFailure {
        JsonNode meta = document.signed().path("meta");
        JsonNode said = meta.path(name);
        // A further file would be a delegation, whose targets nobody here reads.
        if (!meta.isObject() || meta.size() != 1 || !said.isObject()) {
            throw TufDocument.malformed(document.role(), "meta");
        }
        JsonNode hash = said.path("hashes").path("sha256");
        return new Described(
                document.number(said, "version"),
                said.has("length") ? document.number(said, "length") : null,
                hash.isString() ? hash.stringValue() : null);
    }

    private static Map<String, TufTarget> targets(TufDocument document) throws TufFailure {
        JsonNode all = document.signed().path("targets");
        if (!all.isObject() || document.signed().has("delegations")) {
            throw TufDocument.malformed(TufRole.TARGETS, "targets");
        }
        Map<String, TufTarget> targets = new LinkedHashMap<>();
        List<String> names = new ArrayList<>();
        for (var entry : all.properties()) {
            JsonNode said = entry.getValue();
            JsonNode length = said.path("length");
            Map<String, String> custom = new LinkedHashMap<>();
            for (var more : said.path("custom").properties()) {
                if (!more.getValue().isString() || custom.size() == MAX_CUSTOM) {
                    throw TufDocument.malformed(TufRole.TARGETS, "custom");
                }
                custom.put(more.getKey(), more.getValue().stringValue());
            }
            targets.put(
                    entry.getKey(),
                    TufTarget.of(
                            entry.getKey(),
                            length.isIntegralNumber() && length.canConvertToLong() ? length.longValue() : -1,
                            said.path("hashes").path("sha256").asString(""),
                            custom));
            names.add(entry.getKey().toLowerCase(java.util.Locale.ROOT));
        }
        // Windows knows one file where Linux knows two.
        if (names.stream().distinct().count() != names.size()) {
            throw TufDocument.malformed(TufRole.TARGETS, "targets");
        }
        return targets;
    }

    private Optional<TufDocument> seen(TufRole role) throws IOException, TufFailure {
        Optional<byte[]> bytes = TufSource.folder(seen).read(role.id() + ".json", TARGETS_BYTES);
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        TufDocument document = TufDocument.parse(role, bytes.get());
        return Optional.of(document);
    }

    private void keep(TufRole role, TufDocument document) throws IOException, TufFailure {
        WholeFile.write(seen.resolve(role.id() + ".json"), document.sign(List.of()));
    }

    private static TufFailure older(TufRole role) {
        return new TufFailure(
                TufFailure.Kind.OLDER,
                Text.format("%s: older than what was seen before", "%s: 以前に確認したものより古い版です", role.id()));
    }

    private static TufFailure mixed(TufRole role) {
        return new TufFailure(
                TufFailure.Kind.MIXED,
                Text.format(
                        "%s: belongs to another state or another repository",
                        "%s: 別の時点または別のリポジトリーのものが混在しています", role.id()));
    }

    private static TufFailure expired(TufRole role, Instant when) {
        return new TufFailure(
                TufFailure.Kind.EXPIRED, Text.format("%s: expired at %s", "%s: 有効期限（%s）が過ぎています", role.id(), when));
    }
}
