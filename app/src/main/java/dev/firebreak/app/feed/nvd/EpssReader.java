package dev.firebreak.app.feed.nvd;

import dev.firebreak.app.feed.document.DocumentHead;
import dev.firebreak.app.feed.document.FeedDocument;
import dev.firebreak.app.feed.document.FeedKind;
import dev.firebreak.app.feed.document.FeedReader;
import dev.firebreak.app.feed.document.FeedSink;
import dev.firebreak.app.feed.document.FeedValues;
import dev.firebreak.app.feed.document.ScoreParser;
import dev.firebreak.app.io.CsvReader;
import dev.firebreak.core.advisory.CveFact;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** FIRST's daily list of how probable it is that a hole is exploited within 30 days. */
public final class EpssReader implements FeedReader {

    private static final Pattern HEADER = Pattern.compile("cve,epss\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern DAY = Pattern.compile("score_date:(\\d{4}-\\d{2}-\\d{2})");

    @Override
    public boolean fits(DocumentHead head) {
        return head.text()
                .lines()
                .limit(3)
                .filter(line -> !line.startsWith("#"))
                .findFirst()
                .map(line -> HEADER.matcher(line.strip().replace("\"", "")).lookingAt())
                .orElse(false);
    }

    @Override
    public void read(FeedDocument leaf, FeedSink sink) throws IOException {
        String edition = null;
        var rows = new CsvReader(leaf.text());
        try {
            boolean header = false;
            while (rows.next()) {
                String first = rows.field(0).replace("\uFEFF", "").strip();
                if (first.startsWith("#")) {
                    Matcher day = DAY.matcher(first + "," + rows.field(1));
                    edition = edition == null && day.find() ? day.group(1) : edition;
                } else if (!header) {
                    header = true;
                } else if (!first.isEmpty()) {
                    row(first, rows, sink);
                }
            }
        } finally {
            sink.document(FeedKind.EPSS, "epss", edition);
        }
    }

    private static void row(String first, CsvReader rows, FeedSink sink) {
        String cve = FeedValues.cve(first);
        Double probability = ScoreParser.probability(rows.field(1));
        if (rows.broken() || cve == null || probability == null) {
            sink.addProblem(
                    rows.line(),
                    new Text("no CVE or no probability between 0 and 1, skipped", "CVE 番号または 0～1 の確率がないため、読み飛ばしました"));
            return;
        }
        sink.fact(new CveFact(cve, null, null, probability, null));
    }
}
