package dev.firebreak.core.dashboard;

import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Assessor;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.fleet.CheckInRecords;
import dev.firebreak.core.fleet.EvidenceAssessor;
import dev.firebreak.core.fleet.EvidenceDating;
import dev.firebreak.core.fleet.EvidenceReader;
import dev.firebreak.core.fleet.FleetStore;
import dev.firebreak.core.fleet.MachineSummary;
import dev.firebreak.core.fleet.UnreadableEvidence;
import dev.firebreak.core.inventory.MachineIdentity;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.text.Text;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Stores evidence that arrives and assesses its machine. Evidence replaces what is in use where it was collected later, goes to the
 * history where it was collected earlier, and is used beside it where the order is not known. The time of collection counts, not the
 * time of arrival; evidence that arrives late never makes a machine safe.
 */
final class EvidenceIntake {

    /** Kind under which unreadable evidence is stored. */
    static final String UNREAD = "unread";

    /** Bytes of unreadable evidence that are stored. */
    private static final int LARGEST_UNREAD = 1 << 20;

    /** Evidence of unknown order that is used for one machine; more would not settle anything. */
    private static final int MAX_BESIDE = 4;

    private final FleetStore store;
    private final EvidenceAssessor evidenceAssessor;
    private final Duration stale;

    /** @param stale after which evidence is too old to be believed */
    EvidenceIntake(FleetStore store, EvidenceAssessor evidenceAssessor, Duration stale) {
        this.store = store;
        this.evidenceAssessor = evidenceAssessor;
        this.stale = stale;
    }

    /**
     * Who sent a file, and its name.
     *
     * @param sender kind of sender
     * @param site of its machines
     * @param name of the file, untrusted
     * @param by the sender's name in the audit log
     * @param modified when the file was last changed; null where it is not known
     */
    record Origin(
            Sender sender,
            String site,
            String name,
            String by,
            @Nullable Instant modified) {}

    /** The result for one machine. */
    record Result(CheckInRecords.Outcome outcome, MachineSummary line, List<Problem> faults) {
        Result {
            faults = List.copyOf(faults);
        }

        /** Of two parts of one file: new counts before known, known before older. */
        Result after(@Nullable Result before) {
            return before == null
                    ? this
                    : new Result(
                            outcome.compareTo(before.outcome) < 0 ? outcome : before.outcome,
                            line,
                            before.with(faults));
        }

        /** The problems followed by the faults of this result. */
        List<Problem> with(List<Problem> problems) {
            return Stream.concat(problems.stream(), faults.stream()).toList();
        }
    }

    /** The result for a file of several machines. */
    static ImportedEvidence imported(
            List<Result> all,
            @Nullable String unreadable,
            List<String> notYours,
            List<String> enrolled,
            List<Problem> problems) {
        List<CheckInRecords.Outcome> outcomes =
                all.stream().map(Result::outcome).toList();
        return new ImportedEvidence(
                Collections.frequency(outcomes, CheckInRecords.Outcome.KEPT),
                Collections.frequency(outcomes, CheckInRecords.Outcome.KNOWN),
                Collections.frequency(outcomes, CheckInRecords.Outcome.OLDER),
                unreadable == null ? List.of() : List.of(unreadable),
                notYours,
                enrolled,
                Stream.concat(problems.stream(), all.stream().flatMap(k -> k.faults.stream()))
                        .toList());
    }

    /**
     * Stores one machine's part of a file; empty where nothing of it can be assessed.
     *
     * @param before the machine's line so far; null for a new one
     */
    Optional<Result> keep(
            EvidenceReader.Part part,
            @Nullable LocalDate day,
            Origin origin,
            @Nullable MachineSummary before,
            Instant now,
            Assessor assessor) {
        CheckInRecords.StoredEvidence counted =
                before == null ? null : store.held(part.machine(), now).orElse(null);
        List<CheckInRecords.Content> held = counted == null ? List.of() : counted.contents();
        CheckInRecords.Content known = held.stream()
                .filter(h -> h.kind().equals(part.kind()) && Arrays.equals(h.content(), part.content()))
                .findFirst()
                .orElse(null);
        EvidenceDating dating =
                known == null ? EvidenceOrder.dating(part.dating(), day, origin.modified(), now) : known.dating();
        UnreadableEvidence unreadable =
                before == null || EvidenceOrder.isAfter(before.unreadable(), dating, known == null)
                        ? null
                        : before.unreadable();
        var arrival = new Arrival(part.machine(), origin, before, now, assessor, unreadable);
        if (known != null) {
            return arrival.judged(known.as(CheckInRecords.Rank.KNOWN), held);
        }
        var content = new CheckInRecords.Content(
                part.kind(), origin.name(), part.content(), now, dating, CheckInRecords.Rank.REPLACES, part.identity());
        boolean another = held.stream().anyMatch(h -> isOfAnother(content, h, part.machine(), origin.sender()));
        boolean older = (!another && held.stream().anyMatch(h -> EvidenceOrder.isOlder(content, h)))
                || (counted != null && EvidenceOrder.isBefore(content, counted.renewedAt(), origin.sender()));
        if (before != null && older) {
            arrival.write(content.as(CheckInRecords.Rank.HISTORY), before);
            return Optional.of(new Result(CheckInRecords.Outcome.OLDER, before, List.of()));
        }
        if (another) {
            return arrival.beside(content, held);
        }
        List<CheckInRecords.Content> after = with(held, content);
        Optional<EvidenceAssessor.Result> alone = evidenceAssessor.assess(assessor, part.machine(), after, unreadable);
        if (before == null
                || alone.isEmpty()
                || !isDoubtful(
                        before,
                        content,
                        held,
                        SummaryWriter.verdicts(alone.get().assessment()))) {
            return alone.map(judged -> arrival.keep(content, after, judged));
        }
        return arrival.beside(content, held);
    }

