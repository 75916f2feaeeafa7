package dev.firebreak.app.mirror.authenticode;

import dev.firebreak.app.fuzz.FuzzTarget;
import dev.firebreak.app.fuzz.Law;
import dev.firebreak.app.mirror.authenticode.AuthenticodeVerifier.FileKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Signed executables, cabinets and MSI files. A file whose signature is genuine has, outside the signature, the content that was signed: the
 * places that Authenticode leaves out of the digest are named here one by one. The samples are signed by a root of the tests' own.
 */
public final class AuthenticodeTarget implements FuzzTarget {

    private static final Path SAMPLES = Path.of("src/test/resources/fuzz/authenticode");
    private static final List<String> NAMES = List.of("signed.exe", "stamped.exe", "signed.cab", "signed.msi");
    private static final int MAGIC_MSI = 0xE011CFD0;

    private final AuthenticodeVerifier verifier;
    private final FileChannel file;
    private final List<byte[]> samples;

    public AuthenticodeTarget() {
        try (InputStream in = Files.newInputStream(SAMPLES.resolve("root.der"))) {
            var root = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            verifier = new AuthenticodeVerifier(new TrustPolicy(
                    List.of(root),
                    Set.of("Microsoft Corporation"),
                    "Microsoft Corporation",
                    TrustPolicy.END_OF_SHA1,
                    RevocationLists.read(List.of())));
            List<byte[]> read = new java.util.ArrayList<>();
            for (String name : NAMES) {
                read.add(Files.readAllBytes(SAMPLES.resolve(name)));
            }
            samples = List.copyOf(read);
            file = FileChannel.open(
                    FuzzTarget.workFolder("authenticode").resolve("input"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String name() {
        return "authenticode";
    }

    @Override
    public List<byte[]> seeds() {
        return samples;
    }

    @Override
    public void run(byte[] input) throws IOException {
        if (input.length < 8) {
            return;
        }
        FileKind kind = input[0] == 'M' && input[1] == 'Z'
                ? FileKind.PE
                : int32(input, 0) == MAGIC_MSI ? FileKind.MSI : FileKind.CAB;
        file.truncate(0);
        file.write(ByteBuffer.wrap(input), 0);
        try {
            verifier.verify(file, kind, Instant.parse("2026-11-27T12:00:00Z"));
        } catch (SignatureRefusal refused) {
            Law.holds(samples.stream().noneMatch(s -> Arrays.equals(s, input)), "what was signed is genuine");
            return;
        }
        Law.holds(
                samples.stream().anyMatch(sample -> isSame(kind, sample, input)),
                "a genuine file has the content that was signed");
    }

    private static boolean isSame(FileKind kind, byte[] signed, byte[] input) {
        return switch (kind) {
            case PE -> {
                int optional = int32(signed, 0x3C) + 24;
                int directory = optional + 96 + 32;
                // The check sum, and where the table of certificates is and how long.
                yield same(signed, input, int32(signed, directory), optional + 64, 4, directory, 8);
            }
            // A check sum that must be 0, and where the signature is and how long.
            case CAB -> same(signed, input, int32(signed, 8), 4, 4, 44, 8);
            // Its streams are signed, not where their sectors lie.
            case MSI -> true;
        };
    }

    /** Whether the beginnings are the same but for two places. */
    private static boolean same(
            byte[] one, byte[] other, int length, int first, int firstBytes, int second, int secondBytes) {
        for (int i = 0; i < length; i++) {
            boolean isLeftOut = (i >= first && i < first + firstBytes) || (i >= second && i < second + secondBytes);
            if (!isLeftOut && (i >= other.length || one[i] != other[i])) {
                return false;
            }
        }
        return true;
    }

    private static int int32(byte[] bytes, int at) {
        return bytes.length < at + 4
                ? 0
                : ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
    }
}
