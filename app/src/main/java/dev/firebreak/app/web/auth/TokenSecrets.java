package dev.firebreak.app.web.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firebreak.core.access.AccountStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Secrets that machines and programs show. 256 bits of chance need no slow hash: what is kept is their SHA-256, which cannot be turned
 * round and is compared by looking it up.
 */
public final class TokenSecrets {

    private static final int BYTES = 32;
    private static final Pattern SECRET = Pattern.compile("fb_[A-Za-z0-9_-]{43}");

    private final SecureRandom random;

    public TokenSecrets(SecureRandom random) {
        this.random = random;
    }

    /** A token that was made, not kept yet; {@code hash} is hexadecimal SHA-256 of the secret. */
    public record NewToken(AccountStore.Token token, String secret, String hash) {}

    /** A new token of a site's machines. */
    public NewToken site(String site, String label, Instant since) {
        return made(AccountStore.TokenKind.SITE, label, site, null, Set.of(), since);
    }

    public NewToken machine(String site, String machine, Instant since) {
        return made(AccountStore.TokenKind.MACHINE, machine, site, machine, Set.of(), since);
    }

    public NewToken key(String label, Set<String> scopes, Instant since) {
        return made(AccountStore.TokenKind.API, label, null, null, scopes, since);
    }

    private NewToken made(
            AccountStore.TokenKind kind,
            String label,
            @Nullable String site,
            @Nullable String machine,
            Set<String> scopes,
            Instant since) {
        var id = new byte[5];
        random.nextBytes(id);
        String secret = "fb_" + secret();
        return new NewToken(
                new AccountStore.Token(HexFormat.of().formatHex(id), kind, label, site, machine, scopes, since, null),
                secret,
                hash(secret));
    }

    /** 256 bits as 43 characters that need no escape anywhere. */
    String secret() {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Whether it looks like one of ours; nothing else is looked up. */
    static boolean isOne(String shown) {
        return SECRET.matcher(shown).matches();
    }

    /** Hexadecimal SHA-256. */
    public static String hash(String secret) {
        return HexFormat.of().formatHex(sha256(secret));
    }

    static byte[] sha256(String text) {
        return sha256(text.getBytes(UTF_8));
    }

    public static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // Every Java has it.
        }
    }

    /** Compares without telling by time how much of it was right. */
    static boolean same(String a, String b) {
        return MessageDigest.isEqual(sha256(a), sha256(b));
    }
}