    /**
     * Whether it comes from another machine than the evidence in use of its kind. With its own token a machine may report another copy
     * of Windows on the same hardware: that is an upgrade.
     */
    private boolean isOfAnother(
            CheckInRecords.Content content, CheckInRecords.Content held, String machine, Sender sender) {
        MachineIdentity identity = content.identity();
        if (identity == null || !identity.isKnown() || !held.kind().equals(content.kind())) {
            return false;
        }
        MachineIdentity known = evidenceAssessor.identity(machine, held);
        boolean upgraded = sender == Sender.MACHINE
                && held.rank() == CheckInRecords.Rank.REPLACES
                && !known.isOtherHardware(identity);
        return known.differs(identity) && !upgraded;
    }

    /** One machine's part of a file while it is stored. */
    private final class Arrival {
        private final String machine;
        private final Origin origin;
        private final @Nullable MachineSummary before;
        private final Instant now;
        private final Assessor assessor;
        private final @Nullable UnreadableEvidence unreadable;

        Arrival(
                String machine,
                Origin origin,
                @Nullable MachineSummary before,
                Instant now,
                Assessor assessor,
                @Nullable UnreadableEvidence unreadable) {
            this.machine = machine;
            this.origin = origin;
            this.before = before;
            this.now = now;
            this.assessor = assessor;
            this.unreadable = unreadable;
        }

        /** @param all evidence that is used from now on */
        Optional<Result> judged(CheckInRecords.Content content, List<CheckInRecords.Content> all) {
            return evidenceAssessor
                    .assess(assessor, machine, all, unreadable)
                    .map(judged -> keep(content, all, judged));
        }

        /** Uses it beside the stored evidence, or only keeps it as history where there is too much of unknown order. */
        Optional<Result> beside(CheckInRecords.Content content, List<CheckInRecords.Content> held) {
            long beside = held.stream()
                    .filter(h -> h.rank() == CheckInRecords.Rank.BESIDE)
                    .count();
            return beside < MAX_BESIDE
                    ? judged(content.as(CheckInRecords.Rank.BESIDE), with(held, content.as(CheckInRecords.Rank.BESIDE)))
                    : judged(content.as(CheckInRecords.Rank.HISTORY), held);
        }

        Result keep(CheckInRecords.Content content, List<CheckInRecords.Content> all, EvidenceAssessor.Result judged) {
            Assessment assessment = judged.assessment();
            MachineSummary line = SummaryWriter.line(
                    machine, origin.site(), seen(before, now, assessment, all), assessment, all, unreadable);
            return new Result(write(content, line), line, judged.faults());
        }

        CheckInRecords.Outcome write(CheckInRecords.Content content, MachineSummary line) {
            return store.keep(List.of(new CheckInRecords.CheckIn(content, line, origin.by())))
                    .getFirst();
        }
    }

    /**
     * Stores that evidence of a machine could not be read.
     *
     * @param why it could not be read
     * @param spoke whether the machine sent it itself
     */
    MachineSummary unreadable(
            String named,
            byte[] content,
            Origin origin,
            Text why,
            boolean spoke,
            @Nullable MachineSummary before,
            Instant now,
            Assessor assessor) {
        String machine = before == null ? named : before.name();
        var unreadable = new UnreadableEvidence(now, origin.name(), origin.by(), why);
        List<CheckInRecords.Content> held = before == null
                ? List.of()
                : store.held(machine, unreadable.at())
                        .map(CheckInRecords.StoredEvidence::contents)
                        .orElse(List.of());
        Assessment assessment = evidenceAssessor
                .assess(assessor, machine, held, unreadable)
                .orElseThrow()
                .assessment();
        Instant seen = before == null || spoke ? unreadable.at() : before.lastSeen();
        var kept = new CheckInRecords.Content(
                UNREAD,
                origin.name(),
                content.length > LARGEST_UNREAD ? Arrays.copyOf(content, LARGEST_UNREAD) : content,
                unreadable.at(),
                EvidenceDating.UNKNOWN,
                CheckInRecords.Rank.UNREAD);
        MachineSummary line = SummaryWriter.line(machine, origin.site(), seen, assessment, held, unreadable);
        store.keep(List.of(new CheckInRecords.CheckIn(kept, line, origin.by())));
        return line;
    }

