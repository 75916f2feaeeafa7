package dev.firebreak.app.catalogue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Assumptions;

/** Real samples, which are not ours to keep in the repository: tests on them skip, loudly, where they are missing. */
final class SharedData {

    private SharedData() {}

    /** The file, or the test is skipped. */
    static Path file(String name) {
        Path folder = folder();
        if (folder == null) {
            System.err.println(
                    "SKIPPED: no real inputs: " + name + " (set FIREBREAK_SHARED_DATA to the folder shared/data)");
        }
        Assumptions.assumeTrue(folder != null, "SKIPPED: no shared/data here, so " + name + " was not checked");
        Path file = folder.resolve(name);
        Assumptions.assumeTrue(Files.exists(file), "SKIPPED: no " + file);
        return file;
    }

    private static Path folder() {
        String named = System.getenv("FIREBREAK_SHARED_DATA");
        if (named != null) {
            return Files.isDirectory(Path.of(named)) ? Path.of(named) : null;
        }
        for (Path up = Path.of("").toAbsolutePath(); up != null; up = up.getParent()) {
            if (Files.isDirectory(up.resolve("shared/data"))) {
                return up.resolve("shared/data");
            }
        }
        return null;
    }

    /** Text in whatever of UTF-16 and single bytes it is. */
    static String text(String name) {
        try {
            byte[] bytes = Files.readAllBytes(file(name));
            boolean wide = bytes.length > 1 && bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE;
            Charset charset = wide ? StandardCharsets.UTF_16LE : StandardCharsets.ISO_8859_1;
            return new String(bytes, charset).replace("\uFEFF", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Rows of the bulletin table; a quoted cell may hold a line break. */
    static void bulletins(Consumer<List<String>> rows) {
        try (ZipFile zip = new ZipFile(file("catalogue/bulletins-20260628.zip").toFile())) {
            var entry = zip.stream()
                    .filter(e -> e.getName().startsWith("CVEs"))
                    .findFirst()
                    .orElseThrow();
            try (var in = new BufferedReader(
                    new InputStreamReader(zip.getInputStream(entry), StandardCharsets.UTF_8), 1 << 16)) {
                rows(in, rows);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void rows(BufferedReader in, Consumer<List<String>> rows) throws IOException {
        List<String> row = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        boolean first = true;
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == ',' || c == '\n')) {
                row.add(cell.toString());
                cell.setLength(0);
                if (c == '\n') {
                    if (!first && row.size() > 8) {
                        rows.accept(row);
                    }
                    first = false;
                    row = new ArrayList<>();
                }
            } else if (c != '\r') {
                cell.append((char) c);
            }
        }
    }
}
