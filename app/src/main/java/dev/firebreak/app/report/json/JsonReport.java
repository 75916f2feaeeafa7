package dev.firebreak.app.report.json;

import dev.firebreak.app.io.JsonWriter;
import dev.firebreak.app.io.SpoolFile;
import dev.firebreak.app.report.model.ReportStyle;
import dev.firebreak.app.report.model.VerdictTally;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.fleet.FleetGaps;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Snapshot;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * The whole assessment as one document, machines in the order they came. The summary stands before the machines, so they
 * wait in a spool: memory stays flat however many there are.
 */
public final class JsonReport implements LineReport {

    private static final String SCHEMA = "firebreak.assessment/1";

    private final OutputStream out;
    private final ReportStyle style;
    private final String version;
    private final SpoolFile spool;
    private final VerdictTally tally = new VerdictTally();
    private final List<Problem> problems = new ArrayList<>();
    private @Nullable FleetGaps gaps;

    public JsonReport(OutputStream out, ReportStyle style, String version, Path temp) {
        this.out = out;
        this.style = style;
        this.version = version;
        this.spool = new SpoolFile(temp);
    }

    /** Each begins with a comma, and that of the first is left out in the end. */
    @Override
    public void line(Assessment assessment, OutputStream to) {
        LineReport.raw(",\n  ", to);
        try (var json = JsonWriter.to(to)) {
            new MachineJson(json, style.language(), Integer.MAX_VALUE).write(assessment);
        }
    }

    @Override
    public OutputStream lines() {
        return spool;
    }

    @Override
    public void count(int machines, Verdict.Kind worst) {
        tally.add(worst, machines);
    }

    @Override
    public void addProblem(Problem problem) {
        problems.add(problem);
    }

    /** They have a section of their own, and are in the totals. */
    @Override
    public void addGaps(FleetGaps found, Function<Snapshot, Assessment> assessor) {
        gaps = found;
    }

    @Override
    public void close() {
        try (spool) {
            raw("{\n \"schema\": \"" + SCHEMA + "\",\n \"asOf\": \"" + style.asOf() + "\",\n \"generatedAt\": \""
                    + style.generatedAt() + "\",\n \"generator\": ");
            value(json -> json.writeString("Firebreak " + version));
            raw(",\n \"knowledge\": ");
            value(json -> JsonWriter.knowledge(json, style.knowledge()));
            raw(",\n \"summary\": ");
            value(this::summary);
            raw(",\n \"machines\": [");
            if (tally.total() > 0) {
                spool.copy(1, spool.size() - 1, out);
                raw("\n ");
            }
            raw("],\n ");
            if (gaps != null) {
                raw("\"neverReported\": ");
                FleetGaps found = gaps;
                value(json -> new GapsJson(json).missing(found));
                raw(",\n \"unmanaged\": ");
                value(json -> new GapsJson(json).unmanaged(found));
                raw(",\n ");
            }
            raw("\"problems\": [");
            problems();
            raw("]\n}\n");
        }
    }

    private void summary(JsonGenerator json) {
        // Those of which nothing is known are in both totals: a fleet looks no better for machines that never reported.
        int more = gaps == null ? 0 : gaps.unknown();
        json.writeStartObject();
        json.writeNumberProperty("machines", tally.total() + more);
        json.writeNumberProperty("vulnerable", tally.of(Verdict.Kind.VULNERABLE));
        json.writeNumberProperty("mitigated", tally.of(Verdict.Kind.MITIGATED));
        json.writeNumberProperty("fixed", tally.of(Verdict.Kind.FIXED));
        json.writeNumberProperty("notAffected", tally.of(Verdict.Kind.NOT_AFFECTED));
        json.writeNumberProperty("unknown", tally.of(Verdict.Kind.UNKNOWN) + more);
        if (gaps != null) {
            json.writeNumberProperty("reported", gaps.reported());
            json.writeNumberProperty("expected", gaps.expected());
            json.writeNumberProperty("neverReported", gaps.neverReported());
            json.writeNumberProperty("unmanaged", gaps.unmanaged().size());
            JsonWriter.text(json, "sentence", gaps.sentence().in(style.language()));
        }
        json.writeEndObject();
    }

    private void problems() {
        for (int i = 0; i < problems.size(); i++) {
            Problem problem = problems.get(i);
            raw(i == 0 ? "\n  " : ",\n  ");
            value(json -> {
                json.writeStartObject();
                JsonWriter.text(json, "source", problem.source().file());
                if (problem.source().line() > 0) {
                    json.writeNumberProperty("line", problem.source().line());
                } else {
                    json.writeNullProperty("line");
                }
                JsonWriter.text(json, "what", problem.what().in(style.language()));
                json.writeEndObject();
            });
        }
        raw(problems.isEmpty() ? "" : "\n ");
    }

    private void value(Consumer<JsonGenerator> writer) {
        try (JsonGenerator json = JsonWriter.to(out)) {
            writer.accept(json);
        }
    }

    private void raw(String text) {
        LineReport.raw(text, out);
    }
}
