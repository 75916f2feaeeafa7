package dev.firebreak.app.report.json;

import dev.firebreak.app.io.JsonWriter;
import dev.firebreak.app.report.model.ReportStyle;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.catalogue.KnowledgeFreshness;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.text.Language;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** One machine a line, in the order they came, nothing kept. Problems are reported elsewhere. */
public final class NdjsonReport implements LineReport {

    /** A million machines with thousands of CVEs each are nobody's report: --format json names them all. */
    public static final int MAX_CVES = 16;

    private final OutputStream out;
    private final Language language;
    private final @Nullable KnowledgeFreshness knowledge;

    public NdjsonReport(OutputStream out, ReportStyle style) {
        this.out = out;
        this.language = style.language();
        this.knowledge = style.knowledge();
    }

    @Override
    public void line(Assessment assessment, OutputStream to) {
        try (var json = JsonWriter.to(to)) {
            new MachineJson(json, language, MAX_CVES).write(assessment, knowledge);
        }
        LineReport.raw("\n", to);
    }

    @Override
    public OutputStream lines() {
        return out;
    }

    @Override
    public void count(int machines, Verdict.Kind worst) {}

    @Override
    public void addProblem(Problem problem) {}

    @Override
    public void close() {}
}
