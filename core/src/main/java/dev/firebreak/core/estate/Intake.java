package dev.firebreak.core.estate;

import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.assess.Action;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Assessor;
import dev.firebreak.core.assess.Exposure;
import dev.firebreak.core.assess.Finding;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.inventory.Complaint;
import dev.firebreak.core.inventory.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of evidence that arrives: whether it is newer than what counts, older, or nobody can tell, and how its machine stands
 * since. What was collected last counts, not what arrived last; what arrives late never makes a machine safe.
 */
final class Intake {

    /** As which evidence that could not be read is kept. */
    static final String UNREAD = "unread";

    /** Of what could not be read no more than this is kept. */
    private static final int LARGEST_UNREAD = 1 << 20;

    /** Accounts that nothing orders: more make nothing clearer. */
    private static final int MOST_BESIDE = 4;

    /** A file system or archive without a date tells one of the first days of its own calendar: 1970 or 1980. */
    private static final Instant FIRST_DATE = Instant.parse("1980-01-03T00:00:00Z");

    private final Ledger ledger;
    private final EvidenceJudge judge;
    private final Duration stale;

    /** @param stale after which evidence is too old to be believed */
    Intake(Ledger ledger, EvidenceJudge judge, Duration stale) {
        this.ledger = ledger;
        this.judge = judge;
        this.stale = stale;
    }

    /**
     * Who brought a file and what it is called.
     *
     * @param site whose machines it is of
     * @param name of the file, untrusted
     * @param by as the audit names them
     * @param modified when the file was last changed; null where nobody told
     */
    record Brought(
            String site, String name, String by, @Nullable Instant modified) {}

    /** What became of it. */
    record Kept(Delivery.Outcome outcome, MachineLine line, List<Complaint> faults) {
        Kept {
            faults = List.copyOf(faults);
        }

        /** Of two parts of one file: what is new counts before what was there, and that before what is older. */
        Kept after(@Nullable Kept before) {
            return before == null
                    ? this
                    : new Kept(
                            outcome.compareTo(before.outcome) < 0 ? outcome : before.outcome,
                            line,
                            before.with(faults));
        }

        /** These complaints and its faults. */
        List<Complaint> with(List<Complaint> complaints) {
            return Stream.concat(complaints.stream(), faults.stream()).toList();
        }
    }

    /** What a file of several machines came to. */
    static ControlRoom.Taken taken(
            List<Kept> all, @Nullable String unread, List<String> notYours, List<Complaint> complaints) {
        List<Delivery.Outcome> outcomes = all.stream().map(Kept::outcome).toList();
        return new ControlRoom.Taken(
                Collections.frequency(outcomes, Delivery.Outcome.KEPT),
                Collections.frequency(outcomes, Delivery.Outcome.KNOWN),
                Collections.frequency(outcomes, Delivery.Outcome.OLDER),
                unread == null ? List.of() : List.of(unread),
                notYours,
                Stream.concat(complaints.stream(), all.stream().flatMap(k -> k.faults.stream()))
                        .toList());
    }

    /**
     * Keeps one machine's part of a file; empty where nothing of it can be judged.
     *
     * @param before the machine's line so far; null for a new one
     */
    Optional<Kept> keep(
            EvidenceReader.Part part,
            @Nullable LocalDate day,
            Brought brought,
            @Nullable MachineLine before,
            Instant now,
            Assessor assessor) {
        List<Delivery.Content> held = before == null
                ? List.of()
                : ledger.held(part.machine(), now).map(Delivery.Held::contents).orElse(List.of());
        Delivery.Content known = held.stream()
                .filter(h -> h.kind().equals(part.kind()) && Arrays.equals(h.content(), part.content()))
                .findFirst()
                .orElse(null);
        Dating dating = known == null ? dating(part.dating(), day, brought.modified(), now) : known.dating();
        Unread unread = before == null || isAfter(before.unread(), dating, known == null) ? null : before.unread();
        var arrival = new Arrival(part.machine(), brought, before, now, assessor, unread);
        if (known != null) {
            return arrival.judged(known.as(Delivery.Rank.KNOWN), held);
        }
        var content =
                new Delivery.Content(part.kind(), brought.name(), part.content(), now, dating, Delivery.Rank.REPLACES);
        if (before != null && held.stream().anyMatch(h -> isOlder(content, h))) {
            arrival.write(content.as(Delivery.Rank.HISTORY), before);
            return Optional.of(new Kept(Delivery.Outcome.OLDER, before, List.of()));
        }
        List<Delivery.Content> after = with(held, content);
        Optional<EvidenceJudge.Judged> alone = judge.assess(assessor, part.machine(), after, unread);
        if (before == null
                || alone.isEmpty()
                || !isDoubtful(before, content, held, verdicts(alone.get().assessment()))) {
            return alone.map(judged -> arrival.keep(content, after, judged));
        }
        long beside =
                held.stream().filter(h -> h.rank() == Delivery.Rank.BESIDE).count();
        return beside < MOST_BESIDE
                ? arrival.judged(content.as(Delivery.Rank.BESIDE), with(held, content.as(Delivery.Rank.BESIDE)))
                : arrival.judged(content.as(Delivery.Rank.HISTORY), held);
    }

