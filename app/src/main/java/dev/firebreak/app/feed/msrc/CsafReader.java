package dev.firebreak.app.feed.msrc;

import dev.firebreak.app.feed.document.DocumentHead;
import dev.firebreak.app.feed.document.FeedDocument;
import dev.firebreak.app.feed.document.FeedKind;
import dev.firebreak.app.feed.document.FeedReader;
import dev.firebreak.app.feed.document.FeedSink;
import dev.firebreak.app.feed.document.FeedValues;
import dev.firebreak.app.feed.document.JsonRecordReader;
import dev.firebreak.app.feed.document.ScoreParser;
import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.CveFact;
import dev.firebreak.core.advisory.Cvss;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.catalogue.VendorStatement;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One advisory in CSAF 2.0 as MSRC publishes it. Affected products are ranges that end before the fixed build
 * ({@code <10.0.14393.7876}); a remediation names them and carries the update's number in its address.
 */
public final class CsafReader implements FeedReader {

    private static final Pattern KB =
            Pattern.compile("(?:\\bKB|help/|q=KB|articleid=)(\\d{6,8})\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern RANGE_END = Pattern.compile("<\\s*(\\d+\\.\\d+\\.\\d+(?:\\.\\d+)?)\\s*$");

    @Override
    public boolean fits(DocumentHead head) {
        return head.isJson() && head.contains("\"csaf_version\"");
    }

    @Override
    public void read(FeedDocument leaf, FeedSink sink) throws IOException {
        var json = new JsonRecordReader(sink);
        Map<String, JsonNode> fields = new HashMap<>();
        List<JsonNode> vulnerabilities = new ArrayList<>();
        List<Long> lines = new ArrayList<>();
        var consumer = new JsonRecordReader.RecordConsumer() {
            @Override
            public void element(JsonNode vulnerability, long line) {
                vulnerabilities.add(vulnerability);
                lines.add(line);
            }

            @Override
            public void field(String name, JsonNode value) {
                fields.put(name, value);
            }
        };
        try {
            json.read(leaf.in(), "vulnerabilities", consumer);
        } finally {
            JsonNode nothing = tools.jackson.databind.node.JsonNodeFactory.instance.objectNode();
            var advisory = new Advisory(json, sink, fields.getOrDefault("document", nothing), leaf.name());
            advisory.products(fields.getOrDefault("product_tree", nothing));
            for (int i = 0; i < vulnerabilities.size(); i++) {
                advisory.hole(vulnerabilities.get(i), lines.get(i));
            }
        }
    }

    /** A product id's meaning. */
    private record NamedProduct(String product, @Nullable Build fixed) {}

    private static final class Advisory {

        private final JsonRecordReader json;
        private final FeedSink sink;
        private final String title;
        private final @Nullable LocalDate released;
        private final Map<String, NamedProduct> products = new HashMap<>();

        Advisory(JsonRecordReader json, FeedSink sink, JsonNode document, String name) {
            this.json = json;
            this.sink = sink;
            this.title = json.text(document, "title", 0);
            JsonNode tracking = document.path("tracking");
            String id = json.text(tracking, "id", 0);
            String current = json.text(tracking, "current_release_date", 0);
            sink.document(FeedKind.CSAF, id.isEmpty() ? name : id, current.isEmpty() ? null : current);
            this.released = FeedValues.day(json.text(tracking, "initial_release_date", 0));
        }

        void products(JsonNode tree) {
            branches(tree.path("branches"), "");
            tree.path("full_product_names").forEach(product -> product(product, "", ""));
            for (JsonNode relation : tree.path("relationships")) {
                product(relation.path("full_product_name"), "", "");
            }
        }

        private void branches(JsonNode branches, String product) {
            for (JsonNode branch : branches) {
                String category = json.text(branch, "category", 0);
                String name = json.text(branch, "name", 0);
                String own = category.equals("product_name") ? name : product;
                branches(branch.path("branches"), own);
                if (branch.has("product")) {
                    product(branch.path("product"), own, name);
                }
            }
        }

        private void product(JsonNode product, String name, String version) {
            String id = json.text(product, "product_id", 0);
            String full = json.text(product, "name", 0);
            Matcher range = RANGE_END.matcher(version);
            Build fixed = range.find() ? FeedValues.build(range.group(1)) : null;
            if (!id.isEmpty()
                    && products.putIfAbsent(id, new NamedProduct(name.isEmpty() ? full : name, fixed)) != null) {
                sink.addProblem(
                        0,
                        Text.format(
                                "product %s has two names; the first counts",
                                "製品 ID %s に名前が二つあるため、最初のものを使います", FeedValues.shown(id)));
            }
        }

        void hole(JsonNode vulnerability, long line) {
            String name = json.text(vulnerability, "cve", line);
            String cve = FeedValues.cve(name);
            if (cve == null) {
                sink.addProblem(line, Text.format("not a CVE: %s", "CVE 番号ではありません: %s", FeedValues.shown(name)));
            }
            String own = json.text(vulnerability, "title", line);
            var row = new Row(
                    cve,
                    own.isEmpty() ? title : own,
                    released == null ? FeedValues.day(json.text(vulnerability, "release_date", line)) : released,
                    threat(vulnerability, "impact", line));
            Set<String> open = new LinkedHashSet<>(
                    texts(vulnerability.path("product_status").path("known_affected")));
            Set<String> answered = new LinkedHashSet<>();
            for (JsonNode fix : vulnerability.path("remediations")) {
                if (json.text(fix, "category", line).equals("vendor_fix")) {
                    String told = json.text(fix, "url", line) + " " + json.text(fix, "details", line);
                    Matcher found = KB.matcher(told);
                    Kb kb = found.find()
                            ? dev.firebreak.core.advisory.Kb.parse(found.group(1))
                                    .orElse(null)
                            : null;
                    for (String id : texts(fix.path("product_ids"))) {
                        answered.add(id);
                        state(row, kb, id, json.text(fix, "details", line), line);
                    }
                }
            }
            open.removeAll(answered);
            open.forEach(id -> state(row, null, id, "", line));
            Cvss worst = null;
            for (JsonNode score : vulnerability.path("scores")) {
                JsonNode v3 = score.path("cvss_v3");
                Cvss read =
                        ScoreParser.read(json.text(v3, "vectorString", line), JsonRecordReader.number(v3, "baseScore"));
                worst = read != null && (worst == null || read.base() > worst.base()) ? read : worst;
            }
            if (cve != null && worst != null) {
                sink.fact(new CveFact(cve, null, null, null, worst));
            }
        }

        private record Row(
                @Nullable String cve,
                String title,
                @Nullable LocalDate published,
                String impact) {}

        private void state(Row row, @Nullable Kb kb, String id, String details, long line) {
            NamedProduct named = products.get(id);
            if (named == null) {
                sink.addProblem(
                        line, Text.format("a product without a name: %s", "名前のない製品 ID です: %s", FeedValues.shown(id)));
            }
            Build fixed = named == null || named.fixed() == null ? FeedValues.build(details) : named.fixed();
            sink.statement(new VendorStatement(
                    row.cve(),
                    kb,
                    named == null ? "product " + FeedValues.shown(id) : named.product(),
                    "",
                    new VendorStatement.Bulletin(row.published(), row.title(), "", row.impact(), Set.of()),
                    List.of(),
                    fixed));
        }

        private String threat(JsonNode vulnerability, String category, long line) {
            for (JsonNode threat : vulnerability.path("threats")) {
                if (json.text(threat, "category", line).equals(category)) {
                    return json.text(threat, "details", line);
                }
            }
            return "";
        }

        private static List<String> texts(JsonNode list) {
            List<String> texts = new ArrayList<>();
            for (JsonNode item : list) {
                texts.add(item.isString() ? item.stringValue() : String.valueOf(item));
            }
            return texts;
        }
    }
}
