package dev.firebreak.app.feed.msrc;

import dev.firebreak.app.feed.document.DocumentHead;
import dev.firebreak.app.feed.document.DocumentUnpacker;
import dev.firebreak.app.feed.document.FeedDocument;
import dev.firebreak.app.feed.document.FeedKind;
import dev.firebreak.app.feed.document.FeedReader;
import dev.firebreak.app.feed.document.FeedSink;
import dev.firebreak.app.feed.document.FeedValues;
import dev.firebreak.app.feed.document.ScoreParser;
import dev.firebreak.app.io.XmlElement;
import dev.firebreak.app.io.XmlRecordReader;
import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.CveFact;
import dev.firebreak.core.advisory.Cvss;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.catalogue.VendorStatement;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A month of the vendor's updates: CVRF 1.1 as MSRC publishes it. */
public final class CvrfReader implements FeedReader {

    private static final int MAX_ROWS_OF_ONE = 500_000;

    @Override
    public boolean fits(DocumentHead head) {
        return head.isMarkup() && head.contains("cvrfdoc");
    }

    @Override
    public void read(FeedDocument leaf, FeedSink sink) throws IOException {
        var records = new XmlRecordReader(leaf.in(), "cvrfdoc");
        var month = new Month(sink, leaf.series());
        try {
            for (XmlElement element = records.next(); element != null; element = records.next()) {
                switch (element.name()) {
                    case "DocumentTracking" -> month.tracking(element);
                    case "ProductTree" -> month.products(element);
                    case "Vulnerability" -> month.vulnerability(element);
                    default -> {}
                }
            }
            month.end();
        } catch (IOException e) {
            month.end();
            sink.cutShort(records.line(), DocumentUnpacker.why(e));
        }
    }

    /** One document, as far as it has been read. */
    private static final class Month {

        private final FeedSink sink;
        private final Map<String, String> products = new HashMap<>();
        private String id;
        private @Nullable String edition;
        private @Nullable LocalDate released;

        Month(FeedSink sink, String id) {
            this.sink = sink;
            this.id = id;
        }

        void end() {
            sink.document(FeedKind.CVRF, id, edition);
        }

        void tracking(XmlElement tracking) {
            XmlElement identification = tracking.child("Identification");
            if (identification != null && !identification.textOf("ID").isEmpty()) {
                id = identification.textOf("ID");
            }
            String current = tracking.textOf("CurrentReleaseDate");
            edition = current.isEmpty() ? null : current;
            released = FeedValues.day(tracking.textOf("InitialReleaseDate"));
        }

        void products(XmlElement branch) {
            for (XmlElement product : branch.all("FullProductName")) {
                String key = product.attribute("ProductID");
                String name = product.text().strip();
                String before = products.putIfAbsent(key, name);
                if (before != null && !before.equals(name)) {
                    sink.addProblem(
                            product.line(),
                            Text.format(
                                    "product %s has two names; the first counts",
                                    "製品 ID %s に名前が二つあるため、最初のものを使います", FeedValues.shown(key)));
                }
            }
            branch.all("Branch").forEach(this::products);
        }

