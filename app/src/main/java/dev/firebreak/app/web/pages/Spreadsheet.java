package dev.firebreak.app.web.pages;

import dev.firebreak.core.advisory.Language;
import dev.firebreak.core.estate.StatusReport;
import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneId;

/** Writes the report on one page as an Excel file. */
@FunctionalInterface
public interface Spreadsheet {

    /**
     * Writes all of it; the stream stays open.
     *
     * @param zone whose date and time it shows
     * @param author who answers for it
     */
    void write(OutputStream out, StatusReport report, Language language, ZoneId zone, String author) throws IOException;
}
