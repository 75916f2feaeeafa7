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
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of evidence that arrives: whether it is newer than what counts, older, or nobody can tell, and how its machine stands
 * since. What was collected last counts, not what arrived last; what arrives late never makes a machine safe.
 */
final class EvidenceIntake {

    /** As which evidence that could not be read is kept. */
    static final String UNREAD = "unread";

    /** Of what could not be read no more than this is kept. */
    private static final int LARGEST_UNREAD = 1 << 20;

    /** Accounts that nothing orders: more make nothing clearer. */
    private static final int MAX_BESIDE = 4;

    /** A file system or archive without a date tells one of the first days of its own calendar: 1970 or 1980. */
    private static final Instant FIRST_DATE = Instant.parse("1980-01-03T00:00:00Z");

    private final FleetStore store;
    private final EvidenceAssessor judge;
    private final Duration stale;

    /** @param stale after which evidence is too old to be believed */
    EvidenceIntake(FleetStore store, EvidenceAssessor judge, Duration stale) {
        this.store = store;
        this.judge = judge;
        this.stale = stale;
    }

    /**
     * Who brought a file and what it is called.
     *
     * @param sender as what they brought it
     * @param site whose machines it is of
     * @param name of the file, untrusted
     * @param by as the audit names them
     * @param modified when the file was last changed; null where nobody told
     */
    record Origin(
            Sender sender,
            String site,
            String name,
            String by,
            @Nullable Instant modified) {}

    /** What became of it. */
    record Result(CheckInRecords.Outcome outcome, MachineSummary line, List<Problem> faults) {
        Result {
            faults = List.copyOf(faults);
        }

        /** Of two parts of one file: what is new counts before what was there, and that before what is older. */
        Result after(@Nullable Result before) {
            return before == null
                    ? this
                    : new Result(
                            outcome.compareTo(before.outcome) < 0 ? outcome : before.outcome,
                            line,
                            before.with(faults));
        }

        /** These complaints and its faults. */
        List<Problem> with(List<Problem> problems) {
            return Stream.concat(problems.stream(), faults.stream()).toList();
        }
    }

    /** What a file of several machines came to. */
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
     * Keeps one machine's part of a file; empty where nothing of it can be judged.
     *
     * @param before the machine's line so far; null for a new one
     */
    Optional<Result> keep(
            EvidenceReader.Part part,
            @Nullable LocalDate day,
            Origin brought,
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
        EvidenceDating dating = known == null ? dating(part.dating(), day, brought.modified(), now) : known.dating();
        UnreadableEvidence unreadable =
                before == null || isAfter(before.unreadable(), dating, known == null) ? null : before.unreadable();
        var arrival = new Arrival(part.machine(), brought, before, now, assessor, unreadable);
        if (known != null) {
            return arrival.judged(known.as(CheckInRecords.Rank.KNOWN), held);
        }
        var content = new CheckInRecords.Content(
                part.kind(),
                brought.name(),
                part.content(),
                now,
                dating,
                CheckInRecords.Rank.REPLACES,
                part.identity());
        boolean another = held.stream().anyMatch(h -> isOfAnother(content, h, part.machine(), brought.sender()));
        boolean older = (!another && held.stream().anyMatch(h -> isOlder(content, h)))
                || (counted != null && isBefore(content, counted.renewedAt(), brought.sender()));
        if (before != null && older) {
            arrival.write(content.as(CheckInRecords.Rank.HISTORY), before);
            return Optional.of(new Result(CheckInRecords.Outcome.OLDER, before, List.of()));
        }
        if (another) {
            return arrival.beside(content, held);
        }
        List<CheckInRecords.Content> after = with(held, content);
        Optional<EvidenceAssessor.Result> alone = judge.assess(assessor, part.machine(), after, unreadable);
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
     * Whether it is of another machine than what counts of its kind. By its own token a machine may say that another copy of Windows is
     * installed on it: that is an upgrade.
     */
    private boolean isOfAnother(
            CheckInRecords.Content content, CheckInRecords.Content held, String machine, Sender sender) {
        MachineIdentity told = content.identity();
        if (told == null || !told.isKnown() || !held.kind().equals(content.kind())) {
            return false;
        }
        MachineIdentity known = judge.identity(machine, held);
        boolean upgraded =
                sender == Sender.MACHINE && held.rank() == CheckInRecords.Rank.REPLACES && !known.isOtherHardware(told);
        return known.differs(told) && !upgraded;
    }

    /** Whether it was collected before the machine began anew. A clock may be off where the machine itself speaks. */
    private static boolean isBefore(CheckInRecords.Content content, @Nullable Instant renewed, Sender sender) {
        return renewed != null
                && (sender == Sender.IMPORTER || sender == Sender.FOLDER)
                && !content.isFromOutside()
                && content.dating().isOlder(content.receivedAt(), EvidenceDating.collected(renewed));
    }

    /** One machine's part of a file on its way into the ledger. */
    private final class Arrival {
        private final String machine;
        private final Origin brought;
        private final @Nullable MachineSummary before;
        private final Instant now;
        private final Assessor assessor;
        private final @Nullable UnreadableEvidence unreadable;

        Arrival(
                String machine,
                Origin brought,
                @Nullable MachineSummary before,
                Instant now,
                Assessor assessor,
                @Nullable UnreadableEvidence unreadable) {
            this.machine = machine;
            this.brought = brought;
            this.before = before;
            this.now = now;
            this.assessor = assessor;
            this.unreadable = unreadable;
        }

        /** @param all that counts from now on */
        Optional<Result> judged(CheckInRecords.Content content, List<CheckInRecords.Content> all) {
            return judge.assess(assessor, machine, all, unreadable).map(judged -> keep(content, all, judged));
        }

        /** Counts beside what is held; too many of them make nothing clearer. */
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
                    machine, brought.site(), seen(before, now, assessment, all), assessment, all, unreadable);
            return new Result(write(content, line), line, judged.faults());
        }

