package dev.firebreak.app.web.pages.knowledge;

import dev.firebreak.app.web.pages.frame.BurnDownChart;
import dev.firebreak.app.web.pages.frame.PageFrame;
import dev.firebreak.app.web.pages.frame.PageLink;
import dev.firebreak.app.web.pages.frame.PageTexts;
import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.dashboard.StatusReport;
import dev.firebreak.core.dashboard.StatusReport.Row;
import dev.firebreak.core.fleet.FleetGaps;
import dev.firebreak.core.fleet.MachineStatus;
import dev.firebreak.core.fleet.StatusTally;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** The one-page report (報告) on an advisory. */
public record ReportView(
        PageFrame frame,
        List<Advisory> advisories,
        Advisory advisory,
        StatusReport figures,
        Map<Kb, Integer> needs,
        BurnDownChart burnDown,
        FleetGaps gaps) {

    private static final int MAX_CVES = 6;

    /** More sites than this do not fit on the page; the rest is put together in one line. */
    private static final int MAX_SITES = 14;

    public ReportView {
        advisories = List.copyOf(advisories);
    }

    /** A column of the tables; {@code key} names its heading. */
    record Column(String key, ToIntFunction<Row> counts) {
        int of(Row row) {
            return counts.applyAsInt(row);
        }
    }

    /** What management asks for, in the order in which it asks. */
    List<Column> columns() {
        return List.of(
                new Column("target", Row::concerned),
                new Column("done", r -> r.tally().of(MachineStatus.FIXED)),
                new Column("mitigated", r -> r.tally().of(MachineStatus.MITIGATED)),
                new Column("open", r -> r.tally().of(MachineStatus.VULNERABLE)),
                new Column("unknown", Row::unconfirmed),
                new Column("exception", Row::waived));
    }

    String rate(Row row) {
        return frame.texts().percent(row.tally().of(MachineStatus.FIXED), row.concerned());
    }

    /** The worst sites, and the rest as one line: the lines add up to the total. */
    List<Row> sites() {
        List<Row> sites = figures.sites();
        if (sites.size() <= MAX_SITES) {
            return sites;
        }
        List<Row> some = new ArrayList<>(sites.subList(0, MAX_SITES - 1));
        List<Row> rest = sites.subList(MAX_SITES - 1, sites.size());
        StatusTally tally = StatusTally.NONE;
        int waived = 0;
        for (Row row : rest) {
            tally = tally.plus(row.tally());
            waived += row.waived();
        }
        some.add(new Row(frame.texts().text("report.others", rest.size()), tally, waived));
        return some;
    }

    Instant at() {
        return figures.at();
    }

    /** The same as an Excel file. */
    String excel() {
        return PageLink.to("/report.xlsx").with("advisory", advisory.id()).toString();
    }

    List<String> cves() {
        List<String> cves = new ArrayList<>(
                advisory.cves().subList(0, Math.min(MAX_CVES, advisory.cves().size())));
        if (advisory.cves().size() > MAX_CVES) {
            cves.add(frame.texts().text("andmore", advisory.cves().size() - MAX_CVES));
        }
        return cves;
    }

    String summary() {
        Row all = figures.all();
        return frame.texts()
                .text(
                        "report.sentence",
                        all.tally().total(),
                        all.concerned(),
                        all.tally().of(MachineStatus.FIXED),
                        rate(all),
                        all.tally().of(MachineStatus.MITIGATED),
                        all.tally().of(MachineStatus.VULNERABLE),
                        all.unconfirmed());
    }

    /** What comes next, in sentences. */
    List<String> next() {
        PageTexts texts = frame.texts();
        List<String> lines = new ArrayList<>();
        needs.entrySet().stream()
                .sorted(Map.Entry.<Kb, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(3)
                .forEach(e -> lines.add(texts.text("report.next.install", e.getKey(), e.getValue())));
        if (figures.all().unconfirmed() > 0) {
            lines.add(texts.text("report.next.unknown", figures.all().unconfirmed()));
        }
        burnDown.forecast().ifPresent(f -> lines.add(texts.text("report.next.forecast", texts.day(f.clear()))));
        if (lines.isEmpty()) {
            lines.add(texts.text("board.next.nothing"));
        }
        return lines;
    }
}
