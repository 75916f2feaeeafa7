package dev.firebreak.app.deliver;

import dev.firebreak.app.io.PlainFiles;
import dev.firebreak.app.io.text.TextDecoder;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What came back on a medium. Hostile input: files are read by their kind of name only, without following links, bounded in number and size;
 * what is none of ours is refused with its reason.
 *
 * @param evidence files with collected evidence
 */
public record MediumResults(List<Report> reports, List<Path> evidence) {

    private static final String OUTCOME = "_outcome.txt";
    private static final int MAX_FILES = 200_000;

    public MediumResults {
        reports = List.copyOf(reports);
        evidence = List.copyOf(evidence);
    }

    /**
     * One report.
     *
     * @param told null where it is refused
     * @param refusal null where it was read
     */
    public record Report(
            Path file, @Nullable OutcomeText told, @Nullable Text refusal) {}

    /** Reads the results of a medium, or of a folder that takes those of many. */
    public static MediumResults read(Path folder) throws IOException {
        Path results = folder.resolve("results");
        Path from = Files.isDirectory(results, LinkOption.NOFOLLOW_LINKS) ? results : folder;
        List<Report> reports = new ArrayList<>();
        List<Path> evidence = new ArrayList<>();
        int files = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(from)) {
            for (Path file : all) {
                String name = Objects.toString(file.getFileName(), "");
                boolean plain = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
                if (!plain || name.endsWith(".part") || name.endsWith(".tmp")) {
                    continue;
                }
                files++;
                if (files > MAX_FILES) {
                    throw new IOException("too many files");
                }
                if (name.endsWith(OUTCOME)) {
                    reports.add(report(file));
                } else {
                    evidence.add(file);
                }
            }
        }
        reports.sort(java.util.Comparator.comparing(r -> r.file().toString()));
        evidence.sort(null);
        return new MediumResults(reports, evidence);
    }

    private static Report report(Path file) {
        try {
            byte[] bytes = PlainFiles.bytes(file, OutcomeText.MAX_BYTES);
            String text = new TextDecoder(label -> List.of()).decode(bytes);
            if (text == null) {
                return new Report(file, null, new Text("the report is no text", "報告がテキストではありません"));
            }
            OutcomeText.Result read = OutcomeText.read(text);
            OutcomeText told = read.report();
            boolean isWhole = told != null && told.machine() != null && told.outcome() != null;
            if (told != null && !isWhole) {
                return new Report(
                        file, null, new Text("the report names no machine or no exit code", "報告に端末名または終了コードがありません"));
            }
            return new Report(file, told, read.refusal());
        } catch (IOException e) {
            return new Report(file, null, PlainFiles.why(e));
        }
    }
}
