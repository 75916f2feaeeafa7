package dev.firebreak.app.report.model;

/** Forms in which assessments are written. */
public enum ReportFormat {
    /** For a terminal, worst first. */
    TABLE,
    /** One document for programs. */
    JSON,
    /** One machine a line for programs, as they come. */
    NDJSON,
    /** One machine and advisory a line, for spreadsheets. */
    CSV,
    /** One self-contained page in both languages. */
    HTML,
    /** CSAF 2.0, profile VEX. */
    VEX,
    /** A workbook for Excel. */
    XLSX
}