    private static List<CheckInRecords.Content> with(
            List<CheckInRecords.Content> held, CheckInRecords.Content content) {
        List<CheckInRecords.Content> all = new ArrayList<>(held);
        if (content.rank() == CheckInRecords.Rank.REPLACES) {
            all.removeIf(h -> h.kind().equals(content.kind()));
        }
        all.add(content);
        return all;
    }

    /** Whether it would make the machine safe without proof that it is newer than the evidence against that. */
    private boolean isDoubtful(
            MachineSummary before,
            CheckInRecords.Content content,
            List<CheckInRecords.Content> held,
            Map<String, Verdict.Kind> after) {
        boolean contradicted = held.stream().anyMatch(h -> h.rank() == CheckInRecords.Rank.BESIDE);
        boolean safer = false;
        boolean proven = false;
        for (Map.Entry<String, Verdict.Kind> one : after.entrySet()) {
            Verdict.Kind was = before.verdict(one.getKey());
            if (isSafe(one.getValue()) && !isSafe(was)) {
                safer = true;
                proven |= was == Verdict.Kind.VULNERABLE;
            }
        }
        if (!safer) {
            return false;
        }
        List<CheckInRecords.Content> base = held.stream()
                .filter(h -> h.rank() == CheckInRecords.Rank.REPLACES)
                .toList();
        boolean noneOfKind = base.stream().noneMatch(h -> h.kind().equals(content.kind()));
        boolean newer = base.stream()
                .filter(h -> noneOfKind
                        || h.kind().equals(content.kind())
                        || h.dating().collectedAt() != null)
                .allMatch(h -> h.dating().isOlder(h.receivedAt(), content.dating()));
        return !newer
                && (proven || contradicted || store.wasReceived(before.name(), content.kind(), content.content()));
    }

    private static boolean isSafe(Verdict.Kind verdict) {
        return switch (verdict) {
            case VULNERABLE, UNKNOWN -> false;
            case MITIGATED, FIXED, NOT_AFFECTED -> true;
        };
    }

    /** When the machine was last seen: evidence that is stale on arrival is no sign of life. */
    private Instant seen(
            @Nullable MachineSummary before,
            Instant now,
            Assessment assessment,
            List<CheckInRecords.Content> contents) {
        Instant collected = SummaryWriter.dating(assessment, contents).collectedAt();
        if (collected == null || !collected.isBefore(now.minus(stale))) {
            return now;
        }
        return before == null ? collected : before.lastSeen();
    }

    /** The machine's line, assessed again; empty where there is no evidence to assess. */
    static Optional<MachineSummary> again(
            EvidenceAssessor evidenceAssessor,
            Assessor assessor,
            MachineSummary before,
            List<CheckInRecords.Content> contents,
            @Nullable UnreadableEvidence unreadable) {
        return evidenceAssessor
                .assess(assessor, before.name(), contents, unreadable)
                .map(anew -> SummaryWriter.line(
                        before.name(), before.site(), before.lastSeen(), anew.assessment(), contents, unreadable));
    }

    /** The lines of all machines that the assessor judges otherwise than before. */
    List<MachineSummary> reassessed(Assessor assessor, Function<String, Optional<MachineSummary>> lines) {
        List<MachineSummary> changed = new ArrayList<>();
        store.held(held -> {
            MachineSummary before = lines.apply(held.machine()).orElse(null);
            if (before != null) {
                again(evidenceAssessor, assessor, before, held.contents(), before.unreadable())
                        .filter(line -> !line.equals(before))
                        .ifPresent(changed::add);
            }
        });
        return changed;
    }

    /** Stores the line of a machine that was installed anew: its own earlier evidence is no longer used. */
    MachineSummary renewed(MachineSummary before, Instant now, Assessor assessor) {
        List<CheckInRecords.Content> outside =
                store.held(before.name(), now).map(CheckInRecords.StoredEvidence::contents).orElse(List.of()).stream()
                        .filter(CheckInRecords.Content::isFromOutside)
                        .toList();
        Assessment assessment = evidenceAssessor
                .assess(assessor, before.name(), outside, before.unreadable())
                .map(EvidenceAssessor.Result::assessment)
                .orElseGet(() -> evidenceAssessor.expected(assessor, before.name()));
        MachineSummary line = SummaryWriter.line(
                before.name(), before.site(), before.lastSeen(), assessment, outside, before.unreadable());
        store.renew(line, now);
        return line;
    }

    /** Stores the machine's line without the unreadable evidence; null where there is no other evidence. */
    @Nullable
    MachineSummary dismissed(MachineSummary before, Instant now, Assessor assessor) {
        List<CheckInRecords.Content> held = store.held(before.name(), now)
                .map(CheckInRecords.StoredEvidence::contents)
                .orElse(List.of());
        MachineSummary line =
                again(evidenceAssessor, assessor, before, held, null).orElse(null);
        if (line != null) {
            store.dismiss(line, now);
        }
        return line;
    }
}
