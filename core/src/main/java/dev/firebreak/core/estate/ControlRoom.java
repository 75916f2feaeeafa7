package dev.firebreak.core.estate;

import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.assess.Action;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Assessor;
import dev.firebreak.core.assess.Exposure;
import dev.firebreak.core.assess.Finding;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.inventory.Complaint;
import dev.firebreak.core.inventory.MachineName;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.inventory.SiteName;
import dev.firebreak.core.inventory.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where the outbreak is fought: takes what machines send, judges it, keeps it, and knows how everything stands. Any number of
 * threads may call.
 */
public final class ControlRoom {

    /** Check-ins of one machine happen one after the other; this many machines at once. */
    private static final int LOCKS = 1024;

    private final Ledger ledger;
    private final EvidenceReader reader;
    private final Function<LocalDate, Assessor> assessors;
    private final InstantSource clock;
    private final Duration silence;
    private final Workers workers;
    private final Roll roll;
    private final Object[] locks = new Object[LOCKS];
    private final List<Consumer<Change>> listeners = new ArrayList<>();
    private long changes;

    /** What a check-in came to. */
    public sealed interface Result {}

    /** Kept for good, and judged. */
    public record Accepted(Delivery.Outcome outcome, MachineLine line, List<Complaint> complaints) implements Result {
        public Accepted {
            complaints = List.copyOf(complaints);
        }
    }

    /** Nothing in it can be used; nothing was kept. */
    public record Unreadable(List<Complaint> complaints) implements Result {
        public Unreadable {
            complaints = List.copyOf(complaints);
        }
    }

    /** It speaks of a machine that the sender is not; nothing was kept. */
    public record NotYours(String machine) implements Result {}

    /** What a file of several machines came to. */
    public record Taken(int kept, int known, List<String> notYours, List<Complaint> complaints) {
        public Taken {
            notYours = List.copyOf(notYours);
            complaints = List.copyOf(complaints);
        }
    }

