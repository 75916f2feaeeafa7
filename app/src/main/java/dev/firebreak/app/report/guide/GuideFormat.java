package dev.firebreak.app.report.guide;

/** Forms in which guidance is written. */
public enum GuideFormat {
    TEXT,
    MARKDOWN,
    HTML
}
