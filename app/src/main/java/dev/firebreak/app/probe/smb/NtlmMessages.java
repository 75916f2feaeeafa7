package dev.firebreak.app.probe.smb;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The three messages of NTLM (MS-NLMP 2.2.1) for an account without a password. */
final class NtlmMessages {

    private static final byte[] SIGNATURE = "NTLMSSP\0".getBytes(ISO_8859_1);

    /** Unicode, OEM, request target, NTLM, extended session security, target info, version, 128 bits. */
    private static final long FLAGS =
            0x0000_0001L | 0x4 | 0x200 | 0x0008_0000L | 0x0080_0000L | 0x0200_0000L | 0x2000_0000L;

    private static final int HEADER = 72;

    /** MD4 of the empty password (MS-NLMP 3.3.1). */
    private static final byte[] NO_PASSWORD = HexFormat.of().parseHex("31d6cfe0d16ae931b73c59d7e0c089c0");

    private static final int COMPUTER = 1;
    private static final int DOMAIN = 2;
    private static final int DNS_COMPUTER = 3;
    private static final int MAX_PAIRS = 32;
    private static final int MAX_NAME_LENGTH = 255;

    private NtlmMessages() {}

    /** What a server answers to the first message. */
    record Challenge(byte[] nonce, byte[] targetInfo, SmbHost host) {}

    static byte[] negotiate() {
        return new SmbMessage.Writer()
                .raw(SIGNATURE)
                .u32(1)
                .u32(FLAGS)
                .zeros(16)
                .raw((byte) 10, (byte) 0)
                .u16(0)
                .u32(0x0F00_0000L)
                .bytes();
    }

    /** The challenge within a security blob, with or without SPNEGO around it; null where there is none. */
    static @Nullable Challenge challenge(byte[] blob) throws SmbMessage.Malformed {
        int at = new SmbMessage(blob).find(SIGNATURE);
        if (at < 0) {
            return null;
        }
        var message = new SmbMessage(new SmbMessage(blob).slice(at, blob.length - at));
        if (message.u32(8) != 2) {
            return null;
        }
        long flags = message.u32(20);
        byte[] nonce = message.slice(24, 8);
        byte[] info = (flags & 0x0080_0000L) == 0 ? new byte[0] : message.slice((int) message.u32(44), message.u16(40));
        String build = null;
        if ((flags & 0x0200_0000L) != 0) {
            int number = message.u16(50);
            // Samba tells 6.1.0: no Windows has that build.
            build = number == 0 ? null : message.u8(48) + "." + message.u8(49) + "." + number;
        }
        return new Challenge(nonce, info, names(new SmbMessage(info), build));
    }

    private static SmbHost names(SmbMessage info, @Nullable String build) throws SmbMessage.Malformed {
        String name = null;
        String domain = null;
        String dns = null;
        int at = 0;
        for (int i = 0; i < MAX_PAIRS && at + 4 <= info.length(); i++) {
            int id = info.u16(at);
            int length = info.u16(at + 2);
            if (id == 0) {
                break;
            }
            String value = id > DNS_COMPUTER || length > MAX_NAME_LENGTH * 2 ? "" : info.wide(at + 4, length);
            switch (id) {
                case COMPUTER -> name = value;
                case DOMAIN -> domain = value;
                case DNS_COMPUTER -> dns = value;
                default -> {}
            }
            at += 4 + length;
        }
        return new SmbHost(named(name), named(domain), named(dns), build, null, null);
    }

    private static @Nullable String named(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    /** The last message for an account without a password; NTLMv2 (MS-NLMP 3.3.2). */
    static byte[] authenticate(Challenge challenge, String account) {
        byte[] user = account.getBytes(UTF_16LE);
        byte[] workstation = "FIREBREAK".getBytes(UTF_16LE);
        byte[] clientNonce = new byte[8];
        byte[] blob = new SmbMessage.Writer()
                .u16(0x0101)
                .zeros(6)
                .zeros(8)
                .raw(clientNonce)
                .zeros(4)
                .raw(challenge.targetInfo())
                .zeros(4)
                .bytes();
        byte[] key = hmac(NO_PASSWORD, account.toUpperCase(Locale.ROOT).getBytes(UTF_16LE));
        byte[] proof = hmac(key, challenge.nonce(), blob);
        byte[] lm = new SmbMessage.Writer()
                .raw(hmac(key, challenge.nonce(), clientNonce))
                .raw(clientNonce)
                .bytes();
        byte[] nt = new SmbMessage.Writer().raw(proof).raw(blob).bytes();
        var message = new SmbMessage.Writer().raw(SIGNATURE).u32(3);
        int at = HEADER;
        for (byte[] field : new byte[][] {lm, nt, new byte[0], user, workstation, new byte[0]}) {
            message.u16(field.length).u16(field.length).u32(at);
            at += field.length;
        }
        return message.u32(FLAGS)
                .raw((byte) 10, (byte) 0)
                .u16(0)
                .u32(0x0F00_0000L)
                .raw(lm)
                .raw(nt)
                .raw(user)
                .raw(workstation)
                .bytes();
    }

    private static byte[] hmac(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacMD5");
            mac.init(new SecretKeySpec(key, "HmacMD5"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacMD5", e);
        }
    }
}
