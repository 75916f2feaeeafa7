package dev.firebreak.app.report.sheet;

import dev.firebreak.app.report.model.ReportSink;
import dev.firebreak.app.report.model.ReportStyle;
import dev.firebreak.app.report.model.ReportTexts;
import dev.firebreak.app.report.model.TerminalColours;
import dev.firebreak.app.report.model.VerdictTally;
import dev.firebreak.core.assess.Action;
import dev.firebreak.core.assess.Action.Install;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Finding;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.fleet.FleetGaps;
import dev.firebreak.core.guidance.ActionText;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Snapshot;
import dev.firebreak.core.text.Language;
import dev.firebreak.core.text.SafeText;
import dev.firebreak.core.text.SpreadsheetCell;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;

/**
 * A workbook: summary, machines, packages, complaints. Every cell with something that was read is a string and never a
 * formula; rows leave memory as they come.
 */
public final class XlsxReport implements ReportSink {

    private static final int FLUSH_ROWS = 500;

    /** Excel's own limits. */
    private static final int MAX_ROWS = 1_048_576;

    private static final int MAX_CHARS = 32_767;

    private static final String HEADING_FILL = "E8EBEF";
    private static final int[] WIDTHS = {
        18, 16, 12, 24, 36, 16, 10, 9, 18, 13, 60, 40, 60, 12, 16, 50, 44, 44, 30, 14, 16, 18, 16, 22, 30
    };

    private final Language language;
    private final ReportStyle style;
    private final Workbook workbook;
    private final Worksheet summary;
    private final Worksheet machines;
    private final VerdictTally tally = new VerdictTally();
    private final Map<PackageRow, Integer> packages = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private FleetGaps gaps = FleetGaps.NONE;
    private int row;
    private int left;

    /** A file, or what is known of it, as cells. */
    private record PackageRow(Text what, String kb, String file, String sha1, String from, Text first) {}

    public XlsxReport(OutputStream out, ReportStyle style, String version) {
        this.language = style.language();
        this.style = style;
        // Excel wants a number with one dot here, and a development build has none.
        String number =
                version.matches("\\d{1,2}\\.\\d{1,4}(\\D.*)?") ? version.replaceFirst("^(\\d+\\.\\d+).*", "$1") : "0.0";
        this.workbook = new Workbook(out, "Firebreak", number);
        workbook.setGlobalDefaultFont(language == Language.JA ? "Yu Gothic" : "Calibri", 11);
        this.summary = sheet(new Text("Summary", "概要"));
        this.machines = sheet(new Text("Machines", "端末一覧"));
        for (int i = 0; i < WIDTHS.length; i++) {
            machines.width(i, WIDTHS[i]);
        }
        machines.freezePane(1, 1);
        heading(machines, 0, ReportRow.HEADINGS);
        row = 1;
    }

    private Worksheet sheet(Text name) {
        return workbook.newWorksheet(text(name));
    }

    @Override
    public void accept(Assessment assessment) {
        tally.add(assessment.worst());
        for (Finding finding : assessment.findings()) {
            if (row >= MAX_ROWS) {
                left++;
                continue;
            }
            List<Text> cells = ReportRow.of(assessment, finding);
            for (int i = 0; i < cells.size(); i++) {
                text(machines, row, i, text(cells.get(i)));
            }
            machines.style(row, 1).fillColor(fill(finding.verdict().kind())).set();
            row++;
            if (row % FLUSH_ROWS == 0) {
                flush();
            }
            finding.actions().stream()
                    .filter(Install.class::isInstance)
                    .map(Install.class::cast)
                    .forEach(install -> packages.merge(packaged(install), 1, Integer::sum));
        }
    }

