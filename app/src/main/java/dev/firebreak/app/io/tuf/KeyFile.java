package dev.firebreak.app.io.tuf;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.firebreak.app.io.PlainFiles;
import dev.firebreak.app.io.WholeFile;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;

/**
 * An Ed25519 key in a file that only its owner may read: PEM with the public key and the private key as PKCS#8 encrypted under a passphrase
 * (PBES2: PBKDF2 with HMAC-SHA-256, AES-256; RFC 8018), as OpenSSL reads it too.
 */
public final class KeyFile implements TufSigner {

    /** Fewest characters of a passphrase. */
    public static final int SHORTEST_PASSPHRASE = 12;

    private static final String CIPHER = "PBEWithHmacSHA256AndAES_256";
    private static final int ITERATIONS = 600_000;
    private static final int MAX_ITERATIONS = 10_000_000;
    private static final int MAX_BYTES = 16 << 10;
    private static final Pattern PEM = Pattern.compile(
            "-----BEGIN (PUBLIC KEY|ENCRYPTED PRIVATE KEY)-----([A-Za-z0-9+/=\\s]{1,8000})-----END \\1-----");

    private final TufKey key;
    private final PrivateKey secret;

    private KeyFile(TufKey key, PrivateKey secret) {
        this.key = key;
        this.secret = secret;
    }

    /**
     * Makes a key and its file, which must not exist.
     *
     * @throws IOException where it cannot be written, or is there already
     */
    public static KeyFile create(Path file, char[] passphrase, SecureRandom random) throws IOException, TufFailure {
        return create(file, passphrase, random, ITERATIONS);
    }

    /** @param iterations of PBKDF2; fewer than usual only where a test has many keys */
    static KeyFile create(Path file, char[] passphrase, SecureRandom random, int iterations)
            throws IOException, TufFailure {
        if (passphrase.length < SHORTEST_PASSPHRASE) {
            throw failure(Text.format(
                    "the passphrase has fewer than %d characters", "パスフレーズが %d 文字未満です", SHORTEST_PASSPHRASE));
        }
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] salt = new byte[16];
            random.nextBytes(salt);
            byte[] iv = new byte[16];
            random.nextBytes(iv);
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    SecretKeyFactory.getInstance(CIPHER).generateSecret(new PBEKeySpec(passphrase)),
                    new PBEParameterSpec(salt, iterations, new javax.crypto.spec.IvParameterSpec(iv)));
            byte[] hidden = cipher.doFinal(pair.getPrivate().getEncoded());
            byte[] encrypted = encryptedInfo(cipher.getParameters().getEncoded(), hidden);
            String text = pem("PUBLIC KEY", pair.getPublic().getEncoded()) + pem("ENCRYPTED PRIVATE KEY", encrypted);
            WholeFile.create(file, text.getBytes(US_ASCII));
            return new KeyFile(TufKey.of(pair.getPublic()), pair.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has Ed25519, PBES2 and AES", e);
        }
    }

    /** The public key of a key file; needs no passphrase. */
    public static TufKey publicKey(Path file) throws IOException, TufFailure {
        return TufKey.of(publicPart(text(file)));
    }

    /** Opens a key file. */
    public static KeyFile open(Path file, char[] passphrase) throws IOException, TufFailure {
        String text = text(file);
        PublicKey open = publicPart(text);
        try {
            var info = new EncryptedPrivateKeyInfo(block(text, "ENCRYPTED PRIVATE KEY"));
            var parameters = info.getAlgParameters().getParameterSpec(PBEParameterSpec.class);
            if (parameters.getIterationCount() > MAX_ITERATIONS) {
                throw damaged();
            }
            Cipher cipher = Cipher.getInstance(info.getAlgParameters().toString());
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    SecretKeyFactory.getInstance(info.getAlgParameters().toString())
                            .generateSecret(new PBEKeySpec(passphrase)),
                    info.getAlgParameters());
            PKCS8EncodedKeySpec plain = info.getKeySpec(cipher);
            PrivateKey secret = KeyFactory.getInstance("Ed25519").generatePrivate(plain);
            var opened = new KeyFile(TufKey.of(open), secret);
            // The public part is not protected: it must be the one that belongs to the private part.
            byte[] probe = "firebreak".getBytes(US_ASCII);
            if (!opened.key.verifies(probe, opened.sign(probe))) {
                throw damaged();
            }
            return opened;
        } catch (GeneralSecurityException e) {
            throw failure(Text.format(
                    "%s: the passphrase is wrong, or the key file is damaged",
                    "%s: パスフレーズが違うか、鍵ファイルが破損しています", String.valueOf(file.getFileName())));
        }
    }

    /** Whether somebody else than its owner may read or write it. */
    public static boolean isOpenToOthers(Path file) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return false;
        }
        return Files.getPosixFilePermissions(file).stream()
                .anyMatch(p -> !p.name().startsWith("OWNER"));
    }

    @Override
    public TufKey key() {
        return key;
    }

    @Override
    public byte[] sign(byte[] signed) throws TufFailure {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(secret);
            signature.update(signed);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw damaged();
        }
    }

    /** EncryptedPrivateKeyInfo (RFC 5208) of PBES2, which Java reads but cannot write without a preview feature. */
    private static byte[] encryptedInfo(byte[] parameters, byte[] hidden) {
        byte[] algorithm = der(0x30, concat(HexFormat.of().parseHex("06092a864886f70d01050d"), parameters));
        return der(0x30, concat(algorithm, der(0x04, hidden)));
    }

    private static byte[] der(int tag, byte[] content) {
        // Neither part reaches 64 KiB; lengths from 128 up take one or two bytes after a prefix.
        byte[] head = content.length < 0x80
                ? new byte[] {(byte) tag, (byte) content.length}
                : content.length < 0x100
                        ? new byte[] {(byte) tag, (byte) 0x81, (byte) content.length}
                        : new byte[] {(byte) tag, (byte) 0x82, (byte) (content.length >> 8), (byte) content.length};
        return concat(head, content);
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] all = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, all, a.length, b.length);
        return all;
    }

    private static String text(Path file) throws IOException, TufFailure {
        if (isOpenToOthers(file)) {
            throw failure(Text.format(
                    "%s: others may read this key: chmod 600",
                    "%s: 所有者以外が鍵を読み取れます。chmod 600 を実行してください", String.valueOf(file.getFileName())));
        }
        return new String(PlainFiles.bytes(file, MAX_BYTES), US_ASCII);
    }

    private static PublicKey publicPart(String text) throws TufFailure {
        try {
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(block(text, "PUBLIC KEY")));
        } catch (GeneralSecurityException e) {
            throw damaged();
        }
    }

    private static byte[] block(String text, String name) throws TufFailure {
        Matcher blocks = PEM.matcher(text);
        while (blocks.find()) {
            if (blocks.group(1).equals(name)) {
                return Base64.getMimeDecoder().decode(blocks.group(2));
            }
        }
        throw damaged();
    }

    private static String pem(String name, byte[] encoded) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        return "-----BEGIN " + name + "-----\n" + body + "\n-----END " + name + "-----\n";
    }

    private static TufFailure damaged() {
        return failure(new Text("the key file is damaged", "鍵ファイルが破損しています"));
    }

    private static TufFailure failure(Text text) {
        return new TufFailure(TufFailure.Kind.KEY, text);
    }
}
