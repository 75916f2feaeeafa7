package dev.firebreak.app.server;

import dev.firebreak.app.cli.ReportPort;
import dev.firebreak.app.report.Reports;
import dev.firebreak.app.report.guide.GuideFormat;
import dev.firebreak.app.report.model.ReportFormat;
import dev.firebreak.app.report.model.ReportSink;
import dev.firebreak.app.report.model.ReportStyle;
import dev.firebreak.core.advisory.Lifecycle;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.guidance.Guide;
import dev.firebreak.core.inventory.Problem;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What the commands ask of the reports; their rooms do not know each other. */
public record ReportAccess(Reports reports, InstantSource clock) implements ReportPort {

    @Override
    public Sheet open(Form form, OutputStream out, Style style) {
        ReportSink sink = reports.open(format(form), out, style(style));
        return new Sheet() {
            @Override
            public void accept(Assessment assessment) {
                sink.accept(assessment);
            }

            @Override
            public void complain(Problem complaint) {
                sink.complain(complaint);
            }

            @Override
            public void close() {
                sink.close();
            }
        };
    }

    @Override
    public Optional<Lines> lines(Form form, OutputStream out, Style style) {
        return reports.lines(format(form), out, style(style)).map(report -> new Lines() {
            @Override
            public void line(Assessment assessment, OutputStream to) {
                report.line(assessment, to);
            }

            @Override
            public OutputStream lines() {
                return report.lines();
            }

            @Override
            public void count(int machines, Verdict.Kind worst) {
                report.count(machines, worst);
            }

            @Override
            public void accept(Assessment assessment) {
                report.accept(assessment);
            }

            @Override
            public void complain(Problem complaint) {
                report.complain(complaint);
            }

            @Override
            public void close() {
                report.close();
            }
        });
    }

    private static ReportFormat format(Form form) {
        return switch (form) {
            case TABLE -> ReportFormat.TABLE;
            case JSON -> ReportFormat.JSON;
            case NDJSON -> ReportFormat.NDJSON;
            case CSV -> ReportFormat.CSV;
            case HTML -> ReportFormat.HTML;
            case VEX -> ReportFormat.VEX;
            case XLSX -> ReportFormat.XLSX;
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
        return new ReportStyle(
                style.language(), style.asOf(), clock.instant(), style.colours(), style.columns(), style.knowledge());
    }
}
