package dev.firebreak.app.report;

import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.inventory.Complaint;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import tools.jackson.core.JsonGenerator;

/** One machine a line, in the order they came, nothing kept. Complaints are told elsewhere. */
final class NdjsonReport implements ReportSink {

    /** A million machines with thousands of CVEs each are nobody's report: --format json names them all. */
    static final int MOST_CVES = 16;

    private final OutputStream out;
    private final JsonGenerator json;
    private final MachineJson machine;
    private boolean any;

    NdjsonReport(OutputStream out, ReportStyle style) {
        this.out = out;
        this.json = Json.to(out, "\n");
        this.machine = new MachineJson(json, style.language(), MOST_CVES);
    }

    @Override
    public void accept(Assessment assessment) {
        machine.write(assessment);
        any = true;
    }

    @Override
    public void complain(Complaint complaint) {}

    @Override
    public void close() {
        json.close();
        try {
            if (any) {
                out.write('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
