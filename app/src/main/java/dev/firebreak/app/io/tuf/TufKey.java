package dev.firebreak.app.io.tuf;

import dev.firebreak.core.text.Text;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A public key that speaks for a role: Ed25519, or ECDSA on P-256 with SHA-256 for keys in PKCS#11 tokens (Java's PKCS#11 provider has no
 * Ed25519). No other scheme is taken.
 *
 * @param type {@code ed25519} or {@code ecdsa}
 * @param scheme {@code ed25519} or {@code ecdsa-sha2-nistp256}
 * @param value as TUF writes it: 64 hex digits, or PEM
 */
public record TufKey(String type, String scheme, String value) {

    private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final int P256_BITS = 256;

    /** The key of a public key. */
    public static TufKey of(PublicKey key) throws TufFailure {
        byte[] encoded = key.getEncoded();
        if (encoded.length == ED25519_PREFIX.length + 32
                && Arrays.equals(encoded, 0, ED25519_PREFIX.length, ED25519_PREFIX, 0, ED25519_PREFIX.length)) {
            return new TufKey(
                    "ed25519", "ed25519", HexFormat.of().formatHex(encoded, ED25519_PREFIX.length, encoded.length));
        }
        if (key instanceof ECPublicKey ec && ec.getParams().getOrder().bitLength() == P256_BITS) {
            String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
            return new TufKey(
                    "ecdsa",
                    "ecdsa-sha2-nistp256",
                    "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n");
        }
        throw unusable();
    }

    /** Reads {@code {"keytype":..,"scheme":..,"keyval":{"public":..}}}. */
    static TufKey of(JsonNode json) throws TufFailure {
        JsonNode value = json.path("keyval").path("public");
        if (!json.path("keytype").isString() || !json.path("scheme").isString() || !value.isString()) {
            throw unusable();
        }
        var key = new TufKey(
                json.path("keytype").stringValue(), json.path("scheme").stringValue(), value.stringValue());
        key.publicKey();
        return key;
    }

    /** As it stands in root metadata. */
    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("keytype", type).put("scheme", scheme);
        json.putObject("keyval").put("public", value);
        return json;
    }

    /** Hexadecimal SHA-256 of its canonical form; how metadata refer to it. */
    public String id() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(CanonicalJson.bytes(json())));
        } catch (GeneralSecurityException | TufFailure e) {
            throw new IllegalStateException("every Java has SHA-256, and a key is plain text", e);
        }
    }

    /** Whether it made this signature. */
    public boolean verifies(byte[] signed, byte[] signature) {
        try {
            Signature check = Signature.getInstance(type.equals("ed25519") ? "Ed25519" : "SHA256withECDSA");
            check.initVerify(publicKey());
            check.update(signed);
            return check.verify(signature);
        } catch (GeneralSecurityException | TufFailure e) {
            return false;
        }
    }

    private PublicKey publicKey() throws TufFailure {
        try {
            if (type.equals("ed25519") && scheme.equals("ed25519") && value.matches("[0-9a-f]{64}")) {
                byte[] encoded = Arrays.copyOf(ED25519_PREFIX, ED25519_PREFIX.length + 32);
                System.arraycopy(HexFormat.of().parseHex(value), 0, encoded, ED25519_PREFIX.length, 32);
                return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
            }
            if (type.equals("ecdsa")
                    && scheme.equals("ecdsa-sha2-nistp256")
                    && value.matches(
                            "-----BEGIN PUBLIC KEY-----\n[A-Za-z0-9+/=\n]{1,400}\n-----END PUBLIC KEY-----\n?")) {
                byte[] encoded = Base64.getMimeDecoder().decode(value.replaceAll("-----[A-Z ]+-----", ""));
                PublicKey key = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(encoded));
                if (key instanceof ECPublicKey ec && ec.getParams().getOrder().bitLength() == P256_BITS) {
                    return key;
                }
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw unusable();
        }
        throw unusable();
    }

    private static TufFailure unusable() {
        return new TufFailure(
                TufFailure.Kind.KEY,
                new Text("a key that is neither Ed25519 nor ECDSA P-256", "Ed25519 でも ECDSA P-256 でもない鍵です"));
    }
}
