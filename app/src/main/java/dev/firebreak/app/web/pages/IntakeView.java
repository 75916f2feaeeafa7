package dev.firebreak.app.web.pages;

import dev.firebreak.core.dashboard.ImportedEvidence;
import dev.firebreak.core.inventory.Problem;
import java.util.List;

/** The page on which files are brought, and what became of those that were. */
record IntakeView(PageFrame frame, String site, List<String> sites, List<FileResult> taken) {

    private static final int MOST_COMPLAINTS = 50;

    IntakeView {
        sites = List.copyOf(sites);
        taken = List.copyOf(taken);
    }

    /** What became of a file; {@code more} names and complaints are not shown. */
    record FileResult(
            String file,
            int kept,
            int known,
            int older,
            List<String> unread,
            List<String> notYours,
            List<Problem> complaints,
            int more) {

        FileResult {
            unread = List.copyOf(unread);
            notYours = List.copyOf(notYours);
            complaints = List.copyOf(complaints);
        }

        static FileResult of(String file, ImportedEvidence taken) {
            List<String> notYours =
                    taken.notYours().stream().limit(MOST_COMPLAINTS).toList();
            List<Problem> complaints =
                    taken.complaints().stream().limit(MOST_COMPLAINTS).toList();
            return new FileResult(
                    file,
                    taken.kept(),
                    taken.known(),
                    taken.older(),
                    taken.unread(),
                    notYours,
                    complaints,
                    taken.notYours().size()
                            - notYours.size()
                            + taken.complaints().size()
                            - complaints.size());
        }

        /** Whether nothing of the file was taken in. */
        boolean failed() {
            return kept + known + older == 0;
        }

        String link(String machine) {
            return PageLink.to("/machine").with("name", machine).toString();
        }

        boolean clean() {
            return kept + known > 0 && older == 0 && notYours.isEmpty() && complaints.isEmpty();
        }
    }
}
