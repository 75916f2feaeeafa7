package dev.firebreak.app.io.tuf;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firebreak.app.io.BoundedJson;
import dev.firebreak.app.io.JsonFields;
import dev.firebreak.app.io.PlainFiles;
import dev.firebreak.app.io.WholeFile;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who vouches for what on this site: the roots, and where their keys are. {@code trust/} of a data folder holds {@code root.json}, every
 * {@code N.root.json} before it and {@code keys.json}; private keys are elsewhere or encrypted.
 */
public final class TrustFolder {

    private static final int MAX_BYTES = 256 << 10;
    private static final int MAX_PASSPHRASE_BYTES = 4096;
    private static final String PASSPHRASE = "passphrase";
    private static final Pattern TOKEN = Pattern.compile("pkcs11:([^;]+);(\\d{1,6});([^;]+)");

    /** How long a root is good for: it is renewed with each rotation. */
    public static final Duration ROOT_LIFETIME = Duration.ofDays(730);

    private final Path folder;

    private TrustFolder(Path folder) {
        this.folder = folder;
    }

    /** The trust of a data folder; nothing is made before {@link #init}. */
    public static TrustFolder of(Path data) {
        return new TrustFolder(data.resolve("trust"));
    }

    /** Where the roots are, for {@link TufRepository#copyRoots}. */
    public Path folder() {
        return folder;
    }

    /**
     * What opens keys.
     *
     * @param passphrase of key files
     * @param pin of PKCS#11 tokens
     */
    public record Secrets(char[] passphrase, char[] pin) {}

    /**
     * Where a key is: {@code file:/path/root.pem}, or {@code pkcs11:/path/library.so;SLOT;LABEL}.
     *
     * @param place as it stands in {@code keys.json}
     */
    public record KeyPlace(String place) {

        /** Reads what an administrator wrote: a path, or a token. */
        public static KeyPlace of(String text) {
            return new KeyPlace(
                    text.startsWith("pkcs11:") || text.startsWith("file:")
                            ? text
                            : "file:" + Path.of(text).toAbsolutePath().normalize());
        }

        /** Opens the key. */
        public TufSigner open(Secrets secrets) throws IOException, TufFailure {
            Matcher token = TOKEN.matcher(place);
            if (token.matches()) {
                return TokenKey.open(
                        Path.of(token.group(1)), Integer.parseInt(token.group(2)), token.group(3), secrets.pin());
            }
            if (!place.startsWith("file:")) {
                throw new TufFailure(
                        TufFailure.Kind.KEY,
                        Text.format(
                                "%s: neither a file nor pkcs11:LIBRARY;SLOT;LABEL",
                                "%s: ファイルでも pkcs11:LIBRARY;SLOT;LABEL でもありません", place));
            }
            Path file = Path.of(place.substring("file:".length()));
            try {
                return KeyFile.open(file, secrets.passphrase());
            } catch (NoSuchFileException e) {
                throw new TufFailure(
                        TufFailure.Kind.KEY,
                        Text.format(
                                "the key file %s is not there (on a medium that is not connected?)",
                                "鍵ファイル %s がありません（保管先の媒体が接続されていない可能性があります）", file));
            }
        }
    }

    /** Whether keys were made. */
    public boolean exists() {
        return Files.isRegularFile(folder.resolve("root.json"));
    }

    /** The newest root; empty before {@link #init}. */
    public Optional<TufRoot> root() throws IOException, TufFailure {
        return TufRepository.root(folder);
    }

    /** The newest root as a file, to be handed to those who shall trust it. */
    public byte[] anchor() throws IOException, TufFailure {
        return TufSource.folder(folder).read("root.json", 1 << 20).orElseThrow(TrustFolder::noKeys);
    }

