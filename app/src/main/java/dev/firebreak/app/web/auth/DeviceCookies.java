package dev.firebreak.app.web.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firebreak.core.access.AccountStore;
import io.javalin.http.Context;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Browsers that an account signed in from before: a cookie that is signed for this account, so that the wrong guesses of others at the same
 * address or the same account do not lock out its owner (OWASP, "Slow down online guessing attacks with device cookies"). It signs nobody in.
 *
 * <p>The key of the signature is the account's password hash, whose salt nobody outside knows: the cookie needs no store, outlives a restart,
 * and ends with the password.
 */
final class DeviceCookies {

    private static final Duration LASTS = Duration.ofDays(180);
    private static final Pattern VALUE = Pattern.compile("([A-Za-z0-9_-]{43})\\.([A-Za-z0-9_-]{43})");

    private final AccountStore accounts;
    private final TokenSecrets tokens;
    private final SessionCookies sessions;

    DeviceCookies(AccountStore accounts, TokenSecrets tokens, SessionCookies sessions) {
        this.accounts = accounts;
        this.tokens = tokens;
        this.sessions = sessions;
    }

    /** The browser of a request, if this account signed in from it before: a number of its own. */
    Optional<String> of(Context ctx, String account) {
        String shown = ctx.cookie(sessions.cookie("device"));
        if (shown == null) {
            return Optional.empty();
        }
        Matcher parts = VALUE.matcher(shown);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String number = parts.group(1);
        return signature(number, account)
                .filter(right -> MessageDigest.isEqual(
                        right.getBytes(UTF_8), parts.group(2).getBytes(UTF_8)))
                .map(right -> number);
    }

    /** The account signed in with its password: its next tries from this browser are counted apart. */
    void give(Context ctx, String account) {
        String number = tokens.secret();
        signature(number, account)
                .ifPresent(signature -> sessions.set(ctx, sessions.cookie("device"), number + "." + signature, LASTS));
    }

    private Optional<String> signature(String number, String account) {
        return accounts.passwordHash(account).map(hash -> {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(hash.getBytes(UTF_8), "HmacSHA256"));
                byte[] signed =
                        mac.doFinal(("device " + number + " " + account.toLowerCase(Locale.ROOT)).getBytes(UTF_8));
                return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
            } catch (NoSuchAlgorithmException | InvalidKeyException e) {
                throw new IllegalStateException("every Java has HmacSHA256", e);
            }
        });
    }
}
