package dev.firebreak.app.feed.store;

import dev.firebreak.app.feed.document.FeedKind;
import dev.firebreak.app.feed.document.FeedLimits;
import dev.firebreak.app.feed.document.FeedSink;
import dev.firebreak.app.feed.document.FeedValues;
import dev.firebreak.core.advisory.CveFact;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.Lifecycle;
import dev.firebreak.core.advisory.UpdatePackage;
import dev.firebreak.core.catalogue.VendorStatement;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Everything that one file gives: its rows, its documents, and its complaints, each kind of them told once. */
public final class ImportContent {

    private static final int MAX_COMPLAINTS = 200;

    private final String source;
    private final FeedLimits limits;
    private final KnowledgeRows rows = new KnowledgeRows();
    private final Set<FeedKind> kinds = EnumSet.noneOf(FeedKind.class);
    private final NavigableMap<String, String> documents = new TreeMap<>();
    private final Map<ProblemKey, long[]> problems = new LinkedHashMap<>();
    private long complaintCount;
    private boolean whole = true;
    private boolean full;
    private final CircularSupersedence circles = new CircularSupersedence();

    public ImportContent(String source, FeedLimits limits) {
        this.source = source;
        this.limits = limits;
    }

    private record ProblemKey(String file, Text what) {}

    /** The sink for one document; the file itself has the empty name. */
    public FeedSink of(String inside) {
        return new Document(inside.isEmpty() ? source : source + "!" + FeedValues.shown(inside));
    }

    /** All of it was read: what only the whole shows is told too. */
    void end() {
        circles.tell(this::addProblem);
    }

    KnowledgeRows rows() {
        return rows;
    }

    Set<FeedKind> kinds() {
        return kinds;
    }

    String document() {
        return String.join("+", documents.keySet());
    }

    @Nullable
    String edition() {
        return documents.containsValue("") ? null : String.join("+", documents.values());
    }

    boolean whole() {
        return whole;
    }

    long problemCount() {
        return complaintCount;
    }

    public List<Problem> problems() {
        List<Problem> told = new ArrayList<>();
        problems.forEach((problem, counted) -> {
            Text what = counted[1] == 1
                    ? problem.what()
                    : Text.format("%s (%,d times, here first)", "%s（%,d 件。最初の箇所を示します）", problem.what(), counted[1]);
            int line = (int) Math.min(counted[0], Integer.MAX_VALUE);
            told.add(new Problem(new Source(problem.file(), line), what));
        });
        long untold = complaintCount
                - problems.values().stream().mapToLong(counted -> counted[1]).sum();
        if (untold > 0) {
            told.add(new Problem(
                    Source.of(source), Text.format("and %,d more problems", "このほかに %,d 件の指摘があります", untold)));
        }
        return told;
    }

    private void addProblem(String file, long line, Text what) {
        complaintCount++;
        var told = new ProblemKey(file, what);
        long[] counted = problems.get(told);
        if (counted != null) {
            counted[1]++;
        } else if (problems.size() < MAX_COMPLAINTS) {
            problems.put(told, new long[] {line, 1});
        }
    }

    private final class Document implements FeedSink {

        private final String file;

        Document(String file) {
            this.file = file;
        }

        @Override
        public void document(FeedKind kind, String id, @Nullable String edition) {
            kinds.add(kind);
            documents.put(kind.id() + "/" + FeedValues.shown(id), edition == null ? "" : FeedValues.shown(edition));
        }

        @Override
        public void statement(VendorStatement statement, long line) {
            if (room()) {
                rows.add(statement);
                circles.said(statement, file, line);
            }
        }

        @Override
        public void fact(CveFact fact) {
            if (room()) {
                rows.add(fact);
            }
        }

        @Override
        public void file(Kb kb, UpdatePackage of) {
            if (room()) {
                rows.add(kb, of);
            }
        }

        @Override
        public void lifecycle(Lifecycle row) {
            if (room()) {
                rows.add(row);
            }
        }

        @Override
        public void addProblem(long line, Text what) {
            ImportContent.this.addProblem(file, line, what);
        }

        @Override
        public void cutShort(long line, Text what) {
            whole = false;
            addProblem(line, what);
        }

        private boolean room() {
            if (rows.size() < limits.rows()) {
                return true;
            }
            if (!full) {
                full = true;
                cutShort(
                        0,
                        Text.format(
                                "more than %,d rows; the rest is skipped", "%,d 行を超えるため、残りは取り込みません", limits.rows()));
            }
            return false;
        }
    }
}
