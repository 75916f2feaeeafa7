package dev.firebreak.app.report.json;

import dev.firebreak.app.io.JsonWriter;
import dev.firebreak.app.report.model.CatalogueSummary;
import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Product;
import dev.firebreak.core.advisory.Update;
import dev.firebreak.core.advisory.UpdatePackage;
import dev.firebreak.core.assess.Action;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Finding;
import dev.firebreak.core.assess.MissingEvidence;
import dev.firebreak.core.assess.ProductIdentity;
import dev.firebreak.core.assess.Reason;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.catalogue.KnowledgeFreshness;
import dev.firebreak.core.guidance.MitigationCommand;
import dev.firebreak.core.guidance.ReasonText;
import dev.firebreak.core.inventory.Evidence.IndicatorObserved;
import dev.firebreak.core.inventory.Snapshot;
import dev.firebreak.core.text.Language;
import dev.firebreak.core.text.Text;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** One machine as an element of {@code machines}; names are promised to the outside and never change. */
public final class MachineJson {

    private final JsonGenerator json;
    private final Language language;
    private final int mostCves;

    /** @param mostCves of one finding; the most urgent are told, and always how many there are */
    public MachineJson(JsonGenerator json, Language language, int mostCves) {
        this.json = json;
        this.language = language;
        this.mostCves = mostCves;
    }

    void write(Assessment assessment) {
        write(assessment, null);
    }

    /** @param knowledge how far it reaches, where the machine stands alone; null where the document says it once */
    public void write(Assessment assessment, @Nullable KnowledgeFreshness knowledge) {
        Snapshot snapshot = assessment.snapshot();
        json.writeStartObject();
        text("machine", snapshot.machine());
        text("source", snapshot.sources().isEmpty() ? null : snapshot.sources().getFirst());
        JsonWriter.texts(json, "sources", snapshot.sources());
        if (!snapshot.superseded().isEmpty()) {
            JsonWriter.texts(json, "superseded", snapshot.superseded());
        }
        identity(assessment.identity());
        text("site", snapshot.site());
        text("segment", snapshot.segment());
        JsonWriter.texts(json, "addresses", snapshot.addresses());
        JsonWriter.texts(json, "roles", snapshot.roles());
        text(
                "collectedAt",
                snapshot.collectedAt() == null ? null : snapshot.collectedAt().toString());
        json.writeObjectPropertyStart("support");
        text("state", assessment.support().state().id());
        date("ends", assessment.support().ends());
        json.writeEndObject();
        suspicion(snapshot);
        json.writeArrayPropertyStart("findings");
        if (isBrief() && assessment.exposure() != null) {
            briefly(assessment);
        } else {
            assessment.findings().forEach(this::finding);
        }
        json.writeEndArray();
        if (assessment.exposure() != null) {
            new ExposureJson(json).write(assessment.exposure(), isBrief());
        }
        if (knowledge != null) {
            json.writeName("knowledge");
            JsonWriter.knowledge(json, knowledge);
        }
        json.writeEndObject();
    }

