package dev.firebreak.app.feed.nvd;

import dev.firebreak.app.feed.document.DocumentHead;
import dev.firebreak.app.feed.document.FeedDocument;
import dev.firebreak.app.feed.document.FeedKind;
import dev.firebreak.app.feed.document.FeedReader;
import dev.firebreak.app.feed.document.FeedSink;
import dev.firebreak.app.feed.document.FeedValues;
import dev.firebreak.app.feed.document.JsonRecordReader;
import dev.firebreak.app.feed.document.ScoreParser;
import dev.firebreak.core.advisory.CveFact;
import dev.firebreak.core.advisory.Cvss;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The national vulnerability database, format 2.0: scores, and what CISA says is exploited. */
public final class NvdReader implements FeedReader {

    private static final Text NO_SCORE =
            new Text("no score of CVSS 3 between 0 and 10, skipped", "CVSS 3 の値（0～10）として読めないため、読み飛ばしました");

    @Override
    public boolean fits(DocumentHead head) {
        return head.isJson() && head.contains("\"NVD_CVE\"");
    }

    @Override
    public void read(FeedDocument leaf, FeedSink sink) throws IOException {
        var json = new JsonRecordReader(sink);
        // A page of answers has no name of its own: each stands beside the others.
        sink.document(FeedKind.NVD, leaf.name(), null);
        json.read(leaf.in(), "vulnerabilities", new JsonRecordReader.RecordConsumer() {
            @Override
            public void element(JsonNode element, long line) {
                JsonNode vulnerability = element.path("cve");
                String id = json.text(vulnerability, "id", line);
                String cve = FeedValues.cve(id);
                if (cve == null) {
                    sink.addProblem(line, Text.format("not a CVE: %s", "CVE 番号ではありません: %s", FeedValues.shown(id)));
                    return;
                }
                LocalDate since = FeedValues.day(json.text(vulnerability, "cisaExploitAdd", line));
                LocalDate due = FeedValues.day(json.text(vulnerability, "cisaActionDue", line));
                Cvss score = score(json, vulnerability.path("metrics"), line, sink);
                if (since != null || due != null || score != null) {
                    sink.fact(new CveFact(cve, since, due, null, score));
                }
            }

            @Override
            public void field(String name, JsonNode value) {
                // Paging and format: nothing to keep.
            }
        });
    }

    /** The newest version's; NVD's own before another's. */
    private static @Nullable Cvss score(JsonRecordReader json, JsonNode metrics, long line, FeedSink sink) {
        Cvss found = null;
        for (String version : new String[] {"cvssMetricV31", "cvssMetricV30"}) {
            for (JsonNode metric : metrics.path(version)) {
                JsonNode data = metric.path("cvssData");
                String vector = json.text(data, "vectorString", line);
                Cvss score = ScoreParser.read(vector, JsonRecordReader.number(data, "baseScore"));
                if (score == null && !vector.isEmpty()) {
                    sink.addProblem(line, NO_SCORE);
                }
                if (score != null
                        && (found == null || json.text(metric, "type", line).equals("Primary"))) {
                    found = score;
                }
            }
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