    private static PackageRow packaged(Install install) {
        Action.Channel channel = install.channel();
        String url = install.choice().url();
        return new PackageRow(
                ActionText.of(install, true).what(),
                install.kb().toString(),
                orEmpty(install.choice().file()),
                orEmpty(install.choice().sha1()),
                url != null
                        ? url
                        : install.search() != null
                                ? orEmpty(install.search())
                                : channel.label().en(),
                install.prerequisites().isEmpty() ? Text.same("") : ActionText.joined(install.prerequisites()));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private void flush() {
        try {
            machines.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void addProblem(Problem problem) {
        problems.add(problem);
    }

    /** Counted in a sentence of the summary, and listed among the machines. */
    @Override
    public void addGaps(FleetGaps found, Function<Snapshot, Assessment> assessor) {
        gaps = found;
        ReportSink.super.addGaps(found, assessor);
    }

    @Override
    public void close() {
        try {
            machines.setAutoFilter(0, 0, row - 1, ReportRow.HEADINGS.size() - 1);
            machines.finish();
            packages();
            problems();
            summary();
            // Not close(): the stream stays open.
            workbook.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void packages() {
        Worksheet sheet = sheet(new Text("Packages", "パッケージ"));
        widths(sheet, 10, 60, 12, 90, 44, 90, 44);
        sheet.freezePane(0, 1);
        heading(
                sheet,
                0,
                List.of(
                        ReportTexts.COUNT,
                        ReportTexts.WHAT_TO_DO,
                        Text.same("KB"),
                        ReportTexts.FILE,
                        ActionText.SHA1,
                        ActionText.FROM,
                        ActionText.FIRST));
        int at = 1;
        for (Map.Entry<PackageRow, Integer> entry : packages.entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<PackageRow, Integer> e) -> -e.getValue()))
                .toList()) {
            PackageRow p = entry.getKey();
            sheet.value(at, 0, entry.getValue());
            text(sheet, at, 1, text(p.what()));
            text(sheet, at, 2, p.kb());
            text(sheet, at, 3, p.file());
            text(sheet, at, 4, p.sha1());
            text(sheet, at, 5, p.from());
            text(sheet, at, 6, text(p.first()));
            at++;
        }
        sheet.setAutoFilter(0, 0, at - 1, 6);
    }

    private void problems() {
        Worksheet sheet = sheet(new Text("Not read", "読み取り不可"));
        widths(sheet, 50, 8, 90);
        sheet.freezePane(0, 1);
        heading(sheet, 0, List.of(ReportTexts.SOURCE, new Text("line", "行"), ReportTexts.WHY_NOT));
        int at = 1;
        for (Problem problem : problems) {
            if (at >= MAX_ROWS) {
                break;
            }
            text(sheet, at, 0, SafeText.name(problem.source().file()));
            if (problem.source().line() > 0) {
                sheet.value(at, 1, problem.source().line());
            }
            text(sheet, at, 2, text(problem.what()));
            at++;
        }
    }

    private void summary() {
        widths(summary, 36, 14);
        text(summary, 0, 0, text(new Text("Firebreak assessment", "Firebreak 判定結果")));
        summary.style(0, 0).bold().fontSize(14).set();
        text(summary, 1, 0, text(ReportTexts.AS_OF));
        text(summary, 1, 1, text(ReportTexts.date(style.asOf())));
        if (style.knowledge() != null) {
            text(summary, 2, 0, text(style.knowledge().words()));
        }
        heading(summary, 3, List.of(ReportTexts.VERDICT, ReportTexts.COUNT));
        int at = 4;
        for (Verdict.Kind kind : Verdict.Kind.values()) {
            text(summary, at, 0, TerminalColours.mark(kind) + " " + text(kind.label()));
            summary.value(at, 1, tally.of(kind));
            summary.style(at, 0).fillColor(fill(kind)).set();
            at++;
        }
        text(summary, at, 0, text(ReportTexts.MACHINES));
        summary.value(at, 1, tally.total());
        summary.style(at, 0).bold().set();
        summary.style(at, 1).bold().set();
        text(summary, at + 1, 0, text(ReportTexts.COMPLAINTS));
        summary.value(at + 1, 1, problems.size());
        if (gaps.total() > 0) {
            text(summary, at + 2, 0, text(gaps.sentence()));
        }
        if (left > 0) {
            text(
                    summary,
                    at + 3,
                    0,
                    text(Text.format(
                            "%d rows did not fit into Excel's limit: use --format csv",
                            "Excel の行数制限により %d 行を省略: --format csv を使用してください", left)));
        }
    }

    private static void widths(Worksheet sheet, int... widths) {
        for (int i = 0; i < widths.length; i++) {
            sheet.width(i, widths[i]);
        }
    }

    private void heading(Worksheet sheet, int at, List<Text> headings) {
        for (int i = 0; i < headings.size(); i++) {
            text(sheet, at, i, text(headings.get(i)));
            sheet.style(at, i).bold().fillColor(HEADING_FILL).set();
        }
    }

    private static void text(Worksheet sheet, int row, int column, String text) {
        if (!text.isEmpty()) {
            String cell = SpreadsheetCell.guarded(text);
            sheet.inlineString(row, column, cell.length() > MAX_CHARS ? cell.substring(0, MAX_CHARS - 1) + "…" : cell);
        }
    }

    /** Light enough for black text. */
    private static String fill(Verdict.Kind kind) {
        return switch (kind) {
            case VULNERABLE -> "F9D0CC";
            case UNKNOWN -> "E6D6F2";
            case MITIGATED -> "FBE7B2";
            case FIXED -> "CFEBD5";
            case NOT_AFFECTED -> "D9E2EB";
        };
    }

    private String text(Text wording) {
        return SafeText.text(wording.in(language));
    }
}
