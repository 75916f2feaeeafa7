package dev.firebreak.app.io.cab;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firebreak.app.feed.CabMaker;
import dev.firebreak.app.fuzz.FuzzTarget;
import dev.firebreak.app.fuzz.Law;
import dev.firebreak.app.io.InputTooLarge;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipException;

/** Cabinets, also their packed folders: each file has the size that was told, and is the same however it is read. */
public final class CabTarget implements FuzzTarget {

    private final Path file;

    public CabTarget() {
        try {
            file = FuzzTarget.workFolder("cabinet").resolve("input.cab");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public String name() {
        return "cabinet";
    }

    @Override
    public List<byte[]> seeds() {
        var files = Map.of("a.txt", "update replaces update ".repeat(30).getBytes(UTF_8));
        return Arrays.stream(CabMaker.Method.values())
                .map(method -> CabMaker.make(method, files))
                .toList();
    }

    @Override
    public void run(byte[] input) throws IOException {
        Files.write(file, input);
        List<String> inPieces = read(1000);
        List<String> byByte = read(7);
        Law.same(inPieces, byByte, "a file does not depend on the pieces in which it is read");
    }

    private List<String> read(int piece) {
        List<String> files = new ArrayList<>();
        try (var cab = new CabReader(file)) {
            cab.each((entry, in) -> files.add(entry.name() + " " + sum(entry.size(), in, piece)));
        } catch (ZipException | EOFException | InputTooLarge refused) {
            files.add(refused.getClass().getSimpleName());
        } catch (IOException other) {
            throw new AssertionError("a cabinet is refused in one of three ways", other);
        }
        return files;
    }

    private static String sum(long size, InputStream in, int piece) throws IOException {
        var crc = new CRC32();
        byte[] buffer = new byte[piece];
        long count = 0;
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            count += n;
            crc.update(buffer, 0, n);
        }
        Law.same(size, count, "a file has the size that was told");
        return Long.toHexString(crc.getValue());
    }
}