        void vulnerability(XmlElement vulnerability) {
            String name = vulnerability.textOf("CVE");
            String cve = FeedValues.cve(name);
            if (cve == null && !FeedValues.isAdvisory(name)) {
                sink.addProblem(
                        vulnerability.line(),
                        Text.format("not a CVE: %s", "CVE 番号ではありません: %s", FeedValues.shown(name)));
            }
            Map<String, String> severities = threats(vulnerability, "Severity");
            Map<String, String> impacts = threats(vulnerability, "Impact");
            LocalDate published = published(vulnerability);
            String component = component(vulnerability);
            Set<String> named = FeedValues.isAdvisory(name) ? Set.of(name) : Set.of();
            Set<String> answered = new HashSet<>();
            int rows = 0;
            for (XmlElement fix : vulnerability.within("Remediations", "Remediation")) {
                if (!fix.attribute("Type").equals("Vendor Fix")) {
                    continue;
                }
                String told = fix.textOf("Description");
                Kb kb = FeedValues.kb(told);
                if (kb == null && !told.isEmpty()) {
                    sink.addProblem(
                            fix.line(),
                            Text.format(
                                    "an update without a KB number: %s; the product counts as affected, by no known update",
                                    "KB 番号のない更新です: %s（製品は影響を受けるものとし、更新は不明とします）", FeedValues.shown(told)));
                }
                List<Kb> replaced = FeedValues.kbs(fix.textOf("Supercedence"));
                Build build = FeedValues.build(fix.textOf("FixedBuild"));
                for (XmlElement product : fix.all("ProductID")) {
                    String key = product.text().strip();
                    answered.add(key);
                    if (++rows > MAX_ROWS_OF_ONE) {
                        sink.cutShort(
                                fix.line(), new Text("far too many updates for one CVE", "1 件の CVE に対する更新が多すぎます"));
                        return;
                    }
                    sink.statement(
                            new VendorStatement(
                                    cve,
                                    kb,
                                    product(key, product.line()),
                                    component,
                                    new VendorStatement.Bulletin(
                                            published,
                                            vulnerability.textOf("Title"),
                                            severities.getOrDefault(key, ""),
                                            impacts.getOrDefault(key, ""),
                                            named),
                                    replaced,
                                    build),
                            fix.line());
                }
            }
            // Affected, and nothing is said to close it: not to be lost.
            for (String key : affected(vulnerability)) {
                if (!answered.contains(key)) {
                    sink.statement(new VendorStatement(
                            cve,
                            null,
                            product(key, vulnerability.line()),
                            component,
                            new VendorStatement.Bulletin(
                                    published,
                                    vulnerability.textOf("Title"),
                                    severities.getOrDefault(key, ""),
                                    impacts.getOrDefault(key, ""),
                                    named),
                            List.of(),
                            null));
                }
            }
            Cvss worst = worst(vulnerability);
            if (cve != null && worst != null) {
                sink.fact(new CveFact(cve, null, null, null, worst));
            }
        }

        private String product(String key, int line) {
            String name = products.get(key);
            if (name == null) {
                sink.addProblem(
                        line, Text.format("a product without a name: %s", "名前のない製品 ID です: %s", FeedValues.shown(key)));
                return "product " + key;
            }
            return name;
        }

        private static Set<String> affected(XmlElement vulnerability) {
            Set<String> keys = new LinkedHashSet<>();
            for (XmlElement status : vulnerability.within("ProductStatuses", "Status")) {
                if (status.attribute("Type").equals("Known Affected")) {
                    status.all("ProductID").forEach(id -> keys.add(id.text().strip()));
                }
            }
            return keys;
        }

        private static Map<String, String> threats(XmlElement vulnerability, String type) {
            Map<String, String> found = new HashMap<>();
            for (XmlElement threat : vulnerability.within("Threats", "Threat")) {
                if (threat.attribute("Type").equals(type)) {
                    String what = threat.textOf("Description");
                    threat.all("ProductID").forEach(id -> found.put(id.text().strip(), what));
                }
            }
            return found;
        }

        private static String component(XmlElement vulnerability) {
            for (XmlElement note : vulnerability.within("Notes", "Note")) {
                if (note.attribute("Type").equals("Tag")) {
                    return note.text().strip();
                }
            }
            return "";
        }

        /** The first revision: later ones correct words, and must not move a patch out of its month. */
        private @Nullable LocalDate published(XmlElement vulnerability) {
            LocalDate first = null;
            for (XmlElement revision : vulnerability.within("RevisionHistory", "Revision")) {
                LocalDate day = FeedValues.day(revision.textOf("Date"));
                if (day != null && (first == null || day.isBefore(first))) {
                    first = day;
                }
            }
            return first == null ? released : first;
        }

        private @Nullable Cvss worst(XmlElement vulnerability) {
            Cvss worst = null;
            for (XmlElement score : vulnerability.within("CVSSScoreSets", "ScoreSet")) {
                Cvss read = ScoreParser.read(score.textOf("Vector"), score.textOf("BaseScore"));
                if (read != null && (worst == null || read.base() > worst.base())) {
                    worst = read;
                }
            }
            return worst;
        }
    }
}
