package dev.firebreak.app.cli;

import dev.firebreak.core.advisory.Lifecycle;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.catalogue.KnowledgeFreshness;
import dev.firebreak.core.guidance.Guide;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.text.Language;
import java.io.OutputStream;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells results: what the commands need of the room that reports. */
public interface ReportPort {

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
     * @param knowledge how far what is known reaches; null where results do not say that
     */
    record Style(
            Language language,
            LocalDate asOf,
            boolean colours,
            int columns,
            @Nullable KnowledgeFreshness knowledge) {}

    /** Takes assessments one by one; closing writes what needs the whole. The stream is the caller's to close. */
    interface Sheet extends AutoCloseable {
        void accept(Assessment assessment);

        void complain(Problem complaint);

        @Override
        void close();
    }

    /**
     * A sheet that says each machine in a line of its own. Lines may be made by any thread; whoever makes them puts them into
     * {@link #lines} in order and says how many there were.
     */
    interface Lines extends Sheet {
        /** Writes one machine's line, its end included. Any thread may call. */
        void line(Assessment assessment, OutputStream to);

        OutputStream lines();

        /** Says that this many machines with this worst verdict were put there. */
        void count(int machines, Verdict.Kind worst);
    }

    /** Empty for forms whose machines stand in no lines of their own. */
    Optional<Lines> lines(Form form, OutputStream out, Style style);

    Sheet open(Form form, OutputStream out, Style style);

    void explain(Assessment assessment, OutputStream out, Style style);

    void guide(Guide guide, GuideForm form, OutputStream out, Style style);

    /** Support dates of products. */
    void lifecycle(List<Lifecycle> rows, OutputStream out, Style style);

    /** Support of machines. */
    void support(List<Assessment> machines, OutputStream out, Style style);
}
