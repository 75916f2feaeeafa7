package dev.firebreak.app.web.service;

import dev.firebreak.core.dashboard.StatusReport;
import dev.firebreak.core.text.Language;
import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneId;

/** Writes the report on one page as an Excel file. */
@FunctionalInterface
public interface StatusWorkbookPort {

    /**
     * Writes all of it; the stream stays open.
     *
     * @param zone whose date and time it shows
     * @param author who answers for it
     */
    void write(OutputStream out, StatusReport report, Language language, ZoneId zone, String author) throws IOException;
}
