package dev.firebreak.app.report.sheet;

import dev.firebreak.app.report.model.ReportTexts;
import dev.firebreak.core.dashboard.StatusReport;
import dev.firebreak.core.fleet.MachineStatus;
import dev.firebreak.core.fleet.StatusTally;
import dev.firebreak.core.text.Language;
import dev.firebreak.core.text.SafeText;
import dev.firebreak.core.text.SpreadsheetCell;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.dhatim.fastexcel.BorderStyle;
import org.dhatim.fastexcel.PaperSize;
import org.dhatim.fastexcel.Position;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/**
 * The report on one page (報告) as a workbook: status of the fleet for an advisory, by site, with rates. Sums and rates are formulas,
 * so that who signs it can correct a figure. A4 landscape, one page.
 */
public final class StatusWorkbook {

    /** More lines than this cannot be read on one page; the rest is put together in one. */
    private static final int MAX_SITES = 28;

    private static final int HEAD = 4;
    private static final int ALL = HEAD + 1;
    private static final int LAST_COLUMN = 12;
    private static final int[] WIDTHS = {26, 10, 10, 10, 10, 10, 10, 10, 11, 10, 10, 10, 10};
    private static final String HEADING = "E8EBEF";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final String RATE = "0.0%";
    private static final String COUNT = "#,##0";

    private static final List<Text> HEADINGS = List.of(
            new Text("site", "拠点"),
            new Text("machines", "端末総数"),
            new Text("not affected", "影響なし"),
            new Text("in scope", "対象"),
            new Text("fixed", "適用済み"),
            new Text("mitigated", "緩和済み"),
            new Text("vulnerable", "未適用"),
            new Text("unknown", "未確認"),
            new Text("of these silent", "うち応答なし"),
            new Text("exceptions", "例外"),
            new Text("fixed rate", "適用率"),
            new Text("vulnerable rate", "未適用率"),
            new Text("unknown rate", "未確認率"));

    private static final List<Text> NOTES = List.of(
            new Text(
                    "in scope = fixed + mitigated + vulnerable + unknown; rates are of the machines in scope.",
                    "対象 = 適用済み + 緩和済み + 未適用 + 未確認。各率は対象に対する割合です。"),
            new Text(
                    "fixed and not affected are based on evidence; a machine without any is unknown.",
                    "適用済み・影響なしは、根拠情報で確認できた端末だけです。根拠情報のない端末は未確認に含みます。"),
            new Text(
                    "unknown includes machines that stopped reporting; mitigated ones still need the update.",
                    "未確認には報告の途絶えた端末（応答なし）を含みます。緩和済みは暫定対策のみで、更新プログラムの適用が必要です。"),
            new Text(
                    "exceptions are approved until a day; these machines are still counted as vulnerable or unknown.",
                    "例外は期限付きで承認された端末の内数です。未適用・未確認の台数にも含みます。"));

    private final Worksheet sheet;
    private final Language language;

    private StatusWorkbook(Workbook workbook, Language language) {

        this.language = language;
        this.sheet = workbook.newWorksheet(text(new Text("Report", "報告書")));
    }

    /**
     * Writes the workbook; the stream stays open.
     *
     * @param zone whose date and time the report shows
     * @param author who answers for it; empty to be filled in by hand
     * @param note what its reader should know; untrusted, may be empty, line feeds are kept
     * @throws IOException where the stream does not take it
     */
    public static void write(
            OutputStream out, StatusReport report, Language language, ZoneId zone, String author, String note)
            throws IOException {
        var workbook = new Workbook(out, "Firebreak", "1.0");
        workbook.setGlobalDefaultFont(language == Language.JA ? "Yu Gothic" : "Calibri", 11);
        new StatusWorkbook(workbook, language).write(report, zone, author, note);
        workbook.finish();
    }

    private void write(StatusReport report, ZoneId zone, String author, String note) {
        for (int i = 0; i < WIDTHS.length; i++) {
            sheet.width(i, WIDTHS[i]);
        }
        String advisory = SafeText.name(report.advisory());
        text(0, 0, text(Text.format("Status report: %s", "脆弱性対応状況報告書（%s）", advisory)));
        sheet.style(0, 0).bold().fontSize(16).set();
        ZonedDateTime at = report.at().atZone(zone);
        text(1, 0, text(new Text("as of", "報告日時")));
        text(1, 1, text(ReportTexts.date(at.toLocalDate())) + " " + TIME.format(at) + " (" + zone + ")");
        text(2, 0, text(new Text("author", "作成者")));
        text(2, 1, SafeText.name(author));
        headings();
        List<StatusReport.Row> sites = fitting(report.sites());
        for (int i = 0; i < sites.size(); i++) {
            StatusReport.Row site = sites.get(i);
            String name = site.name().isEmpty() ? text(new Text("(no site)", "（拠点なし）")) : site.name();
            row(ALL + 1 + i, SafeText.name(name), site);
        }
        if (sites.isEmpty()) {
            row(ALL, text(new Text("all", "合計")), report.all());
        } else {
            sums(ALL + 1, ALL + sites.size());
        }
        notes(ALL + sites.size() + 2, note);
        print(advisory);
    }

    private void headings() {
        for (int i = 0; i < HEADINGS.size(); i++) {
            text(HEAD, i, text(HEADINGS.get(i)));
        }
        sheet.range(HEAD, 0, HEAD, LAST_COLUMN)
                .style()
                .bold()
                .fillColor(HEADING)
                .wrapText(true)
                .horizontalAlignment("center")
                .verticalAlignment("center")
                .borderStyle(BorderStyle.THIN)
                .set();
    }

