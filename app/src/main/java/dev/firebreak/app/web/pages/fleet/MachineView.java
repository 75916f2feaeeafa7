package dev.firebreak.app.web.pages.fleet;

import dev.firebreak.app.report.model.MachineTexts;
import dev.firebreak.app.web.pages.frame.PageFrame;
import dev.firebreak.app.web.pages.frame.PageLink;
import dev.firebreak.app.web.pages.frame.PageTexts;
import dev.firebreak.core.access.ApprovedException;
import dev.firebreak.core.access.Role;
import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.assess.Action;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Finding;
import dev.firebreak.core.assess.MissingEvidence;
import dev.firebreak.core.assess.Reason;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.fleet.CheckInRecords;
import dev.firebreak.core.fleet.EvidenceDating;
import dev.firebreak.core.fleet.MachineStatus;
import dev.firebreak.core.fleet.MachineSummary;
import dev.firebreak.core.fleet.UnreadableEvidence;
import dev.firebreak.core.guidance.ActionText;
import dev.firebreak.core.guidance.RuleText;
import dev.firebreak.core.guidance.SuspicionText;
import dev.firebreak.core.text.Text;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One machine: how it stands, or stood at a moment, and why.
 *
 * @param line its last line; null for a machine that was removed
 * @param status what it shows now for the chosen advisory
 * @param at the moment that is asked for; null for now
 * @param exception for the chosen advisory, also one whose day has passed; null for none
 * @param assessment empty where it had not reported by then
 * @param stale whether the evidence that it is judged by now is known to be too old
 * @param boards of which advisories there are pages
 * @param enrolled since when it has a token of its own; null where it has none
 * @param detections that name it; null for another moment, and for a machine that was removed
 */
