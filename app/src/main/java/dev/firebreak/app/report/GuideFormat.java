package dev.firebreak.app.report;

/** Forms in which guidance is written. */
public enum GuideFormat {
    TEXT,
    MARKDOWN,
    HTML
}
