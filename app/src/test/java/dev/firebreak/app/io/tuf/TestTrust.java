package dev.firebreak.app.io.tuf;

import dev.firebreak.app.io.tuf.TrustFolder.KeyPlace;
import dev.firebreak.app.io.tuf.TrustFolder.Secrets;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The keys of a site, quickly made: root, targets, and one for snapshot and timestamp. */
public final class TestTrust {

    public static final String PASSPHRASE = "correct horse battery";
    public static final Secrets SECRETS = new Secrets(PASSPHRASE.toCharArray(), new char[0]);

    private TestTrust() {}

    /** Makes the trust of a data folder. */
    public static TrustFolder init(Path data, Instant now) {
        try {
            TrustFolder trust = TrustFolder.of(data);
            Map<TufRole, List<KeyPlace>> keys = new EnumMap<>(TufRole.class);
            KeyPlace online = key(data, "online");
            keys.put(TufRole.ROOT, List.of(key(data, "root")));
            keys.put(TufRole.TARGETS, List.of(key(data, "targets")));
            keys.put(TufRole.SNAPSHOT, List.of(online));
            keys.put(TufRole.TIMESTAMP, List.of(online));
            trust.init(keys, Map.of(), SECRETS, now);
            return trust;
        } catch (IOException | TufFailure e) {
            throw new IllegalStateException(e);
        }
    }

    /** A key that no role has yet. */
    public static KeyPlace key(Path data, String name) throws IOException, TufFailure {
        return QuickKeys.create(data.resolve("trust/keys").resolve(name + ".pem"), SECRETS.passphrase());
    }

    /** The keys of a data folder, as a server opens them. */
    public static SigningKeys keys(Path data) {
        return new SigningKeys(
                TrustFolder.of(data), new SecretSource(null, null, Map.of("FIREBREAK_PASSPHRASE", PASSPHRASE)));
    }
}
