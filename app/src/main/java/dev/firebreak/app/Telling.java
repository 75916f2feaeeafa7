package dev.firebreak.app;

import dev.firebreak.app.cli.Reporter;
import dev.firebreak.app.report.GuideFormat;
import dev.firebreak.app.report.ReportFormat;
import dev.firebreak.app.report.ReportSink;
import dev.firebreak.app.report.ReportStyle;
import dev.firebreak.app.report.Reports;
import dev.firebreak.core.advisory.Lifecycle;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.guidance.Guide;
import dev.firebreak.core.inventory.Complaint;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.List;

/** What the commands ask of the reports; their rooms do not know each other. */
record Telling(Reports reports, InstantSource clock) implements Reporter {

    @Override
    public Sheet open(Form form, OutputStream out, Style style) {
        ReportFormat format = switch (form) {
            case TABLE -> ReportFormat.TABLE;
            case JSON -> ReportFormat.JSON;
            case NDJSON -> ReportFormat.NDJSON;
            case CSV -> ReportFormat.CSV;
            case HTML -> ReportFormat.HTML;
            case VEX -> ReportFormat.VEX;
            case XLSX -> ReportFormat.XLSX;
        };
        ReportSink sink = reports.open(format, out, style(style));
        return new Sheet() {
            @Override
            public void accept(Assessment assessment) {
                sink.accept(assessment);
            }

            @Override
            public void complain(Complaint complaint) {
                sink.complain(complaint);
            }

            @Override
            public void close() {
                sink.close();
            }
        };
    }

    @Override
    public void explain(Assessment assessment, OutputStream out, Style style) {
        reports.explain(assessment, out, style(style));
    }

    @Override
    public void guide(Guide guide, GuideForm form, OutputStream out, Style style) {
        GuideFormat format = switch (form) {
            case TEXT -> GuideFormat.TEXT;
            case MARKDOWN -> GuideFormat.MARKDOWN;
            case HTML -> GuideFormat.HTML;
        };
        reports.guide(guide, format, out, style(style));
    }

    @Override
    public void lifecycle(List<Lifecycle> rows, OutputStream out, Style style) {
        reports.lifecycle(rows, out, style(style));
    }

    @Override
    public void support(List<Assessment> machines, OutputStream out, Style style) {
        reports.support(machines, out, style(style));
    }

    private ReportStyle style(Style style) {
        return new ReportStyle(style.language(), style.asOf(), clock.instant(), style.colours(), style.columns());
    }
}
