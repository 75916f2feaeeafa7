package dev.firebreak.app.report;

import java.io.OutputStream;
import java.nio.file.Path;

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
            case HTML, VEX, XLSX -> throw new UnsupportedOperationException(format.name());
        };
    }
}
