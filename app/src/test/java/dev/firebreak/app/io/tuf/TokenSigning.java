package dev.firebreak.app.io.tuf;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;

/** Signs with a PKCS#11 token in a process of its own, whose environment names the token's configuration. */
final class TokenSigning {

    private TokenSigning() {}

    public static void main(String... args) throws TufFailure {
        Path library = Path.of(args[0]);
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
}