    /** One machine's part of a file on its way into the ledger. */
    private final class Arrival {
        private final String machine;
        private final Brought brought;
        private final @Nullable MachineLine before;
        private final Instant now;
        private final Assessor assessor;
        private final @Nullable Unread unread;

        Arrival(
                String machine,
                Brought brought,
                @Nullable MachineLine before,
                Instant now,
                Assessor assessor,
                @Nullable Unread unread) {
            this.machine = machine;
            this.brought = brought;
            this.before = before;
            this.now = now;
            this.assessor = assessor;
            this.unread = unread;
        }

        /** @param all that counts from now on */
        Optional<Kept> judged(Delivery.Content content, List<Delivery.Content> all) {
            return judge.assess(assessor, machine, all, unread).map(judged -> keep(content, all, judged));
        }

        Kept keep(Delivery.Content content, List<Delivery.Content> all, EvidenceJudge.Judged judged) {
            Assessment assessment = judged.assessment();
            MachineLine line =
                    line(machine, brought.site(), seen(before, now, assessment, all), assessment, all, unread);
            return new Kept(write(content, line), line, judged.faults());
        }

        Delivery.Outcome write(Delivery.Content content, MachineLine line) {
            return ledger.keep(List.of(new Delivery.CheckIn(content, line, brought.by())))
                    .getFirst();
        }
    }

    /**
     * Keeps that evidence of a machine could not be read.
     *
     * @param spoke whether the machine sent it itself
     */
    MachineLine unread(
            String machine,
            byte[] content,
            Brought brought,
            Unread unread,
            boolean spoke,
            @Nullable MachineLine before,
            Assessor assessor) {
        List<Delivery.Content> held = before == null
                ? List.of()
                : ledger.held(machine, unread.at()).map(Delivery.Held::contents).orElse(List.of());
        Assessment assessment =
                judge.assess(assessor, machine, held, unread).orElseThrow().assessment();
        Instant seen = before == null || spoke ? unread.at() : before.lastSeen();
        var kept = new Delivery.Content(
                UNREAD,
                brought.name(),
                content.length > LARGEST_UNREAD ? Arrays.copyOf(content, LARGEST_UNREAD) : content,
                unread.at(),
                Dating.UNKNOWN,
                Delivery.Rank.UNREAD);
        MachineLine line = line(machine, brought.site(), seen, assessment, held, unread);
        ledger.keep(List.of(new Delivery.CheckIn(kept, line, brought.by())));
        return line;
    }

    private static List<Delivery.Content> with(List<Delivery.Content> held, Delivery.Content content) {
        List<Delivery.Content> all = new ArrayList<>(held);
        if (content.rank() == Delivery.Rank.REPLACES) {
            all.removeIf(h -> h.kind().equals(content.kind()));
        }
        all.add(content);
        return all;
    }

    /** From the content, else from the file: a day in its name, made finer by its date, or its date alone. */
    private static Dating dating(Dating told, @Nullable LocalDate day, @Nullable Instant modified, Instant now) {
        if (told.basis() != Dating.Basis.UNKNOWN) {
            return told.arrived(now);
        }
        Instant changed = modified == null || modified.isBefore(FIRST_DATE) ? null : modified;
        if (day != null) {
            Instant from = day.atStartOfDay(ZoneOffset.UTC).toInstant();
            boolean within = changed != null
                    && !changed.isBefore(from.minus(Dating.ZONES))
                    && changed.isBefore(from.plus(Duration.ofDays(1)).plus(Dating.ZONES));
            return (within
                            ? new Dating(changed, Dating.Basis.FILE_DATE, told.bootedAt())
                            : new Dating(from, Dating.Basis.FILE_NAME, told.bootedAt()))
                    .arrived(now);
        }
        return (changed == null ? told : new Dating(changed, Dating.Basis.FILE_DATE, told.bootedAt())).arrived(now);
    }

    private static boolean isOlder(Delivery.Content content, Delivery.Content held) {
        return held.kind().equals(content.kind()) && content.dating().isOlder(content.receivedAt(), held.dating());
    }

    /** Whether evidence is later than what could not be read; a clock may be off where the evidence itself is new. */
    private static boolean isAfter(@Nullable Unread unread, Dating dating, boolean isNew) {
        Instant collected = dating.collectedAt();
        return unread == null
                || collected == null
                || !collected.isBefore(isNew ? unread.at().minus(Dating.ZONES) : unread.at());
    }

