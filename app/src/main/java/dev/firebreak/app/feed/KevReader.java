package dev.firebreak.app.feed;

import dev.firebreak.core.advisory.CveFact;
import dev.firebreak.core.advisory.Wording;
import java.io.IOException;
import java.time.LocalDate;
import tools.jackson.databind.JsonNode;

/** CISA's list of holes that are known to be exploited. */
final class KevReader implements FeedReader {

    @Override
    public boolean fits(Head head) {
        return head.isJson() && head.contains("\"cveID\"") && head.contains("\"dateAdded\"");
    }

    @Override
    public void read(Leaf leaf, FeedSink sink) throws IOException {
        var json = new JsonRecords(sink);
        var list = new Object() {
            String released = "";
        };
        try {
            json.read(leaf.in(), "vulnerabilities", new JsonRecords.Taker() {
                @Override
                public void element(JsonNode hole, long line) {
                    String id = json.text(hole, "cveID", line);
                    String cve = Words.cve(id);
                    LocalDate since = Words.day(json.text(hole, "dateAdded", line));
                    if (cve == null || since == null) {
                        sink.complain(
                                line,
                                Wording.format(
                                        "no CVE or no day it was added, left out: %s",
                                        "CVE 番号または追加日がないため、読み飛ばしました: %s", Words.shown(id)));
                        return;
                    }
                    sink.fact(new CveFact(cve, since, Words.day(json.text(hole, "dueDate", line)), null, null));
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
