package dev.firebreak.app.sinkhole;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * The files of a log of calls: {@code calls-000001.ndjson} and so on, numbered without gaps in the order of writing; those that are full are
 * compressed to {@code .ndjson.gz}. The first number tells whether older files were deleted.
 */
final class CallLogFiles {

    private static final Pattern NAME = Pattern.compile("calls-([0-9]{6,9})\\.ndjson(\\.gz)?");

    private CallLogFiles() {}

    /** One file of the log. */
    record Part(int number, Path path, boolean compressed) {

        InputStream open() throws IOException {
            InputStream in = Files.newInputStream(path);
            return compressed ? new GZIPInputStream(in, 1 << 16) : in;
        }

        long bytes() throws IOException {
            try {
                return Files.size(path);
            } catch (NoSuchFileException e) {
                return 0;
            }
        }
    }

    static Path plain(Path folder, int number) {
        return folder.resolve(String.format(Locale.ROOT, "calls-%06d.ndjson", number));
    }

    static Path compressed(Path folder, int number) {
        return folder.resolve(String.format(Locale.ROOT, "calls-%06d.ndjson.gz", number));
    }

    /** The files in the order of writing. Of a file that is there twice, the compressed one: it appears when it is whole. */
    static List<Part> list(Path folder) throws IOException {
        var parts = new TreeMap<Integer, Part>();
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches()) {
                    var part = new Part(Integer.parseInt(name.group(1)), file, name.group(2) != null);
                    parts.merge(part.number(), part, (a, b) -> a.compressed() ? a : b);
                }
            }
        }
        return new ArrayList<>(parts.values());
    }
}
