package dev.firebreak.app.io.tuf;

import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.cert.Certificate;
import org.jspecify.annotations.Nullable;

/**
 * A key that never leaves its PKCS#11 token (smart card, HSM, SoftHSM): ECDSA on P-256. Java's provider finds a private key by the
 * certificate that stands beside it under the same id, so the token needs one (self-signed will do).
 */
public final class TokenKey implements TufSigner {

    private final TufKey key;
    private final PrivateKey secret;
    private final Provider provider;

    private TokenKey(TufKey key, PrivateKey secret, Provider provider) {
        this.key = key;
        this.secret = secret;
        this.provider = provider;
    }

    /**
     * Opens a key of a token.
     *
     * @param library the token maker's PKCS#11 library
     * @param slot index in the list of slots; -1 for the first with a token
     * @param label of the key and its certificate
     */
    public static TokenKey open(Path library, int slot, String label, char[] pin) throws TufFailure {
        String path = library.toString();
        if (path.indexOf('"') >= 0 || path.indexOf('\n') >= 0 || slot < -1) {
            throw failure("library");
        }
        try {
            // A configuration that begins with "--" is the configuration itself, not the name of a file.
            Provider provider = Security.getProvider("SunPKCS11")
                    .configure("--name = firebreak\nlibrary = \"" + path + "\"\nslotListIndex = " + Math.max(slot, 0));
            KeyStore store = KeyStore.getInstance("PKCS11", provider);
            store.load(null, pin);
            Certificate certificate = store.getCertificate(label);
            PrivateKey secret = store.getKey(label, null) instanceof PrivateKey found ? found : null;
            if (certificate == null || secret == null) {
                throw failure("label");
            }
            PublicKey open = certificate.getPublicKey();
            return new TokenKey(TufKey.of(open), secret, provider);
        } catch (GeneralSecurityException | IOException | ProviderException | IllegalArgumentException e) {
            throw failure(reason(e));
        }
    }

    @Override
    public TufKey key() {
        return key;
    }

    @Override
    public byte[] sign(byte[] signed) throws TufFailure {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA", provider);
            signature.initSign(secret);
            signature.update(signed);
            return signature.sign();
        } catch (GeneralSecurityException | ProviderException e) {
            throw failure(reason(e));
        }
    }

    private static String reason(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        @Nullable String said = cause.getMessage();
        return said == null || said.isBlank()
                ? cause.getClass().getSimpleName()
                : said.lines().findFirst().orElse("");
    }

    private static TufFailure failure(String why) {
        return new TufFailure(
                TufFailure.Kind.KEY,
                Text.format("the PKCS#11 token cannot be used: %s", "PKCS#11 トークンを使用できません: %s", why));
    }
}
