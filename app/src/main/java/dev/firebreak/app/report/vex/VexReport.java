package dev.firebreak.app.report.vex;

import dev.firebreak.app.io.JsonWriter;
import dev.firebreak.app.report.model.CatalogueSummary;
import dev.firebreak.app.report.model.MachineTexts;
import dev.firebreak.app.report.model.ReportSink;
import dev.firebreak.app.report.model.ReportStyle;
import dev.firebreak.app.report.model.ReportTexts;
import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.assess.Action;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Finding;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.guidance.CoverageText;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.text.Language;
import dev.firebreak.core.text.SafeText;
import dev.firebreak.core.text.Text;
import java.io.OutputStream;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/**
 * The answer as a CSAF 2.0 document of the profile VEX, for programs that manage vulnerabilities. A mitigated machine
 * stays "known affected": only what is proven fixed or never affected is called so.
 */
public final class VexReport implements ReportSink {

    private static final Text TITLE = new Text("Assessment of Windows machines: %s", "Windows 端末の判定結果: %s");
    private static final Text PLACEHOLDER = new Text(
            "Created by Firebreak from inventories of the machines. Publisher and addresses under firebreak.invalid stand for the operator of the machines, who may put their own.",
            "Firebreak が端末のインベントリーから作成しました。発行者名と firebreak.invalid のアドレスは、端末を運用する組織を表す仮の値です。自組織のものに置き換えられます。");
    private static final Text OPERATOR = new Text("Operator of the machines", "端末の運用者");
    private static final Text UNTIL_KNOWN = new Text(
            "Treat as vulnerable until known: block TCP 445 and 139 to it.", "判明するまで未適用とみなし、TCP 445/139 を遮断してください。");
    private static final Text NONE_KNOWN = new Text("No update is known for it.", "適用できる更新プログラムは確認できていません。");

    private final OutputStream out;
    private final ReportStyle style;
    private final String version;
    private final VexProducts products = new VexProducts();
    private final Map<String, Statement> statements = new LinkedHashMap<>();
    private boolean wholeCatalogue;

    /** What one advisory means, by verdict and by what closes it. */
    private record Statement(
            Advisory advisory, Map<Verdict.Kind, Map<List<CsafRemediation>, List<Integer>>> machines) {}

    public VexReport(OutputStream out, ReportStyle style, String version) {
        this.out = out;
        this.style = style;
        this.version = version;
    }

    @Override
    public void accept(Assessment assessment) {
        wholeCatalogue |= CatalogueSummary.holds(assessment);
        String product = assessment.identity().productName();
        int machine = products.add(
                MachineTexts.machine(assessment),
                product == null
                        ? text(new Text("Windows, product not known", "Windows（製品不明）"))
                        : SafeText.name(product));
        for (Finding finding : assessment.findings()) {
            statements
                    .computeIfAbsent(
                            finding.advisory().id(),
                            id -> new Statement(finding.advisory(), new EnumMap<>(Verdict.Kind.class)))
                    .machines()
                    .computeIfAbsent(finding.verdict().kind(), k -> new LinkedHashMap<>())
                    .computeIfAbsent(remediations(finding), r -> new ArrayList<>())
                    .add(machine);
        }
    }

    private List<CsafRemediation> remediations(Finding finding) {
        Verdict.Kind kind = finding.verdict().kind();
        List<CsafRemediation> all = new ArrayList<>();
        if (kind.isGreen()) {
            return all;
        }
        if (kind == Verdict.Kind.UNKNOWN) {
            all.add(new CsafRemediation("workaround", text(UNTIL_KNOWN), null));
        }
        if (kind == Verdict.Kind.MITIGATED) {
            all.add(new CsafRemediation("mitigation", text(MachineTexts.why(finding)), null));
        }
        boolean patched = finding.actions().stream().anyMatch(Action.Install.class::isInstance);
        for (Action action : finding.actions()) {
            CsafRemediation.of(action, patched, style.language()).ifPresent(all::add);
        }
        if (all.isEmpty()) {
            all.add(new CsafRemediation("none_available", text(NONE_KNOWN), null));
        }
        return all;
    }