    /** Traces of a worm, where there are any: "suspected", and no part of any verdict. */
    private void suspicion(Snapshot snapshot) {
        if (snapshot.traces().isEmpty()) {
            return;
        }
        text("infection", "suspected");
        json.writeArrayPropertyStart("indicators");
        for (IndicatorObserved seen : snapshot.traces()) {
            json.writeStartObject();
            text("trace", seen.trace().id());
            text("detail", seen.trace().label().in(language));
            text("place", seen.place());
            json.writeNumberProperty("count", seen.count());
            text("source", seen.source().toString());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private boolean isBrief() {
        return mostCves < Integer.MAX_VALUE;
    }

    /** What the whole catalogue says as one finding: all updates to install, the most urgent CVEs, and how many. */
    private void briefly(Assessment assessment) {
        List<Finding> rest = new ArrayList<>();
        for (Finding finding : assessment.findings()) {
            if (CatalogueSummary.isPart(finding)) {
                rest.add(finding);
            } else {
                finding(finding);
            }
        }
        if (!rest.isEmpty()) {
            finding(CatalogueSummary.together(rest, assessment));
        }
    }

    private void identity(ProductIdentity identity) {
        Product product = identity.product();
        text("product", identity.productName());
        text("productId", product == null ? null : product.id());
        text("build", identity.build() == null ? null : identity.build().toString());
        text("architecture", id(identity.architecture()));
        text("language", identity.locale());
        text("displayLanguage", identity.display());
    }

    private void finding(Finding finding) {
        Verdict verdict = finding.verdict();
        json.writeStartObject();
        text("advisory", finding.advisory().id());
        List<String> cves = finding.advisory().cves();
        JsonWriter.texts(json, "cves", cves.subList(0, Math.min(mostCves, cves.size())));
        json.writeNumberProperty("cveCount", cves.size());
        text("verdict", verdict.kind().id());
        json.writeArrayPropertyStart("because");
        verdict.because().forEach(this::reason);
        json.writeEndArray();
        List<MissingEvidence> missing = verdict instanceof Verdict.Unknown unknown ? unknown.missing() : List.of();
        JsonWriter.texts(json, "missingEvidence", ids(missing));
        json.writeArrayPropertyStart("actions");
        finding.actions().forEach(this::action);
        json.writeEndArray();
        json.writeEndObject();
    }

    private void reason(Reason reason) {
        json.writeStartObject();
        text("kind", reason.id());
        text("detail", ReasonText.of(reason).in(language));
        text("source", reason.source() == null ? null : reason.source().toString());
        json.writeEndObject();
    }

    private void action(Action action) {
        json.writeStartObject();
        switch (action) {
            case Action.Install install -> install(install);
            case Action.Restart(var why) -> {
                text("type", "restart");
                text("why", ReasonText.of(why).in(language));
            }
            case Action.Mitigate(var mitigation, var how) -> {
                text("type", "mitigate");
                text("mitigation", mitigation.id());
                text("command", MitigationCommand.apply(how));
                text("undo", MitigationCommand.undo(how));
                json.writeBooleanProperty("restart", how.restart());
            }
            case Action.Isolate(var why) -> {
                text("type", "isolate");
                text("why", ReasonText.of(why).in(language));
            }
            case Action.Collect(var what) -> {
                text("type", "collect");
                JsonWriter.texts(json, "what", ids(what));
                text(
                        "detail",
                        what.stream()
                                .map(m -> m.label().in(language))
                                .collect(Collectors.joining(language == Language.JA ? "、" : "; ")));
            }
            case Action.Migrate(var to, var from, var until) -> {
                text("type", "migrate");
                text("to", to);
                date("supportEnded", from);
                date("supportedUntil", until);
            }
        }
        json.writeEndObject();
    }

    private void install(Action.Install install) {
        text("type", "install");
        text("kb", install.kb().toString());
        text("updateKind", install.kind().id());
        text("channel", install.channel().id());
        UpdatePackage choice = install.choice();
        json.writeObjectPropertyStart("package");
        text("file", choice.file());
        text("sha1", choice.sha1());
        text("language", choice.language());
        text("architecture", id(choice.architecture()));
        text("url", choice.url());
        json.writeEndObject();
        JsonWriter.texts(
                json,
                "prerequisites",
                install.prerequisites().stream().map(p -> p.in(language)).toList());
        Update newest = install.newest();
        if (newest != null) {
            json.writeObjectPropertyStart("newest");
            text("kb", newest.kb().toString());
            text("updateKind", newest.kind().id());
            date("published", newest.published());
            json.writeEndObject();
        }
        Text note = install.note();
        if (note != null) {
            text("note", note.in(language));
        }
        if (install.search() != null) {
            text("search", install.search());
        }
    }

    private static List<String> ids(List<MissingEvidence> missing) {
        return missing.stream().map(MissingEvidence::id).toList();
    }

    private static @Nullable String id(@Nullable Architecture architecture) {
        return architecture == null ? null : architecture.id();
    }

    private void date(String name, @Nullable LocalDate date) {
        text(name, date == null ? null : date.toString());
    }

    private void text(String name, @Nullable String value) {
        JsonWriter.text(json, name, value);
    }
}
