package dev.firebreak.app.web.pages.knowledge;

import dev.firebreak.app.web.pages.frame.PageFrame;
import dev.firebreak.app.web.pages.frame.PageLink;
import dev.firebreak.app.web.pages.frame.PageTexts;
import dev.firebreak.app.web.pages.frame.StatusBar;
import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.dashboard.AdvisoryBoards;
import dev.firebreak.core.fleet.StatusTally;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * All advisories that machines are judged by, and how to have more.
 *
 * @param wanted ids of the boards that somebody asked for
 * @param refusal of what was asked for just now; null for none
 */
public record AdvisoriesView(
        PageFrame frame,
        List<Row> rows,
        List<String> wanted,
        @Nullable Refusal refusal) {

    public AdvisoriesView {
        rows = List.copyOf(rows);
        wanted = List.copyOf(wanted);
    }

    /** One of them, and the status of the fleet. */
    record Row(Advisory advisory, StatusTally tally, StatusBar bar) {
        private static final int MAX_CVES = 6;

        /** The first of its CVEs, and how many more there are. */
        String cves(PageTexts texts) {
            List<String> all = advisory.cves();
            String first = String.join(", ", all.subList(0, Math.min(MAX_CVES, all.size())));
            return all.size() > MAX_CVES ? first + " " + texts.text("andmore", all.size() - MAX_CVES) : first;
        }

        /** Whether a board of it was asked for, which may then be given up. */
        boolean isWanted(AdvisoriesView view) {
            return view.wanted().contains(advisory.id());
        }

        String board() {
            return PageLink.to("/").with("advisory", advisory.id()).toString();
        }

        String page() {
            return "/advisories/" + advisory.id();
        }
    }

    /** Why there is no board of it. */
    record Refusal(String name, AdvisoryBoards.AddResult why) {
        String key() {
            return "advisories.refused." + why.name().toLowerCase(Locale.ROOT);
        }
    }

    /** What was asked for and no feed speaks of any more: said, not left out. */
    List<String> cannotBeNotified() {
        return wanted.stream()
                .filter(id -> rows.stream().noneMatch(row -> row.advisory().isNamed(id)))
                .toList();
    }
}