    @Override
    public void addProblem(Problem problem) {}

    @Override
    public void close() {
        var body = new ArrayList<VexVulnerability>();
        for (Statement statement : statements.values()) {
            List<VexVulnerability.Group> groups = new ArrayList<>();
            statement
                    .machines()
                    .forEach((kind, plans) ->
                            plans.forEach((remediations, machines) -> groups.add(new VexVulnerability.Group(
                                    kind,
                                    remediations,
                                    machines,
                                    machines.size() > 1 && kind != Verdict.Kind.FIXED
                                            ? products.group(machines)
                                            : null))));
            body.add(new VexVulnerability(statement.advisory(), groups, style.language()));
        }
        try (JsonGenerator json = JsonWriter.to(out)) {
            json.writeStartObject();
            document(json);
            products.write(json);
            json.writeArrayPropertyStart("vulnerabilities");
            for (VexVulnerability vulnerability : body) {
                vulnerability.write(json);
            }
            json.writeEndArray();
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    private void document(JsonGenerator json) {
        String now = style.generatedAt().truncatedTo(ChronoUnit.SECONDS).toString();
        String id = "firebreak-vex-" + now.replaceAll("[^0-9]", "");
        json.writeObjectPropertyStart("document");
        json.writeStringProperty("category", "csaf_vex");
        json.writeStringProperty("csaf_version", "2.0");
        json.writeObjectPropertyStart("distribution");
        json.writeObjectPropertyStart("tlp");
        // Which machines of a site are open is for that site only.
        json.writeStringProperty("label", "AMBER");
        json.writeEndObject();
        json.writeEndObject();
        json.writeStringProperty("lang", style.language() == Language.JA ? "ja" : "en");
        json.writeArrayPropertyStart("notes");
        json.writeStartObject();
        json.writeStringProperty("category", "general");
        json.writeStringProperty(
                "text",
                text(
                        wholeCatalogue
                                ? Text.format("%s %s", "%s %s", PLACEHOLDER, CoverageText.sentence())
                                : PLACEHOLDER));
        json.writeEndObject();
        if (style.knowledge() != null) {
            json.writeStartObject();
            json.writeStringProperty("category", "general");
            json.writeStringProperty("text", text(style.knowledge().words()));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeObjectPropertyStart("publisher");
        json.writeStringProperty("category", "user");
        json.writeStringProperty("name", text(OPERATOR));
        json.writeStringProperty("namespace", VexProducts.NAMESPACE);
        json.writeEndObject();
        json.writeArrayPropertyStart("references");
        json.writeStartObject();
        json.writeStringProperty("category", "self");
        json.writeStringProperty("summary", id);
        json.writeStringProperty("url", VexProducts.NAMESPACE + "/csaf/" + id + ".json");
        json.writeEndObject();
        json.writeEndArray();
        json.writeStringProperty("title", String.format(text(TITLE), String.join(", ", statements.keySet())));
        tracking(json, id, now);
        json.writeEndObject();
    }

    private void tracking(JsonGenerator json, String id, String now) {
        json.writeObjectPropertyStart("tracking");
        json.writeStringProperty("current_release_date", now);
        json.writeObjectPropertyStart("generator");
        json.writeStringProperty("date", now);
        json.writeObjectPropertyStart("engine");
        json.writeStringProperty("name", "Firebreak");
        json.writeStringProperty("version", version);
        json.writeEndObject();
        json.writeEndObject();
        json.writeStringProperty("id", id);
        json.writeStringProperty("initial_release_date", now);
        json.writeArrayPropertyStart("revision_history");
        json.writeStartObject();
        json.writeStringProperty("date", now);
        json.writeStringProperty("number", "1");
        json.writeStringProperty("summary", text(Text.format("As of %s", "%s 時点", ReportTexts.date(style.asOf()))));
        json.writeEndObject();
        json.writeEndArray();
        json.writeStringProperty("status", "final");
        json.writeStringProperty("version", "1");
        json.writeEndObject();
    }

    private String text(Text wording) {
        return SafeText.text(wording.in(style.language()));
    }
}