public record MachineView(
        PageFrame frame,
        String name,
        @Nullable MachineSummary line,
        MachineStatus status,
        Advisory advisory,
        @Nullable Instant at,
        Optional<Assessment> assessment,
        List<CheckInRecords.VerdictChange> turns,
        List<CheckInRecords.Receipt> receipts,
        @Nullable ApprovedException exception,
        LocalDate today,
        boolean stale,
        List<Advisory> boards,
        @Nullable Instant enrolled,
        @Nullable MachineDetectionsView detections) {

    /** Held against the whole catalogue, a machine may need hundreds of updates; the worst come first. */
    private static final int MAX_OTHERS = 100;

    private static final int FIRST_OTHERS = 8;

    public MachineView {
        turns = List.copyOf(turns);
        receipts = List.copyOf(receipts);
        boards = List.copyOf(boards);
    }

    String link() {
        return PageLink.to("/machine")
                .with("name", name)
                .with("advisory", advisory.id())
                .toString();
    }

    /** The last evidence, where it could not be read; null where it could, or where another moment is asked for. */
    @Nullable
    UnreadableEvidence unreadable() {
        return line == null || at != null ? null : line.unreadable();
    }

    /** Traces of a worm that the machine reported; nothing where it reported none. */
    Optional<Text> suspicion() {
        return assessment.flatMap(a -> SuspicionText.of(a.snapshot()));
    }

    /** When something was collected, and whether that is an estimate; never the time of arrival. */
    String collected(EvidenceDating dating) {
        PageTexts texts = frame.texts();
        return switch (dating.basis()) {
            case CONTENT -> texts.moment(dating.collectedAt());
            case FILE_DATE -> texts.text("collected.fileDate", dating.collectedAt());
            case FILE_NAME -> texts.text("collected.fileName", texts.day(Objects.requireNonNull(dating.collectedAt())));
            case UNKNOWN -> texts.text("collected.unknown");
        };
    }

    /** How something that was received counts. */
    String counts(CheckInRecords.Rank rank) {
        return frame.texts().text("counts." + rank.name().toLowerCase(Locale.ROOT));
    }

    /** Whether there is an exception to show, or to grant. */
    boolean showsException() {
        return line != null && at == null && (exception != null || frame.may(Role.APPROVER));
    }

    /** A reason and the shape it is marked with. */
    record MarkedReason(String mark, Reason reason) {}

    /** What is missing, and the command that collects it. */
    record MissingItem(MissingEvidence what, String command) {}

    /** What an advisory means for this machine. */
    record OtherFinding(
            Finding finding,
            MachineStatus status,
            List<MarkedReason> because,
            @Nullable Text rule,
            List<MissingItem> missing,
            List<ActionText> steps) {

        private static final int MAX_CVES = 30;

        /** What it is about, where its reason does not name the update anyway: ids like {@code catalogue-unknown} are for programs. */
        String label(PageTexts texts) {
            return finding.advisory().id().startsWith("KB")
                    ? ""
                    : texts.of(finding.advisory().title());
        }

        /** The first of the CVEs, what is exploited before the others, and how many more there are. */
        String cves(PageTexts texts) {
            List<String> all = finding.advisory().cves();
            String first = String.join(", ", all.subList(0, Math.min(MAX_CVES, all.size())));
            return all.size() > MAX_CVES ? first + " " + texts.text("andmore", all.size() - MAX_CVES) : first;
        }
    }

    /** What the advisories with boards mean for it, the chosen one first. */
    List<OtherFinding> shown() {
        return findings(true)
                .sorted(Comparator.comparing((Finding f) -> !f.advisory().id().equals(advisory.id()))
                        .thenComparing(f -> f.verdict().kind()))
                .map(MachineView::others)
                .toList();
    }

    /** What the rest of the imported feeds means for it: the most urgent, and the others to be unfolded. */
    List<List<OtherFinding>> others() {
        List<OtherFinding> all =
                findings(false).limit(MAX_OTHERS).map(MachineView::others).toList();
        int first = Math.min(FIRST_OTHERS, all.size());
        return List.of(all.subList(0, first), all.subList(first, all.size()));
    }

    /** How many of these are not shown. */
    long more() {
        return Math.max(0, findings(false).count() - MAX_OTHERS);
    }

    private Stream<Finding> findings(boolean withBoard) {
        return assessment.map(Assessment::findings).orElse(List.of()).stream()
                .filter(f ->
                        boards.stream().anyMatch(a -> a.id().equals(f.advisory().id())) == withBoard)
                .sorted(Comparator.comparing(f -> f.verdict().kind()));
    }

    /** Turns of the advisories with boards; those of every update that a machine once lacked would bury them. */
    List<CheckInRecords.VerdictChange> history() {
        return turns.stream()
                .filter(turn -> boards.stream().anyMatch(a -> a.id().equals(turn.advisory())))
                .limit(MAX_OTHERS)
                .toList();
    }

    /** How many CVEs are open by all that was imported; null where nobody can tell. */
    @Nullable
    String open() {
        Integer open = line == null || at != null ? null : line.openCves();
        return open == null
                ? null
                : frame.texts()
                        .text(
                                "machine.cves",
                                open,
                                Objects.requireNonNullElse(
                                        Objects.requireNonNull(line).exploitedCves(), 0));
    }

    private static OtherFinding others(Finding finding) {
        Verdict verdict = finding.verdict();
        boolean patched = finding.actions().stream().anyMatch(Action.Install.class::isInstance);
        return new OtherFinding(
                finding,
                MachineStatus.of(verdict.kind(), false),
                verdict.because().stream()
                        .map(r -> new MarkedReason(MachineTexts.mark(r), r))
                        .toList(),
                verdict.because().isEmpty()
                        ? null
                        : RuleText.of(verdict.because().getFirst().kind()),
                verdict instanceof Verdict.Unknown(var _, var missing)
                        ? missing.stream()
                                .map(m -> new MissingItem(m, command(m)))
                                .toList()
                        : List.of(),
                finding.actions().stream()
                        .map(action -> ActionText.of(action, patched))
                        .toList());
    }

    private static String command(MissingEvidence missing) {
        return switch (missing) {
            case OPERATING_SYSTEM, SERVICE_PACK -> "systeminfo > %COMPUTERNAME%_systeminfo.txt";
            case HOTFIX_LIST -> "wmic qfe list > %COMPUTERNAME%_qfe.txt";
            case FILE_VERSION, COMPONENTS -> "scripts\\collect.cmd";
        };
    }

    /** A fact in the table at the top. */
    record Fact(String key, String value) {}

    List<Fact> facts() {
        PageTexts texts = frame.texts();
        List<Fact> facts = new ArrayList<>();
        if (line != null) {
            facts.add(new Fact("site", texts.name(line.site())));
            facts.add(new Fact("segment", texts.name(line.segment())));
        }
        assessment.ifPresent(a -> {
            facts.add(new Fact("product", texts.name(a.identity().productName())));
            facts.add(new Fact("build", texts.name(Objects.toString(a.identity().build(), null))));
            facts.add(new Fact(
                    "architecture", texts.name(Objects.toString(a.identity().architecture(), null))));
            facts.add(new Fact("locale", texts.name(a.identity().locale())));
            String state = texts.of(a.support().state().label());
            facts.add(new Fact(
                    "support",
                    a.support().ends() == null
                            ? state
                            : texts.text(
                                    "machine.support",
                                    state,
                                    texts.day(a.support().ends()))));
            if (!a.snapshot().addresses().isEmpty()) {
                facts.add(new Fact(
                        "addresses", texts.name(String.join(", ", a.snapshot().addresses()))));
            }
            if (!a.snapshot().roles().isEmpty()) {
                facts.add(new Fact(
                        "roles", texts.name(String.join(", ", a.snapshot().roles()))));
            }
        });
        if (line != null) {
            facts.add(new Fact("collected", collected(line.dating())));
            facts.add(new Fact("lastseen", texts.moment(line.lastSeen())));
            facts.add(new Fact(
                    "machine.enrolled", enrolled == null ? texts.text("machine.enrolled.no") : texts.moment(enrolled)));
            if (line.openCves() != null) {
                facts.add(new Fact(
                        "cves",
                        texts.text(
                                "machine.cves", line.openCves(), Objects.requireNonNullElse(line.exploitedCves(), 0))));
            }
        }
        return facts;
    }
}
