package dev.firebreak.app.report;

import dev.firebreak.core.advisory.Freshness;
import dev.firebreak.core.advisory.Language;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.inventory.Complaint;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** One machine a line, in the order they came, nothing kept. Complaints are told elsewhere. */
final class NdjsonReport implements LineReport {

    /** A million machines with thousands of CVEs each are nobody's report: --format json names them all. */
    static final int MOST_CVES = 16;

    private final OutputStream out;
    private final Language language;
    private final @Nullable Freshness knowledge;

    NdjsonReport(OutputStream out, ReportStyle style) {
        this.out = out;
        this.language = style.language();
        this.knowledge = style.knowledge();
    }

    @Override
    public void line(Assessment assessment, OutputStream to) {
        try (var json = Json.to(to)) {
            new MachineJson(json, language, MOST_CVES).write(assessment, knowledge);
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
    public void complain(Complaint complaint) {}

    @Override
    public void close() {}
}
