package dev.firebreak.app.web.pages;

import dev.firebreak.core.dashboard.ImportedEvidence;
import dev.firebreak.core.inventory.Problem;
import java.util.List;

/** The page on which files are brought, and what became of those that were. */
record IntakeView(PageFrame frame, String site, List<String> sites, List<FileResult> results) {

    private static final int MAX_COMPLAINTS = 50;

    IntakeView {
        sites = List.copyOf(sites);
        results = List.copyOf(results);
    }

    /** What became of a file; {@code more} names and complaints are not shown. */
    record FileResult(
            String file,
            int kept,
            int known,
            int older,
            List<String> unreadable,
            List<String> notYours,
            List<Problem> problems,
            int more) {

        FileResult {
            unreadable = List.copyOf(unreadable);
            notYours = List.copyOf(notYours);
            problems = List.copyOf(problems);
        }

        static FileResult of(String file, ImportedEvidence imported) {
            List<String> notYours =
                    imported.notYours().stream().limit(MAX_COMPLAINTS).toList();
            List<Problem> problems =
                    imported.problems().stream().limit(MAX_COMPLAINTS).toList();
            return new FileResult(
                    file,
                    imported.kept(),
                    imported.known(),
                    imported.older(),
                    imported.unreadable(),
                    notYours,
                    problems,
                    imported.notYours().size()
                            - notYours.size()
                            + imported.problems().size()
                            - problems.size());
        }

        /** Whether nothing of the file was taken in. */
        boolean failed() {
            return kept + known + older == 0;
        }

        String link(String machine) {
            return PageLink.to("/machine").with("name", machine).toString();
        }

        boolean isClean() {
            return kept + known > 0 && older == 0 && notYours.isEmpty() && problems.isEmpty();
        }
    }
}
