package dev.firebreak.app.io.tuf;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firebreak.app.io.tuf.TrustFolder.KeyPlace;
import dev.firebreak.app.io.tuf.TufRepository.Lifetimes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Signs with a PKCS#11 token in a process of its own, whose environment names the token's configuration. */
final class TokenSigning {

    private TokenSigning() {}

    public static void main(String... args) throws TufFailure, IOException {
        Path library = Path.of(args[0]);
        if (args.length > 2) {
            publish(Path.of(args[2]), library, args[1]);
            return;
        }
        byte[] data = "signed".getBytes(UTF_8);
        try {
            TokenKey key = TokenKey.open(library, 0, "root", args[1].toCharArray());
            byte[] signature = key.sign(data);
            System.out.println(key.key().scheme() + " " + key.key().verifies(data, signature) + " "
                    + key.key().verifies("other".getBytes(UTF_8), signature));
        } catch (TufFailure e) {
            System.out.println("refused " + e.kind());
        }
    }

    /** A server whose online key is in the token: the first signature, a renewal, and a verification by somebody else. */
    private static void publish(Path data, Path library, String pin) throws IOException, TufFailure {
        Instant now = Instant.parse("2026-11-27T12:00:00Z");
        var secrets = new TrustFolder.Secrets(TestTrust.PASSPHRASE.toCharArray(), pin.toCharArray());
        KeyPlace token = KeyPlace.of("pkcs11:" + library + ";0;root");
        Map<TufRole, List<KeyPlace>> keys = new EnumMap<>(TufRole.class);
        keys.put(TufRole.ROOT, List.of(TestTrust.key(data, "root")));
        keys.put(TufRole.TARGETS, List.of(TestTrust.key(data, "targets")));
        keys.put(TufRole.SNAPSHOT, List.of(token));
        keys.put(TufRole.TIMESTAMP, List.of(token));
        TrustFolder trust = TrustFolder.of(data);
        trust.init(keys, Map.of(), secrets, now);
        var source = new SecretSource(
                null, null, Map.of("FIREBREAK_PASSPHRASE", TestTrust.PASSPHRASE, "FIREBREAK_PIN", pin));
        var publisher = new TufPublisher(data, "orders", new SigningKeys(trust, source), Lifetimes.ONLINE);
        List<TufTarget> one = List.of(new TufTarget("a.json", 3, "a".repeat(64)));
        publisher.publish(one, now);
        Instant later = now.plus(Lifetimes.ONLINE.timestamp());
        publisher.publish(one, later);
        TufClient.State state = TufClient.open(data.resolve("other"), "orders", trust.anchor())
                .update(TufSource.folder(TufPublisher.folder(data, "orders")), later);
        System.out.println("published " + state.targets().keySet() + " "
                + state.root().of(TufRole.TIMESTAMP).keys().getFirst().scheme());
    }
}
