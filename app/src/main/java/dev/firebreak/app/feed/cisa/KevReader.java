package dev.firebreak.app.feed.cisa;

import dev.firebreak.app.feed.document.DocumentHead;
import dev.firebreak.app.feed.document.FeedDocument;
import dev.firebreak.app.feed.document.FeedKind;
import dev.firebreak.app.feed.document.FeedReader;
import dev.firebreak.app.feed.document.FeedSink;
import dev.firebreak.app.feed.document.FeedValues;
import dev.firebreak.app.feed.document.JsonRecordReader;
import dev.firebreak.core.advisory.CveFact;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.time.LocalDate;
import tools.jackson.databind.JsonNode;

/** CISA's list of holes that are known to be exploited. */
public final class KevReader implements FeedReader {

    @Override
    public boolean fits(DocumentHead head) {
        return head.isJson() && head.contains("\"cveID\"") && head.contains("\"dateAdded\"");
    }

    @Override
    public void read(FeedDocument leaf, FeedSink sink) throws IOException {
        var json = new JsonRecordReader(sink);
        var list = new Object() {
            String released = "";
        };
        try {
            json.read(leaf.in(), "vulnerabilities", new JsonRecordReader.RecordConsumer() {
                @Override
                public void element(JsonNode vulnerability, long line) {
                    String id = json.text(vulnerability, "cveID", line);
                    String cve = FeedValues.cve(id);
                    LocalDate since = FeedValues.day(json.text(vulnerability, "dateAdded", line));
                    if (cve == null || since == null) {
                        sink.addProblem(
                                line,
                                Text.format(
                                        "no CVE or no day it was added, skipped: %s",
                                        "CVE 番号または追加日がないため、読み飛ばしました: %s", FeedValues.shown(id)));
                        return;
                    }
                    sink.fact(new CveFact(
                            cve, since, FeedValues.day(json.text(vulnerability, "dueDate", line)), null, null));
                }

                @Override
                public void field(String name, JsonNode value) {
                    if (name.equals("dateReleased") && value.isString()) {
                        list.released = value.stringValue();
                    }
                }
            });
        } finally {
            sink.document(FeedKind.KEV, "kev", list.released.isEmpty() ? null : list.released);
        }
    }
}