    private void row(int at, String name, StatusReport.Row row) {
        StatusTally tally = row.tally();
        text(at, 0, name);
        sheet.formula(at, 1, cell(2, at) + "+" + cell(3, at));
        sheet.value(at, 2, tally.of(MachineStatus.NOT_AFFECTED));
        sheet.formula(at, 3, "SUM(" + cell(4, at) + ":" + cell(7, at) + ")");
        sheet.value(at, 4, tally.of(MachineStatus.FIXED));
        sheet.value(at, 5, tally.of(MachineStatus.MITIGATED));
        sheet.value(at, 6, tally.of(MachineStatus.VULNERABLE));
        sheet.value(at, 7, row.unconfirmed());
        sheet.value(at, 8, tally.of(MachineStatus.SILENT));
        sheet.value(at, 9, row.waived());
        finish(at);
    }

    /** The first line sums the others, so that a corrected figure is corrected in both. */
    private void sums(int from, int to) {
        text(ALL, 0, text(new Text("all", "合計")));
        for (int column = 1; column <= 9; column++) {
            sheet.formula(ALL, column, "SUM(" + cell(column, from) + ":" + cell(column, to) + ")");
        }
        finish(ALL);
        sheet.range(ALL, 0, ALL, LAST_COLUMN)
                .style()
                .bold()
                .borderStyle(BorderStyle.THIN)
                .set();
    }

    private void finish(int at) {
        rate(at, 10, 4);
        rate(at, 11, 6);
        rate(at, 12, 7);
        sheet.range(at, 0, at, LAST_COLUMN)
                .style()
                .borderStyle(BorderStyle.THIN)
                .set();
        for (int column = 1; column <= LAST_COLUMN; column++) {
            sheet.style(at, column)
                    .format(column > 9 ? RATE : COUNT)
                    .horizontalAlignment("right")
                    .borderStyle(BorderStyle.THIN)
                    .set();
        }
        fill(at, 4, "CFEBD5");
        fill(at, 5, "FBE7B2");
        fill(at, 6, "F9D0CC");
        fill(at, 7, "E6D6F2");
    }

    private void fill(int at, int column, String colour) {
        sheet.style(at, column).fillColor(colour).set();
    }

    /** Of no machine there is no rate: neither 0 nor 100 per cent would be true. */
    private void rate(int at, int column, int of) {
        String concerned = cell(3, at);
        sheet.formula(at, column, "IF(" + concerned + ">0," + cell(of, at) + "/" + concerned + ",\"-\")");
    }

    private void notes(int at, String note) {
        text(at, 0, text(new Text("Notes", "備考")));
        sheet.style(at, 0).bold().set();
        int line = at + 1;
        if (!note.isBlank()) {
            String shown = note.lines()
                    .map(SafeText::text)
                    .reduce((a, b) -> a + "\n" + b)
                    .orElse("");
            text(line, 0, shown);
            sheet.range(line, 0, line, LAST_COLUMN).merge();
            sheet.style(line, 0).wrapText(true).verticalAlignment("top").set();
            int lines = (int) note.lines().mapToLong(l -> 1 + l.length() / 70).sum();
            sheet.rowHeight(line, Math.min(400, 18.0 * Math.max(2, lines)));
            line++;
        }
        for (Text wording : NOTES) {
            text(line, 0, text(new Text("* ", "※ ")) + text(wording));
            sheet.style(line, 0).fontSize(9).set();
            line++;
        }
    }

    private void print(String advisory) {
        sheet.paperSize(PaperSize.A4_PAPER);
        sheet.pageOrientation("landscape");
        sheet.setFitToPage(true);
        sheet.fitToWidth((short) 1);
        sheet.fitToHeight((short) 1);
        sheet.leftMargin(0.5f);
        sheet.rightMargin(0.5f);
        sheet.topMargin(0.6f);
        sheet.bottomMargin(0.6f);
        // In a footer & begins a code of Excel.
        sheet.footer("Firebreak " + advisory.replace("&", "&&"), Position.LEFT, 9);
        sheet.footer("&P / &N", Position.RIGHT, 9);
    }

    private List<StatusReport.Row> fitting(List<StatusReport.Row> sites) {
        if (sites.size() <= MAX_SITES) {
            return sites;
        }
        List<StatusReport.Row> some = new ArrayList<>(sites.subList(0, MAX_SITES - 1));
        List<StatusReport.Row> rest = sites.subList(MAX_SITES - 1, sites.size());
        StatusTally tally = StatusTally.NONE;
        int waived = 0;
        for (StatusReport.Row row : rest) {
            tally = tally.plus(row.tally());
            waived += row.waived();
        }
        some.add(new StatusReport.Row(text(Text.format("%d other sites", "その他 %d 拠点", rest.size())), tally, waived));
        return some;
    }

    private static String cell(int column, int row) {
        return (char) ('A' + column) + Integer.toString(row + 1);
    }

    /**
     * Always a string, and never one that Excel takes for a formula when somebody edits the cell and leaves it again.
     */
    private void text(int row, int column, String text) {
        if (!text.isEmpty()) {
            sheet.inlineString(row, column, SpreadsheetCell.guarded(text));
        }
    }

    private String text(Text wording) {
        return wording.in(language);
    }
}