    /** The passphrase that {@link #keepPassphrase} left; empty where there is none. */
    public char[] keptPassphrase() throws IOException {
        try {
            return PlainFiles.text(folder.resolve(PASSPHRASE), MAX_PASSPHRASE_BYTES)
                    .lines()
                    .findFirst()
                    .orElse("")
                    .toCharArray();
        } catch (NoSuchFileException e) {
            return new char[0];
        }
    }

    /**
     * Draws a passphrase and leaves it in the folder, for its owner only. Key files then protect no more than the folder does, but whoever
     * gets a key file alone, such as a root key on a medium, has nothing.
     */
    public char[] keepPassphrase(SecureRandom random) throws IOException {
        byte[] drawn = new byte[24];
        random.nextBytes(drawn);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(drawn);
        Files.createDirectories(folder, WholeFile.ownersOnly(folder, "rwx------"));
        WholeFile.create(folder.resolve(PASSPHRASE), (text + "\n").getBytes(UTF_8));
        return text.toCharArray();
    }

    /** The root of a version, as it was signed; empty where there is none. */
    Optional<byte[]> rootFile(int version) throws IOException, TufFailure {
        return TufSource.folder(folder).read(version + ".root.json", 1 << 20);
    }

    /** Makes a key file below the folder; its name must be free. */
    public KeyPlace createKey(String name, char[] passphrase, SecureRandom random) throws IOException, TufFailure {
        Path keys = folder.resolve("keys");
        Files.createDirectories(keys, WholeFile.ownersOnly(folder, "rwx------"));
        Path file = keys.resolve(name + ".pem").toAbsolutePath().normalize();
        KeyFile.create(file, passphrase, random);
        return new KeyPlace("file:" + file);
    }

    /**
     * Writes the first root.
     *
     * @param keys places of the keys of each role
     * @param thresholds how many keys of a role must sign; 1 where none is given
     */
    public TufRoot init(
            Map<TufRole, List<KeyPlace>> keys, Map<TufRole, Integer> thresholds, Secrets secrets, Instant now)
            throws IOException, TufFailure {
        if (exists()) {
            throw new TufFailure(
                    TufFailure.Kind.KEY,
                    new Text(
                            "there are keys already: firebreak trust rotate",
                            "鍵は作成済みです。変更は firebreak trust rotate で行います"));
        }
        Map<String, KeyPlace> places = new LinkedHashMap<>();
        Map<TufRole, TufRoot.Keys> roles = new EnumMap<>(TufRole.class);
        List<TufSigner> rootSigners = new ArrayList<>();
        for (TufRole role : TufRole.values()) {
            List<TufSigner> signers = open(keys.getOrDefault(role, List.of()), secrets, places);
            roles.put(role, keysOf(signers, thresholds.getOrDefault(role, 1), role));
            if (role == TufRole.ROOT) {
                rootSigners.addAll(signers);
            }
        }
        TufRoot root = new TufRoot(1, now.plus(ROOT_LIFETIME), true, roles);
        Files.createDirectories(folder, WholeFile.ownersOnly(folder, "rwx------"));
        writePlaces(places);
        TufRepository.writeRoot(folder, root, rootSigners);
        return root;
    }

    /**
     * Puts other keys in the place of those of a role, or only renews the root where the keys stay; signed by the keys of the root before and
     * of the new one.
     */
    public TufRoot rotate(TufRole role, List<KeyPlace> keys, int threshold, Secrets secrets, Instant now)
            throws IOException, TufFailure {
        TufRoot before = root().orElseThrow(TrustFolder::noKeys);
        Map<String, KeyPlace> places = new LinkedHashMap<>(places());
        List<TufSigner> signers = new ArrayList<>(signers(List.of(TufRole.ROOT), secrets));
        List<TufSigner> fresh = open(keys, secrets, places);
        Map<TufRole, TufRoot.Keys> roles = new EnumMap<>(before.roles());
        roles.put(role, keysOf(fresh, threshold, role));
        if (role == TufRole.ROOT) {
            signers.addAll(fresh);
        }
        TufRoot root = new TufRoot(before.version() + 1, now.plus(ROOT_LIFETIME), before.consistentSnapshot(), roles);
        // Places first: keys nobody asks for harm nobody, a root whose keys nobody finds does.
        writePlaces(places);
        TufRepository.writeRoot(folder, root, signers);
        return root;
    }

