package dev.firebreak.app.web.pages.fleet;

import dev.firebreak.app.web.api.ApiRows;
import dev.firebreak.app.web.http.JsonResponses;
import dev.firebreak.app.web.pages.frame.PageTexts;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.Lifecycle;
import dev.firebreak.core.dashboard.MachineIndex;
import dev.firebreak.core.fleet.MachineSummary;
import dev.firebreak.core.text.SafeText;
import dev.firebreak.core.text.SpreadsheetCell;
import dev.firebreak.core.watch.tie.FleetTies;
import dev.firebreak.core.watch.tie.MachineTies;
import io.javalin.http.Context;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A list of machines as a file: CSV for spreadsheets (RFC 4180), NDJSON for programs. */
final class MachineTable {

    private static final List<String> COLUMNS = List.of(
            "machine",
            "state",
            "site",
            "segment",
            "product",
            "build",
            "support",
            "supportends",
            "needs",
            "lastseen",
            "machines.detections");

    private MachineTable() {}

    /** Writes found machines to an answer. */
    interface Writer {
        void write(MachineIndex.Page page, String advisory, FleetTies ties, PageTexts texts, Context ctx);
    }

    /** How detections name a machine, in words; null where none does. */
    static @Nullable String seen(FleetTies ties, MachineSummary line, PageTexts texts) {
        MachineTies own = ties.of(line.name()).orElse(null);
        if (own == null) {
            return null;
        }
        if (own.isNamed()) {
            return texts.text(own.isHit() ? "flag.hit" : "flag.named");
        }
        return own.maybeAttacked() + own.maybe() > 0 ? texts.text("flag.maybe") : null;
    }

    static void csv(MachineIndex.Page page, String advisory, FleetTies ties, PageTexts texts, Context ctx) {
        ctx.contentType("text/csv; charset=utf-8")
                .header("Content-Disposition", "attachment; filename=\"machines-" + safe(advisory) + ".csv\"");
        // The mark at the start tells Excel that it is UTF-8.
        send(ctx, out -> {
            out.write("\uFEFF");
            out.write(COLUMNS.stream().map(c -> cell(texts.text(c))).collect(Collectors.joining(",")) + "\r\n");
            for (MachineIndex.Found found : page.machines()) {
                MachineSummary line = found.line();
                out.write(java.util.stream.Stream.of(
                                        line.name(),
                                        texts.of(found.status().label()),
                                        line.site(),
                                        line.segment(),
                                        line.product(),
                                        line.build(),
                                        support(line, texts),
                                        line.supportEnds() == null
                                                ? ""
                                                : line.supportEnds().toString(),
                                        line.needs().stream().map(Kb::toString).collect(Collectors.joining(" ")),
                                        line.lastSeen().toString(),
                                        seen(ties, line, texts))
                                .map(MachineTable::cell)
                                .collect(Collectors.joining(","))
                        + "\r\n");
            }
        });
    }

    /** In the reader's words, as on the machine's page; NDJSON has it as programs know it. */
    private static String support(MachineSummary line, PageTexts texts) {
        return java.util.stream.Stream.of(Lifecycle.State.values())
                .filter(state -> state.id().equals(line.support()))
                .map(state -> texts.of(state.label()))
                .findFirst()
                .orElse(line.support());
    }

    static void ndjson(MachineIndex.Page page, String advisory, FleetTies ties, PageTexts texts, Context ctx) {
        ctx.contentType("application/x-ndjson")
                .header("Content-Disposition", "attachment; filename=\"machines-" + safe(advisory) + ".ndjson\"");
        try {
            JsonResponses.lines(
                    ctx,
                    page.machines().stream()
                            .map(f -> ApiRows.machine(
                                    f.line(),
                                    advisory,
                                    f.status(),
                                    ties.of(f.line().name()).orElse(null))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Lines {
        void to(java.io.Writer out) throws IOException;
    }

    private static void send(Context ctx, Lines lines) {
        try (var out =
                new BufferedWriter(new OutputStreamWriter(ctx.outputStream(), StandardCharsets.UTF_8), 1 << 16)) {
            lines.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Machines choose their own names. */
    private static String cell(@Nullable String raw) {
        return raw == null ? "" : SpreadsheetCell.csv(SafeText.text(raw));
    }

    private static String safe(String advisory) {
        return advisory.replaceAll("[^A-Za-z0-9-]", "_");
    }
}
