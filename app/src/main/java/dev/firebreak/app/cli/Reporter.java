package dev.firebreak.app.cli;

import dev.firebreak.core.advisory.Language;
import dev.firebreak.core.advisory.Lifecycle;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.guidance.Guide;
import dev.firebreak.core.inventory.Complaint;
import java.io.OutputStream;
import java.time.LocalDate;
import java.util.List;

/** Tells results: what the commands need of the room that reports. */
public interface Reporter {

    /** How assessments are written. */
    enum Form {
        TABLE,
        JSON,
        NDJSON,
        CSV,
        HTML,
        VEX,
        XLSX
    }

    /** How guidance is written. */
    enum GuideForm {
        TEXT,
        MARKDOWN,
        HTML
    }

    /**
     * What the reader sees it on.
     *
     * @param asOf the day that results are about
     * @param colours whether escape sequences for colours may be used
     * @param columns width of the terminal; 0 where there is none
     */
    record Style(Language language, LocalDate asOf, boolean colours, int columns) {}

    /** Takes assessments one by one; closing writes what needs the whole. The stream is the caller's to close. */
    interface Sheet extends AutoCloseable {
        void accept(Assessment assessment);

        void complain(Complaint complaint);

        @Override
        void close();
    }

    Sheet open(Form form, OutputStream out, Style style);

    void explain(Assessment assessment, OutputStream out, Style style);

    void guide(Guide guide, GuideForm form, OutputStream out, Style style);

    /** Support dates of products. */
    void lifecycle(List<Lifecycle> rows, OutputStream out, Style style);

    /** Support of machines. */
    void support(List<Assessment> machines, OutputStream out, Style style);
}
