package dev.firebreak.app.report.sheet;

import dev.firebreak.app.report.model.ReportSink;
import dev.firebreak.app.report.model.ReportStyle;
import dev.firebreak.app.report.model.ReportTexts;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Finding;
import dev.firebreak.core.catalogue.KnowledgeFreshness;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.text.Language;
import dev.firebreak.core.text.SpreadsheetCell;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One machine and advisory a line (RFC 4180), as they come. The byte order mark makes Excel read UTF-8; text that a
 * spreadsheet would take for a formula gets an apostrophe before it.
 */
public final class CsvReport implements ReportSink {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final OutputStream out;
    private final Language language;
    private final @Nullable KnowledgeFreshness knowledge;

    public CsvReport(OutputStream out, ReportStyle style) {
        this.out = out;
        this.language = style.language();
        write(BYTE_ORDER_MARK);
        this.knowledge = style.knowledge();
        line(all(ReportRow.HEADINGS, ReportTexts.KNOWLEDGE));
    }

    @Override
    public void accept(Assessment assessment) {
        for (Finding finding : assessment.findings()) {
            line(all(ReportRow.of(assessment, finding), knowledge == null ? ReportTexts.NOT_KNOWN : knowledge.words()));
        }
    }

    @Override
    public void addProblem(Problem problem) {}

    @Override
    public void close() {}

    /** The last column is there where it is known how far knowledge reaches. */
    private List<String> all(List<Text> cells, Text last) {
        return Stream.concat(cells.stream(), knowledge == null ? Stream.empty() : Stream.of(last))
                .map(w -> w.in(language))
                .toList();
    }

    private void line(List<String> cells) {
        var line = new StringBuilder();
        for (String cell : cells) {
            if (!line.isEmpty()) {
                line.append(',');
            }
            line.append(SpreadsheetCell.csv(cell));
        }
        write(line.append("\r\n").toString());
    }

    private void write(String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