    /**
     * Puts every machine that the ledger knows on the roll.
     *
     * @param assessors makes the assessor of a day; asked seldom
     * @param silence after which a machine is not believed any more
     * @param workers for files of many machines, whose machines then share the wait for the disk
     */
    public ControlRoom(
            Ledger ledger,
            EvidenceReader reader,
            Function<LocalDate, Assessor> assessors,
            InstantSource clock,
            Duration silence,
            Workers workers) {
        this.ledger = ledger;
        this.reader = reader;
        this.assessors = assessors;
        this.clock = clock;
        this.silence = silence;
        this.workers = workers;
        this.roll = new Roll(silence);
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new Object();
        }
        ledger.lines(roll::put);
    }

    /**
     * One machine's check-in. Returns when it is kept for good.
     *
     * @param machine who sends; what speaks of another is refused
     * @param site whose token it came with; a machine of another site is refused
     * @param by as the audit names the sender
     */
    public Result checkIn(String machine, String site, String name, byte[] content, String by) {
        Optional<MachineLine> before = roll.line(machine);
        if (before.isPresent() && !SiteName.same(before.get().site(), site)) {
            return new NotYours(machine);
        }
        EvidenceReader.Parts parts = reader.parts(machine, name, content);
        for (EvidenceReader.Part part : parts.parts()) {
            if (!MachineName.key(part.machine()).equals(MachineName.key(machine))) {
                return new NotYours(part.machine());
            }
        }
        if (parts.parts().isEmpty()) {
            return new Unreadable(parts.complaints());
        }
        Delivery.Outcome outcome = Delivery.Outcome.KNOWN;
        Optional<MachineLine> line = Optional.empty();
        List<Complaint> complaints = new ArrayList<>(parts.complaints());
        for (EvidenceReader.Part part : parts.parts()) {
            Optional<Kept> kept = keep(part, site, name, by);
            if (kept.isPresent()) {
                line = Optional.of(kept.get().line());
                complaints.addAll(kept.get().faults());
                outcome = kept.get().outcome() == Delivery.Outcome.KEPT ? Delivery.Outcome.KEPT : outcome;
            }
        }
        return line.isPresent() ? new Accepted(outcome, line.get(), complaints) : new Unreadable(parts.complaints());
    }

    /** A file of any machines, brought by a person or an inventory. Machines of other sites are refused, the rest is kept. */
    public Taken take(String site, String name, byte[] content, String by) {
        EvidenceReader.Parts parts = reader.parts(null, name, content);
        Map<String, List<EvidenceReader.Part>> machines = new LinkedHashMap<>();
        List<String> notYours = new ArrayList<>();
        for (EvidenceReader.Part part : parts.parts()) {
            Optional<MachineLine> before = roll.line(part.machine());
            if (before.isPresent() && !SiteName.same(before.get().site(), site)) {
                notYours.add(part.machine());
            } else {
                machines.computeIfAbsent(MachineName.key(part.machine()), m -> new ArrayList<>())
                        .add(part);
            }
        }
        List<Kept> all = workers
                .each(
                        machines.values(),
                        own -> own.stream()
                                .flatMap(part -> keep(part, site, name, by).stream())
                                .toList())
                .stream()
                .flatMap(List::stream)
                .toList();
        List<Complaint> complaints = new ArrayList<>(parts.complaints());
        all.forEach(kept -> complaints.addAll(kept.faults()));
        int kept = (int)
                all.stream().filter(k -> k.outcome() == Delivery.Outcome.KEPT).count();
        return new Taken(kept, all.size() - kept, notYours, complaints);
    }

    private record Kept(Delivery.Outcome outcome, MachineLine line, List<Complaint> faults) {}

    private record Judged(Assessment assessment, List<Complaint> faults) {}

    /** A fault of ours in judging one machine makes that machine unknown, and leaves all others alone. */
    private Judged judged(Assessor assessor, Snapshot snapshot) {
        try {
            return new Judged(assessor.assess(snapshot), List.of());
        } catch (RuntimeException | StackOverflowError fault) {
            Read<Snapshot> left = reader.unassessed(snapshot, fault);
            return new Judged(assessor.assess(left.items().getFirst()), left.complaints());
        }
    }

    private Optional<Kept> keep(EvidenceReader.Part part, String site, String name, String by) {
        String machine = part.machine();
        synchronized (locks[Math.floorMod(MachineName.key(machine).hashCode(), LOCKS)]) {
            Instant now = clock.instant();
            var content = new Delivery.Content(part.kind(), name, part.content(), now);
            List<Delivery.Content> all = new ArrayList<>();
            Delivery.Content counted = content;
            if (roll.line(machine).isPresent()) {
                for (Delivery.Content held :
                        ledger.held(machine, now).map(h -> h.contents()).orElse(List.of())) {
                    if (!held.kind().equals(part.kind())) {
                        all.add(held);
                    } else if (Arrays.equals(held.content(), part.content())) {
                        // Sent again it is no newer than it was, and makes nothing else older.
                        counted = held;
                    }
                }
            }
            all.add(counted);
            Optional<Snapshot> snapshot = reader.snapshot(machine, all);
            if (snapshot.isEmpty()) {
                return Optional.empty();
            }
            Judged judged = judged(assessors.apply(day(now)), snapshot.get());
            MachineLine line = line(machine, roll.spelled(site), now, judged.assessment());
            var outcome = ledger.keep(List.of(new Delivery.CheckIn(content, line, by)))
                    .getFirst();
            turned(roll.line(machine).orElse(null), line, now);
            return Optional.of(new Kept(outcome, line, judged.faults()));
        }
    }

    /** How the estate stands on an advisory now. */
    public Roll.Board board(String advisory) {
        return roll.board(advisory, clock.instant());
    }

    /** Machines that match. */
    public Roll.Page search(Roll.Query query) {
        return roll.search(query, clock.instant());
    }

    /** Names of all sites, products or segments, in order; empty where a machine told none. */
    public List<String> names(Function<MachineLine, @Nullable String> of) {
        return roll.names(of);
    }

    /** Every machine's line, in no order. */
    public void lines(Consumer<MachineLine> to) {
        roll.lines(to);
    }

    /** A machine's line; empty where none of that name is on the roll. */
    public Optional<MachineLine> line(String machine) {
        return roll.line(machine);
    }

    /** What a machine shows for an advisory now. */
    public Light light(MachineLine line, String advisory) {
        return roll.light(line, advisory, clock.instant());
    }

    /** A machine as it was judged, or would have been, at a moment: by what it had sent then and what is known now. */
    public Optional<Assessment> assessment(String machine, Instant at) {
        return ledger.held(machine, at)
                .flatMap(held -> reader.snapshot(held.machine(), held.contents()))
                .map(snapshot -> judged(assessors.apply(day(at)), snapshot).assessment());
    }

    /** The estate as it stood at a moment. */
    public Roll.Board past(String advisory, Instant at) {
        var then = new Roll(silence);
        ledger.past(at, past -> {
            MachineLine known = roll.line(past.machine()).orElse(null);
            then.put(new MachineLine(
                    past.machine(),
                    past.site(),
                    known == null ? null : known.segment(),
                    List.of(),
                    known == null ? null : known.product(),
                    null,
                    null,
                    null,
                    "unknown",
                    null,
                    past.lastSeen(),
                    past.verdicts(),
                    List.of(),
                    null,
                    null));
        });
        return then.board(advisory, at);
    }

    /** Judges every machine anew by what it sent last; for a new day and for new knowledge. */
    public void reassess() {
        Instant now = clock.instant();
        Assessor assessor = assessors.apply(day(now));
        List<MachineLine> changed = new ArrayList<>();
        ledger.held(held -> reader.snapshot(held.machine(), held.contents()).ifPresent(snapshot -> {
            MachineLine before = roll.line(held.machine()).orElse(null);
            if (before == null) {
                return;
            }
            Assessment anew = judged(assessor, snapshot).assessment();
            MachineLine line = line(before.name(), before.site(), before.lastSeen(), anew);
            if (!line.equals(before)) {
                changed.add(line);
            }
        }));
        ledger.restate(changed, now);
        for (MachineLine line : changed) {
            synchronized (locks[Math.floorMod(MachineName.key(line.name()).hashCode(), LOCKS)]) {
                // Who spoke meanwhile was judged by what is known now.
                if (roll.line(line.name())
                        .filter(l -> l.lastSeen().equals(line.lastSeen()))
                        .isPresent()) {
                    roll.put(line);
                }
            }
        }
        say(now, new Change.Reassessed(roll.size(), changed.size()));
    }

    /** Takes a machine that was scrapped off the roll. */
    public boolean retire(String machine) {
        synchronized (locks[Math.floorMod(MachineName.key(machine).hashCode(), LOCKS)]) {
            Instant now = clock.instant();
            if (!ledger.retire(machine, now)) {
                return false;
            }
            roll.remove(machine);
            say(now, new Change.Retired(machine));
            return true;
        }
    }

    /** Writes down how everything stands, for the burn-down. */
    public void writeTallies(List<String> advisories) {
        Instant now = clock.instant();
        List<Delivery.SiteTally> tallies = advisories.stream()
                .flatMap(advisory -> roll.board(advisory, now).sites().stream()
                        .map(site -> new Delivery.SiteTally(advisory, site.name(), site.tally())))
                .toList();
        ledger.tally(now, tallies);
    }

    /** Tells every change from now on; whoever listens must not block. */
    public void listen(Consumer<Change> listener) {
        synchronized (listeners) {
            listeners.add(listener);
        }
    }

    private void turned(@Nullable MachineLine before, MachineLine line, Instant now) {
        roll.put(line);
        Map<String, Light> lights = new LinkedHashMap<>();
        line.verdicts().forEach((advisory, verdict) -> {
            Light light = roll.light(line, advisory, now);
            if (before == null || roll.light(before, advisory, now) != light) {
                lights.put(advisory, light);
            }
        });
        if (!lights.isEmpty()) {
            say(now, new Change.Turned(line.name(), line.site(), lights));
        }
    }

    private void say(Instant at, Change.What what) {
        synchronized (listeners) {
            var change = new Change(++changes, at, what);
            listeners.forEach(l -> l.accept(change));
        }
    }

    private static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }

    private static MachineLine line(String machine, String site, Instant seen, Assessment assessment) {
        Snapshot snapshot = assessment.snapshot();
        Map<String, Verdict.Kind> verdicts = new HashMap<>();
        for (Finding finding : assessment.findings()) {
            verdicts.merge(finding.advisory().id(), finding.verdict().kind(), (a, b) -> a.compareTo(b) < 0 ? a : b);
        }
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
                identity.build() == null ? null : identity.build().toString(),
                identity.architecture() == null ? null : identity.architecture().id(),
                identity.locale(),
                assessment.support().state().id(),
                assessment.support().ends(),
                seen,
                verdicts,
                needs,
                exposure == null ? null : exposure.open(),
                exposure == null ? null : exposure.exploited());
    }
}