    private static TufRoot.Keys keysOf(List<TufSigner> signers, int threshold, TufRole role) throws TufFailure {
        List<TufKey> keys = signers.stream().map(TufSigner::key).distinct().toList();
        if (threshold < 1 || threshold > keys.size()) {
            throw new TufFailure(
                    TufFailure.Kind.KEY,
                    Text.format(
                            "%s: %d of %d keys cannot be demanded",
                            "%s: 鍵 %3$d 個のうち %2$d 個の署名は求められません", role.id(), threshold, keys.size()));
        }
        return new TufRoot.Keys(keys, threshold);
    }

    private static List<TufSigner> open(List<KeyPlace> keys, Secrets secrets, Map<String, KeyPlace> places)
            throws IOException, TufFailure {
        List<TufSigner> signers = new ArrayList<>();
        for (KeyPlace place : keys) {
            TufSigner signer = place.open(secrets);
            places.put(signer.key().id(), place);
            signers.add(signer);
        }
        return signers;
    }

    /**
     * Opens the keys of roles, as far as they are known and at hand.
     *
     * @throws TufFailure where fewer can be opened than a role demands; says why
     */
    public List<TufSigner> signers(Collection<TufRole> roles, Secrets secrets) throws IOException, TufFailure {
        TufRoot root = root().orElseThrow(TrustFolder::noKeys);
        Map<String, KeyPlace> places = places();
        Map<String, TufSigner> opened = new LinkedHashMap<>();
        for (TufRole role : roles) {
            TufFailure first = null;
            int good = 0;
            for (TufKey key : root.of(role).keys()) {
                KeyPlace place = places.get(key.id());
                try {
                    if (place != null && !opened.containsKey(key.id())) {
                        opened.put(key.id(), place.open(secrets));
                    }
                    good += opened.containsKey(key.id()) ? 1 : 0;
                } catch (TufFailure e) {
                    first = first == null ? e : first;
                }
            }
            if (good < root.of(role).threshold()) {
                throw first != null ? first : noKeys();
            }
        }
        return List.copyOf(opened.values());
    }

    /** Where the keys are, by key id. */
    public Map<String, KeyPlace> places() throws IOException, TufFailure {
        Map<String, KeyPlace> places = new LinkedHashMap<>();
        try {
            JsonNode file = BoundedJson.tree(PlainFiles.text(folder.resolve("keys.json"), MAX_BYTES));
            for (JsonNode key : file.path("keys")) {
                places.put(JsonFields.text(key, "id"), new KeyPlace(JsonFields.text(key, "place")));
            }
        } catch (NoSuchFileException e) {
            return places;
        } catch (JacksonException | IllegalArgumentException e) {
            throw new TufFailure(
                    TufFailure.Kind.KEY, new Text("trust/keys.json is damaged", "trust/keys.json が破損しています"));
        }
        return places;
    }

    private void writePlaces(Map<String, KeyPlace> places) throws IOException, TufFailure {
        ObjectNode file = JsonNodeFactory.instance.objectNode();
        var keys = file.putArray("keys");
        places.forEach((id, place) -> keys.addObject().put("id", id).put("place", place.place()));
        WholeFile.write(
                folder.resolve("keys.json"), (new String(CanonicalJson.file(file), UTF_8) + "\n").getBytes(UTF_8));
    }

    private static TufFailure noKeys() {
        return new TufFailure(
                TufFailure.Kind.MISSING,
                new Text("no keys yet: firebreak trust init", "鍵がまだありません。firebreak trust init を実行してください"));
    }
}
