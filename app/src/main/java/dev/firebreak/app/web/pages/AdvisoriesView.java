package dev.firebreak.app.web.pages;

import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.estate.Tally;
import java.util.List;

/** All advisories that machines are judged by. */
record AdvisoriesView(Frame frame, List<Row> rows) {

    AdvisoriesView {
        rows = List.copyOf(rows);
    }

    /** One of them, and how the estate stands. */
    record Row(Advisory advisory, Tally tally, Bar bar) {}
}