    /** Whether it would make the machine safe although nothing tells that it is newer than what says that it is not. */
    private boolean isDoubtful(
            MachineLine before,
            Delivery.Content content,
            List<Delivery.Content> held,
            Map<String, Verdict.Kind> after) {
        boolean contradicted = held.stream().anyMatch(h -> h.rank() == Delivery.Rank.BESIDE);
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
        List<Delivery.Content> base =
                held.stream().filter(h -> h.rank() == Delivery.Rank.REPLACES).toList();
        boolean noneOfKind = base.stream().noneMatch(h -> h.kind().equals(content.kind()));
        boolean newer = base.stream()
                .filter(h -> noneOfKind
                        || h.kind().equals(content.kind())
                        || h.dating().collectedAt() != null)
                .allMatch(h -> h.dating().isOlder(h.receivedAt(), content.dating()));
        return !newer
                && (proven || contradicted || ledger.wasReceived(before.name(), content.kind(), content.content()));
    }

    private static boolean isSafe(Verdict.Kind verdict) {
        return switch (verdict) {
            case VULNERABLE, UNKNOWN -> false;
            case MITIGATED, FIXED, NOT_AFFECTED -> true;
        };
    }

    /** Evidence that is stale when it arrives is no sign of life. */
    private Instant seen(
            @Nullable MachineLine before, Instant now, Assessment assessment, List<Delivery.Content> contents) {
        Instant collected = dating(assessment, contents).collectedAt();
        if (collected == null || !collected.isBefore(now.minus(stale))) {
            return now;
        }
        return before == null ? collected : before.lastSeen();
    }

    private static Dating dating(Assessment assessment, List<Delivery.Content> contents) {
        Instant collected = assessment.snapshot().collectedAt();
        if (collected == null) {
            return Dating.UNKNOWN;
        }
        return contents.stream()
                .map(Delivery.Content::dating)
                .filter(dating -> collected.equals(dating.collectedAt()))
                .findFirst()
                .map(dating -> new Dating(collected, dating.basis(), null))
                .orElseGet(() -> Dating.told(collected));
    }

    private static Map<String, Verdict.Kind> verdicts(Assessment assessment) {
        Map<String, Verdict.Kind> verdicts = new HashMap<>();
        for (Finding finding : assessment.findings()) {
            verdicts.merge(finding.advisory().id(), finding.verdict().kind(), (a, b) -> a.compareTo(b) < 0 ? a : b);
        }
        return verdicts;
    }

    /** The machine's line as it is judged now; empty where there is nothing to judge it by. */
    static Optional<MachineLine> again(
            EvidenceJudge judge,
            Assessor assessor,
            MachineLine before,
            List<Delivery.Content> contents,
            @Nullable Unread unread) {
        return judge.assess(assessor, before.name(), contents, unread)
                .map(anew ->
                        line(before.name(), before.site(), before.lastSeen(), anew.assessment(), contents, unread));
    }

    /** The machine's line without what could not be read, kept; null where nothing else is known of it. */
    @Nullable
    MachineLine dismissed(MachineLine before, Instant now, Assessor assessor) {
        List<Delivery.Content> held =
                ledger.held(before.name(), now).map(Delivery.Held::contents).orElse(List.of());
        MachineLine line = again(judge, assessor, before, held, null).orElse(null);
        if (line != null) {
            ledger.dismiss(line, now);
        }
        return line;
    }

    private static MachineLine line(
            String machine,
            String site,
            Instant seen,
            Assessment assessment,
            List<Delivery.Content> contents,
            @Nullable Unread unread) {
        Snapshot snapshot = assessment.snapshot();
        List<Kb> needs = assessment.findings().stream()
                .flatMap(f -> f.actions().stream())
                .<Kb>mapMulti((action, out) -> {
                    if (action instanceof Action.Install install) {
                        out.accept(install.kb());
                    }
                })
                .distinct()
                .collect(Collectors.toCollection(ArrayList::new));
        @Nullable Exposure exposure = assessment.exposure();
        var identity = assessment.identity();
        return new MachineLine(
                machine,
                site,
                snapshot.segment(),
                snapshot.addresses(),
                identity.productName(),
                Objects.toString(identity.build(), null),
                identity.architecture() == null ? null : identity.architecture().id(),
                identity.locale(),
                assessment.support().state().id(),
                assessment.support().ends(),
                seen,
                verdicts(assessment),
                needs,
                exposure == null ? null : exposure.open(),
                exposure == null ? null : exposure.exploited(),
                dating(assessment, contents),
                unread);
    }
}
