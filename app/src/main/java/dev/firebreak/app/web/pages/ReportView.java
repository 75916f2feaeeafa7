package dev.firebreak.app.web.pages;

import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.estate.Light;
import dev.firebreak.core.estate.Roll;
import dev.firebreak.core.estate.Tally;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The one-page report (報告) on an advisory.
 *
 * @param excel address of the same as an Excel file; null where there is none
 */
record ReportView(
        Frame frame,
        List<Advisory> advisories,
        Advisory advisory,
        Roll.Board board,
        BurnDown burnDown,
        @Nullable String excel) {

    private static final int MOST_CVES = 6;

    ReportView {
        advisories = List.copyOf(advisories);
    }

    /** A column of the tables; {@code key} names its heading. */
    record Column(String key, ToIntFunction<Tally> counts) {
        int of(Tally tally) {
            return counts.applyAsInt(tally);
        }
    }

    /** What management asks for, in the order in which it asks. */
    List<Column> columns() {
        return List.of(
                new Column("target", Tally::total),
                new Column("done", ReportView::safe),
                new Column("open", t -> t.of(Light.EXPOSED)),
                new Column("unknown", t -> t.of(Light.UNKNOWN) + t.of(Light.SILENT)),
                new Column("exception", t -> t.of(Light.MITIGATED)));
    }

    /** Machines that need nothing more: patched, or never had the hole. */
    int done(Tally tally) {
        return safe(tally);
    }

    private static int safe(Tally tally) {
        return tally.of(Light.PATCHED) + tally.of(Light.NOT_AFFECTED);
    }

    Instant at() {
        return board.at();
    }

    String cves() {
        List<String> cves = advisory.cves();
        return cves.size() <= MOST_CVES
                ? String.join(", ", cves)
                : String.join(", ", cves.subList(0, MOST_CVES)) + " "
                        + frame.say().text("andmore", cves.size() - MOST_CVES);
    }

    String summary() {
        Tally all = board.all();
        Speech say = frame.say();
        return say.text(
                "report.sentence",
                all.total(),
                safe(all),
                say.percent(safe(all), all.total()),
                all.of(Light.EXPOSED),
                all.of(Light.UNKNOWN) + all.of(Light.SILENT),
                all.of(Light.MITIGATED));
    }

    /** What comes next, in sentences. */
    List<String> next() {
        Speech say = frame.say();
        List<String> lines = new ArrayList<>();
        board.needs().entrySet().stream()
                .sorted((a, b) -> b.getValue() - a.getValue())
                .limit(3)
                .forEach(e -> lines.add(say.text("report.next.install", e.getKey(), e.getValue())));
        int unknown = board.all().of(Light.UNKNOWN) + board.all().of(Light.SILENT);
        if (unknown > 0) {
            lines.add(say.text("report.next.unknown", unknown));
        }
        Optional.of(burnDown)
                .flatMap(BurnDown::forecast)
                .ifPresent(f -> lines.add(say.text("report.next.forecast", say.day(f.clear()))));
        if (lines.isEmpty()) {
            lines.add(say.text("board.next.nothing"));
        }
        return lines;
    }
}
