package dev.firebreak.app.report;

import dev.firebreak.app.io.JsonWriter;
import dev.firebreak.app.report.guide.GuideFormat;
import dev.firebreak.app.report.guide.GuideHtml;
import dev.firebreak.app.report.guide.GuideMarkdown;
import dev.firebreak.app.report.guide.GuideText;
import dev.firebreak.app.report.html.HtmlReport;
import dev.firebreak.app.report.html.HtmlWriter;
import dev.firebreak.app.report.json.JsonReport;
import dev.firebreak.app.report.json.LineReport;
import dev.firebreak.app.report.json.MachineJson;
import dev.firebreak.app.report.json.NdjsonReport;
import dev.firebreak.app.report.model.ReportFormat;
import dev.firebreak.app.report.model.ReportSink;
import dev.firebreak.app.report.model.ReportStyle;
import dev.firebreak.app.report.sheet.CsvReport;
import dev.firebreak.app.report.sheet.XlsxReport;
import dev.firebreak.app.report.text.ExplanationReport;
import dev.firebreak.app.report.text.LifecycleReport;
import dev.firebreak.app.report.text.TableReport;
import dev.firebreak.app.report.text.TerminalPage;
import dev.firebreak.app.report.vex.VexReport;
import dev.firebreak.core.advisory.Lifecycle;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.catalogue.KnowledgeFreshness;
import dev.firebreak.core.guidance.Guide;
import dev.firebreak.core.text.Language;
import dev.firebreak.core.text.SafeText;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells results to people and machines, in Japanese and English. */
public final class Reports {

    private final String version;
    private final Path temp;

    /**
     * @param version of the product, for documents that name what made them
     * @param temp folder for what does not fit in memory
     */
    public Reports(String version, Path temp) {
        this.version = version;
        this.temp = temp;
    }

    /** Begins a report on many machines. The stream stays open. */
    public ReportSink open(ReportFormat format, OutputStream out, ReportStyle style) {
        return switch (format) {
            case TABLE -> new TableReport(out, style);
            case JSON -> new JsonReport(out, style, version, temp);
            case NDJSON -> new NdjsonReport(out, style);
            case CSV -> new CsvReport(out, style);
            case HTML -> new HtmlReport(out, style, version, temp);
            case VEX -> new VexReport(out, style, version);
            case XLSX -> new XlsxReport(out, style, version);
        };
    }

    /** Begins a report whose machines stand in lines of their own; empty for those where they do not. */
    public Optional<LineReport> lines(ReportFormat format, OutputStream out, ReportStyle style) {
        return switch (format) {
            case JSON -> Optional.of(new JsonReport(out, style, version, temp));
            case NDJSON -> Optional.of(new NdjsonReport(out, style));
            case TABLE, CSV, HTML, VEX, XLSX -> Optional.empty();
        };
    }

    /** A text as NDJSON has it: quoted and escaped, in UTF-8. */
    public static byte[] quoted(String text) {
        var out = new ByteArrayOutputStream();
        try (var json = JsonWriter.to(out)) {
            json.writeString(SafeText.encodable(text));
        }
        return out.toByteArray();
    }

    /** One machine on a line of its own, as an element of {@code machines} in JSON. */
    public static String machine(Assessment assessment, Language language) {
        return machine(assessment, language, null);
    }

    /** @param knowledge how far what is known reaches; null where that is not said */
    public static String machine(Assessment assessment, Language language, @Nullable KnowledgeFreshness knowledge) {
        var out = new ByteArrayOutputStream();
        try (var json = JsonWriter.to(out)) {
            new MachineJson(json, language, NdjsonReport.MAX_CVES).write(assessment, knowledge);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Why one machine is judged as it is. */
    public void explain(Assessment assessment, OutputStream out, ReportStyle style) {
        new ExplanationReport(new TerminalPage(out, style), style).write(assessment);
    }

    /** What to know and what to do about an advisory, with sources. */
    public void guide(Guide guide, GuideFormat format, OutputStream out, ReportStyle style) {
        var page = new TerminalPage(out, style);
        switch (format) {
            case TEXT -> new GuideText(page, guide).write(guide);
            case MARKDOWN -> new GuideMarkdown(page, guide).write(guide);
            case HTML -> new GuideHtml(new HtmlWriter(out), guide).write(guide, style.language());
        }
    }

    /** Support of products on the day of the style. */
    public void lifecycle(List<Lifecycle> products, OutputStream out, ReportStyle style) {
        new LifecycleReport(new TerminalPage(out, style), style).products(products);
    }

    /** Support of machines on the day they were assessed for. */
    public void support(List<Assessment> machines, OutputStream out, ReportStyle style) {
        new LifecycleReport(new TerminalPage(out, style), style).machines(machines);
    }
}