        CheckInRecords.Outcome write(CheckInRecords.Content content, MachineSummary line) {
            return store.keep(List.of(new CheckInRecords.CheckIn(content, line, brought.by())))
                    .getFirst();
        }
    }

    /**
     * Keeps that evidence of a machine could not be read.
     *
     * @param why it could not be read
     * @param spoke whether the machine sent it itself
     */
    MachineSummary unreadable(
            String named,
            byte[] content,
            Origin brought,
            Text why,
            boolean spoke,
            @Nullable MachineSummary before,
            Instant now,
            Assessor assessor) {
        String machine = before == null ? named : before.name();
        var unreadable = new UnreadableEvidence(now, brought.name(), brought.by(), why);
        List<CheckInRecords.Content> held = before == null
                ? List.of()
                : store.held(machine, unreadable.at())
                        .map(CheckInRecords.StoredEvidence::contents)
                        .orElse(List.of());
        Assessment assessment =
                judge.assess(assessor, machine, held, unreadable).orElseThrow().assessment();
        Instant seen = before == null || spoke ? unreadable.at() : before.lastSeen();
        var kept = new CheckInRecords.Content(
                UNREAD,
                brought.name(),
                content.length > LARGEST_UNREAD ? Arrays.copyOf(content, LARGEST_UNREAD) : content,
                unreadable.at(),
                EvidenceDating.UNKNOWN,
                CheckInRecords.Rank.UNREAD);
        MachineSummary line = SummaryWriter.line(machine, brought.site(), seen, assessment, held, unreadable);
        store.keep(List.of(new CheckInRecords.CheckIn(kept, line, brought.by())));
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

    /** From the content, else from the file: a day in its name, made finer by its date, or its date alone. */
    private static EvidenceDating dating(
            EvidenceDating told, @Nullable LocalDate day, @Nullable Instant modified, Instant now) {
        if (told.basis() != EvidenceDating.Basis.UNKNOWN) {
            return told.arrived(now);
        }
        Instant changed = modified == null || modified.isBefore(FIRST_DATE) ? null : modified;
        if (day != null) {
            Instant from = day.atStartOfDay(ZoneOffset.UTC).toInstant();
            boolean within = changed != null
                    && !changed.isBefore(from.minus(EvidenceDating.ZONES))
                    && changed.isBefore(from.plus(Duration.ofDays(1)).plus(EvidenceDating.ZONES));
            return (within
                            ? new EvidenceDating(changed, EvidenceDating.Basis.FILE_DATE, told.bootedAt())
                            : new EvidenceDating(from, EvidenceDating.Basis.FILE_NAME, told.bootedAt()))
                    .arrived(now);
        }
        return (changed == null ? told : new EvidenceDating(changed, EvidenceDating.Basis.FILE_DATE, told.bootedAt()))
                .arrived(now);
    }

    private static boolean isOlder(CheckInRecords.Content content, CheckInRecords.Content held) {
        return held.kind().equals(content.kind()) && content.dating().isOlder(content.receivedAt(), held.dating());
    }

    /** Whether evidence is later than what could not be read; a clock may be off where the evidence itself is new. */
    private static boolean isAfter(@Nullable UnreadableEvidence unreadable, EvidenceDating dating, boolean isNew) {
        Instant collected = dating.collectedAt();
        return unreadable == null
                || collected == null
                || !collected.isBefore(isNew ? unreadable.at().minus(EvidenceDating.ZONES) : unreadable.at());
    }

    /** Whether it would make the machine safe although nothing tells that it is newer than what says that it is not. */
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

    /** Evidence that is stale when it arrives is no sign of life. */
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

    /** The machine's line as it is judged now; empty where there is nothing to judge it by. */
    static Optional<MachineSummary> again(
            EvidenceAssessor judge,
            Assessor assessor,
            MachineSummary before,
            List<CheckInRecords.Content> contents,
            @Nullable UnreadableEvidence unreadable) {
        return judge.assess(assessor, before.name(), contents, unreadable)
                .map(anew -> SummaryWriter.line(
                        before.name(), before.site(), before.lastSeen(), anew.assessment(), contents, unreadable));
    }

    /** The machine's line from when it begins anew, kept: what it told of itself counts no more. */
    MachineSummary renewed(MachineSummary before, Instant now, Assessor assessor) {
        List<CheckInRecords.Content> outside =
                store.held(before.name(), now).map(CheckInRecords.StoredEvidence::contents).orElse(List.of()).stream()
                        .filter(CheckInRecords.Content::isFromOutside)
                        .toList();
        Assessment assessment = judge.assess(assessor, before.name(), outside, before.unreadable())
                .map(EvidenceAssessor.Result::assessment)
                .orElseGet(() -> judge.expected(assessor, before.name()));
        MachineSummary line = SummaryWriter.line(
                before.name(), before.site(), before.lastSeen(), assessment, outside, before.unreadable());
        store.renew(line, now);
        return line;
    }

    /** The machine's line without what could not be read, kept; null where nothing else is known of it. */
    @Nullable
    MachineSummary dismissed(MachineSummary before, Instant now, Assessor assessor) {
        List<CheckInRecords.Content> held = store.held(before.name(), now)
                .map(CheckInRecords.StoredEvidence::contents)
                .orElse(List.of());
        MachineSummary line = again(judge, assessor, before, held, null).orElse(null);
        if (line != null) {
            store.dismiss(line, now);
        }
        return line;
    }
}
