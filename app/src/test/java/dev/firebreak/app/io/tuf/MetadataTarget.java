package dev.firebreak.app.io.tuf;

import dev.firebreak.app.fuzz.FuzzTarget;
import dev.firebreak.app.fuzz.Law;
import dev.firebreak.app.io.tuf.TufRepository.Lifetimes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Signed metadata of which one file is another: a byte that chooses which, then its content. A client that accepts the state has the targets
 * that were published, whatever the file says; and it does not accept another root, or a later end.
 */
public final class MetadataTarget implements FuzzTarget {

    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final List<TufTarget> PUBLISHED =
            List.of(new TufTarget("a.exe", 3, "a".repeat(64), Map.of("kb", "KB4012598")));
    private static final List<String> NAMES =
            List.of("1.root.json", "2.root.json", "timestamp.json", "1.snapshot.json", "1.targets.json");

    private final Path folder;
    private final Map<String, byte[]> published = new TreeMap<>();
    private final TufClient.State state;

    /** A key that is the same in each process: an input that is kept must stay signed. */
    private static final class FixedKey implements TufSigner {
        private final KeyPair pair;

        FixedKey(int seed) throws GeneralSecurityException {
            SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
            random.setSeed(seed);
            var generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(255, random);
            pair = generator.generateKeyPair();
        }

        @Override
        public TufKey key() {
            try {
                return TufKey.of(pair.getPublic());
            } catch (TufFailure e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public byte[] sign(byte[] signed) {
            try {
                Signature signature = Signature.getInstance("Ed25519");
                signature.initSign(pair.getPrivate());
                signature.update(signed);
                return signature.sign();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    public MetadataTarget() {
        try {
            folder = FuzzTarget.workFolder("metadata");
            Path metadata = folder.resolve("metadata");
            var key = new FixedKey(1);
            var online = new FixedKey(2);
            Map<TufRole, TufRoot.Keys> roles = new EnumMap<>(TufRole.class);
            for (TufRole role : TufRole.values()) {
                boolean isOnline = role == TufRole.TIMESTAMP || role == TufRole.SNAPSHOT;
                roles.put(role, new TufRoot.Keys(List.of(isOnline ? online.key() : key.key()), 1));
            }
            var root = new TufRoot(1, NOW.plus(Duration.ofDays(365)), true, roles);
            TufRepository.writeRoot(metadata, root, List.of(key));
            new TufRepository(metadata, "mirror").publish(PUBLISHED, List.of(key, online), Lifetimes.ONLINE, NOW);
            try (Stream<Path> files = Files.list(metadata)) {
                for (Path file : files.toList()) {
                    published.put(file.getFileName().toString(), Files.readAllBytes(file));
                }
            }
            state = update(published);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException | TufFailure e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String name() {
        return "metadata";
    }

    @Override
    public List<byte[]> seeds() {
        return NAMES.stream()
                .filter(published::containsKey)
                .map(name -> {
                    var seed = new ByteArrayOutputStream();
                    seed.write(NAMES.indexOf(name));
                    seed.writeBytes(published.get(name));
                    return seed.toByteArray();
                })
                .toList();
    }

    @Override
    public void run(byte[] input) throws IOException {
        if (input.length == 0) {
            return;
        }
        Map<String, byte[]> files = new TreeMap<>(published);
        files.put(NAMES.get((input[0] & 0xFF) % NAMES.size()), Arrays.copyOfRange(input, 1, input.length));
        TufClient.State accepted;
        try {
            accepted = update(files);
        } catch (TufFailure refused) {
            return;
        }
        Law.same(state.targets(), accepted.targets(), "only what was published is accepted");
        Law.same(state.root(), accepted.root(), "only the root that was published is accepted");
        Law.same(state.expires(), accepted.expires(), "it ends when it was to end");
    }

    private TufClient.State update(Map<String, byte[]> files) throws IOException, TufFailure {
        Path seen = folder.resolve("seen");
        if (Files.isDirectory(seen)) {
            try (Stream<Path> old = Files.list(seen)) {
                for (Path file : old.toList()) {
                    Files.delete(file);
                }
            }
        }
        TufSource source = (name, most) -> {
            byte[] bytes = files.get(name);
            if (bytes != null && bytes.length > most) {
                throw TufSource.tooLarge(name);
            }
            return Optional.ofNullable(bytes);
        };
        byte[] anchor = files.get("1.root.json");
        return TufClient.open(seen, "mirror", published.isEmpty() ? anchor : published.get("1.root.json"))
                .update(source, NOW);
    }
}
