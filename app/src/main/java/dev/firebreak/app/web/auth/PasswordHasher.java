package dev.firebreak.app.web.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Passwords as Argon2id strings (RFC 9106, in the PHC form {@code $argon2id$v=19$m=..,t=..,p=..$salt$hash}), with the smallest memory
 * that OWASP's Password Storage Cheat Sheet allows: 19 MiB, two passes. Two at once: a flood of sign-ins waits, it does not eat the
 * memory that check-ins need. A third turn is for browsers that are known: a flood from unknown clients does not keep them waiting.
 */
public final class PasswordHasher {

    private static final int MEMORY_KIB = 19_456;
    private static final int PASSES = 2;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int AT_ONCE = 2;
    private static final int MAX_LENGTH = 1024;
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final Pattern PHC = Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d{1,6}),t=(\\d{1,2}),p=(\\d{1,2})"
            + "\\$([A-Za-z0-9+/]{11,88})\\$([A-Za-z0-9+/]{22,88})");

    /** Of nobody: it costs what a real one costs, and no password has it. */
    private static final String NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$" + "A".repeat(22) + "$" + "A".repeat(43);

    private final SecureRandom random;
    private final Semaphore turns = new Semaphore(AT_ONCE, true);
    private final Semaphore turnsOfKnown = new Semaphore(1, true);

    /** @param random makes salts */
    public PasswordHasher(SecureRandom random) {
        this.random = random;
    }

    /** For an account without a password: no password is right, and that costs what a wrong one costs. */
    static String none() {
        return NOBODY;
    }

    /** What became of a comparison. */
    public enum Match {
        YES,
        NO,
        /** Too many are compared at once. */
        BUSY
    }

    /** Whether a password is too short or too well known. */
    public boolean isWeak(String password) {
        return isWeak(password, "");
    }

    /** Whether a password is too short or too well known, or says little more than the account's name. */
    public boolean isWeak(String password, String name) {
        return password.length() > MAX_LENGTH || WeakPasswordRule.is(normal(password), normal(name));
    }

    /** A password's Argon2id hash with a salt of its own. */
    public String hashed(String password) {
        var salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        turns.acquireUninterruptibly();
        try {
            byte[] hash = argon2(normal(password), salt, MEMORY_KIB, PASSES, 1, HASH_BYTES);
            var base64 = Base64.getEncoder().withoutPadding();
            return "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=1$" + base64.encodeToString(salt) + "$"
                    + base64.encodeToString(hash);
        } finally {
            turns.release();
        }
    }

    /** The same of somebody whose browser is not known. */
    public Match matches(String password, @Nullable String hash) {
        return matches(password, hash, false);
    }

    /**
     * Compares, in the same time whether there is such an account or not.
     *
     * @param hash null where there is none: then the answer is no, after the same work
     * @param known whether the account signed in from this browser before
     */
    Match matches(String password, @Nullable String hash, boolean known) {
        Semaphore mine = known ? turnsOfKnown : turns;
        String of = password.length() > MAX_LENGTH ? "" : normal(password);
        try {
            if (!mine.tryAcquire(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                return Match.BUSY;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Match.BUSY;
        }
        try {
            boolean same = same(of, Optional.ofNullable(hash).orElse(NOBODY));
            return same && hash != null && !of.isEmpty() ? Match.YES : Match.NO;
        } finally {
            mine.release();
        }
    }

    private static boolean same(String password, String phc) {
        Matcher parts = PHC.matcher(phc);
        if (!parts.matches()) {
            return false;
        }
        byte[] expected = Base64.getDecoder().decode(parts.group(5));
        byte[] hash = argon2(
                password,
                Base64.getDecoder().decode(parts.group(4)),
                // A database that somebody wrote into must not make us take all memory.
                Math.clamp(Integer.parseInt(parts.group(1)), 8, 262_144),
                Math.clamp(Integer.parseInt(parts.group(2)), 1, 10),
                Math.clamp(Integer.parseInt(parts.group(3)), 1, 8),
                expected.length);
        return MessageDigest.isEqual(expected, hash);
    }

    private static byte[] argon2(String password, byte[] salt, int memory, int passes, int lanes, int length) {
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memory)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(salt)
                .build());
        var hash = new byte[length];
        generator.generateBytes(password.getBytes(UTF_8), hash);
        return hash;
    }

    /** One keyboard sends a letter and its mark as one character, another as two (RFC 8265, OpaqueString). */
    private static String normal(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFC);
    }
}
