package dev.firebreak.app.web.pages;

import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Wording;
import dev.firebreak.core.assess.Action;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Finding;
import dev.firebreak.core.assess.Missing;
import dev.firebreak.core.assess.Reason;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.estate.Delivery;
import dev.firebreak.core.estate.Light;
import dev.firebreak.core.estate.MachineLine;
import dev.firebreak.core.estate.Role;
import dev.firebreak.core.estate.Waiver;
import dev.firebreak.core.guidance.Rule;
import dev.firebreak.core.guidance.Step;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One machine: how it stands, or stood at a moment, and why.
 *
 * @param line its last line; null for one that was taken off the roll
 * @param light what it shows now for the chosen advisory
 * @param at the moment that is asked for; null for now
 * @param waiver for the chosen advisory, also one whose day has passed; null for none
 * @param assessment empty where it had not reported by then
 */
record MachineView(
        Frame frame,
        String name,
        @Nullable MachineLine line,
        Light light,
        Advisory advisory,
        @Nullable Instant at,
        Optional<Assessment> assessment,
        List<Delivery.Turn> turns,
        List<Delivery.Receipt> receipts,
        @Nullable Waiver waiver,
        LocalDate today) {

    /** Held against the whole catalogue, a machine may have hundreds; the worst come first. */
    private static final int MOST_FINDINGS = 20;

    MachineView {
        turns = List.copyOf(turns);
        receipts = List.copyOf(receipts);
    }

    String link() {
        return Link.to("/machine")
                .with("name", name)
                .with("advisory", advisory.id())
                .toString();
    }

    /** Whether there is an exception to show, or to grant. */
    boolean showsWaiver() {
        return line != null && at == null && (waiver != null || frame.may(Role.APPROVER));
    }

    /** A reason and the shape it is marked with. */
    record Because(String mark, Reason reason) {}

    /** What is missing, and the command that collects it. */
    record Lacking(Missing what, String command) {}

    /** What an advisory means for this machine. */
    record Told(
            Finding finding,
            Light light,
            List<Because> because,
            @Nullable Wording rule,
            List<Lacking> missing,
            List<Step> steps) {}

    List<Told> told() {
        List<Finding> findings =
                new ArrayList<>(assessment.map(Assessment::findings).orElse(List.of()));
        findings.sort(Comparator.comparing((Finding f) -> !f.advisory().id().equals(advisory.id()))
                .thenComparing(f -> f.verdict().kind()));
        return findings.stream().limit(MOST_FINDINGS).map(MachineView::told).toList();
    }

    private static Told told(Finding finding) {
        Verdict verdict = finding.verdict();
        boolean patched = finding.actions().stream().anyMatch(Action.Install.class::isInstance);
        return new Told(
                finding,
                Light.of(verdict.kind(), false),
                verdict.because().stream()
                        .map(r -> new Because(mark(r.kind()), r))
                        .toList(),
                verdict.because().isEmpty()
                        ? null
                        : Rule.of(verdict.because().getFirst().kind()),
                verdict instanceof Verdict.Unknown(var _, var missing)
                        ? missing.stream().map(m -> new Lacking(m, command(m))).toList()
                        : List.of(),
                finding.actions().stream()
                        .map(action -> Step.of(action, patched))
                        .toList());
    }

    private static String mark(Reason.Kind kind) {
        if (kind.isProof()) {
            return "✓";
        }
        return switch (kind) {
            case FILE_OLD,
                    REVISION_OLD,
                    HOTFIX_ABSENT,
                    PROBE_VULNERABLE,
                    SERVICE_PACK_TOO_OLD,
                    PENDING_RESTART,
                    HOTFIX_NEVER_FIXES -> "✗";
            case FILE_FIXED,
                    REVISION_FIXED,
                    HOTFIX_PRESENT,
                    PRODUCT_NOT_AFFECTED,
                    SMB1_DISABLED,
                    HOTFIX_UNPROVEN,
                    LIST_INCOMPLETE,
                    LIST_ABSENT,
                    FILE_OTHER_BRANCH,
                    PROBE_NOT_VULNERABLE,
                    SMB1_IRRELEVANT,
                    CONTRADICTION,
                    PRODUCT_UNKNOWN,
                    PRODUCT_AMBIGUOUS,
                    NOT_COVERED,
                    NOT_PUBLISHED,
                    LOOK_FAILED -> "?";
        };
    }

    private static String command(Missing missing) {
        return switch (missing) {
            case OPERATING_SYSTEM, SERVICE_PACK -> "systeminfo > %COMPUTERNAME%_systeminfo.txt";
            case HOTFIX_LIST -> "wmic qfe list > %COMPUTERNAME%_qfe.txt";
            case FILE_VERSION -> "scripts\\collect.cmd";
        };
    }

    /** A fact in the table at the top. */
    record Fact(String key, String value) {}

    List<Fact> facts() {
        Speech say = frame.say();
        List<Fact> facts = new ArrayList<>();
        if (line != null) {
            facts.add(new Fact("site", say.name(line.site())));
            facts.add(new Fact("segment", say.name(line.segment())));
        }
        assessment.ifPresent(a -> {
            facts.add(new Fact("product", say.name(a.identity().productName())));
            facts.add(new Fact("build", say.name(Objects.toString(a.identity().build(), null))));
            facts.add(new Fact(
                    "architecture", say.name(Objects.toString(a.identity().architecture(), null))));
            facts.add(new Fact("locale", say.name(a.identity().locale())));
            String state = say.of(a.support().state().label());
            facts.add(new Fact(
                    "support",
                    a.support().ends() == null
                            ? state
                            : say.text(
                                    "machine.support",
                                    state,
                                    say.day(a.support().ends()))));
            if (!a.snapshot().addresses().isEmpty()) {
                facts.add(new Fact(
                        "addresses", say.name(String.join(", ", a.snapshot().addresses()))));
            }
            if (!a.snapshot().roles().isEmpty()) {
                facts.add(new Fact(
                        "roles", say.name(String.join(", ", a.snapshot().roles()))));
            }
            facts.add(new Fact("collected", say.moment(a.snapshot().collectedAt())));
        });
        if (line != null) {
            facts.add(new Fact("lastseen", say.moment(line.lastSeen())));
            if (line.openCves() != null) {
                facts.add(new Fact(
                        "cves",
                        say.text(
                                "machine.cves", line.openCves(), Objects.requireNonNullElse(line.exploitedCves(), 0))));
            }
        }
        return facts;
    }
}
