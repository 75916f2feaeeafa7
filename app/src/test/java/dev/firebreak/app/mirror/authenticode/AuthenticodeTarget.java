package dev.firebreak.app.mirror.authenticode;

import dev.firebreak.app.fuzz.FuzzTarget;
import dev.firebreak.app.fuzz.Law;
import dev.firebreak.app.mirror.authenticode.AuthenticodeVerifier.FileKind;
import java.io.ByteArrayInputStream;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.apache.poi.poifs.filesystem.DocumentEntry;
import org.apache.poi.poifs.filesystem.DocumentInputStream;
import org.apache.poi.poifs.filesystem.Entry;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;

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
            List<byte[]> read = new ArrayList<>();
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
        FileKind kind = kind(input);
        file.truncate(0);
        file.write(ByteBuffer.wrap(input), 0);
        try {
            verifier.verify(file, kind, Instant.parse("2026-11-27T12:00:00Z"));
        } catch (SignatureRefusal refused) {
            Law.holds(samples.stream().noneMatch(s -> Arrays.equals(s, input)), "what was signed is genuine");
            return;
        }
        List<byte[]> signed =
                samples.stream().filter(sample -> kind(sample) == kind).toList();
        Law.holds(
                signed.stream().anyMatch(sample -> isSame(kind, sample, input)),
                "a genuine file has the content that was signed, and nothing behind it");
    }

    private static FileKind kind(byte[] file) {
        return file[0] == 'M' && file[1] == 'Z'
                ? FileKind.PE
                : int32(file, 0) == MAGIC_MSI ? FileKind.MSI : FileKind.CAB;
    }

    private static boolean isSame(FileKind kind, byte[] signed, byte[] input) {
        return switch (kind) {
            case PE -> {
                int optional = int32(signed, 0x3C) + 24;
                int directory = optional + 96 + 32;
                int table = int32(signed, directory);
                // The check sum, and where the table of certificates is and how long.
                yield same(signed, input, table, optional + 64, 4, directory, 8) && isEnd(input, table + 8);
            }
            // A check sum that must be 0, and where the signature is and how long.
            case CAB -> {
                int cabinet = int32(signed, 8);
                yield same(signed, input, cabinet, 4, 4, 44, 8) && isEnd(input, cabinet);
            }
            // The contents of its streams are signed, not their names, nor where their sectors lie.
            case MSI -> streams(signed).equals(streams(input));
        };
    }

    /** Whether a DER value begins here and the file ends with it, but for zeros that align it. */
    private static boolean isEnd(byte[] file, int at) {
        int lengthBytes = (file[at + 1] & 0x80) == 0 ? 0 : file[at + 1] & 0x7F;
        int length = lengthBytes == 0 ? file[at + 1] : 0;
        for (int i = 0; i < lengthBytes; i++) {
            length = length << 8 | (file[at + 2 + i] & 0xFF);
        }
        int end = at + 2 + lengthBytes + length;
        for (int i = end; i < file.length; i++) {
            if (file[i] != 0) {
                return false;
            }
        }
        return end <= file.length && file.length - end < 8;
    }

    /** The contents of the streams of a compound file that are signed, in any order. */
    private static List<String> streams(byte[] file) {
        List<String> streams = new ArrayList<>();
        try (var compound = new POIFSFileSystem(new ByteArrayInputStream(file))) {
            for (Entry entry : compound.getRoot()) {
                if (entry instanceof DocumentEntry document && !entry.getName().startsWith("\u0005")) {
                    try (var in = new DocumentInputStream(document)) {
                        streams.add(HexFormat.of().formatHex(in.readAllBytes()));
                    }
                }
            }
        } catch (IOException | RuntimeException damaged) {
            throw new AssertionError("a genuine file can be read", damaged);
        }
        streams.sort(Comparator.naturalOrder());
        return streams;
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
