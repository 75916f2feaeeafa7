// The fleet in one piece: each change of a machine takes the same locks, and tells the same listeners.
package dev.firebreak.core.dashboard;

import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Assessor;
import dev.firebreak.core.fleet.CheckInRecords;
import dev.firebreak.core.fleet.EvidenceAssessor;
import dev.firebreak.core.fleet.EvidenceReader;
import dev.firebreak.core.fleet.FleetStore;
import dev.firebreak.core.fleet.MachineStatus;
import dev.firebreak.core.fleet.MachineSummary;
import dev.firebreak.core.fleet.UnreadableEvidence;
import dev.firebreak.core.fleet.Workers;
import dev.firebreak.core.inventory.MachineName;
import dev.firebreak.core.text.Text;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The fleet: takes what machines send, assesses it, keeps it, and knows the status of every machine. Any number of threads may call.
 */
public final class FleetService {

    /** After which evidence is too old to be believed, where nobody says otherwise. */
    public static final Duration STALE = Duration.ofDays(30);

    private final Enrolments enrolments;
    private final FleetStore store;
    private final EvidenceReader reader;
    private final EvidenceIntake intake;
    private final Function<LocalDate, Assessor> assessors;
    private final InstantSource clock;
    private final Workers workers;
    private final MachineIndex index;
    private final PastAssessments past;
    private final MachineLocks locks = new MachineLocks();
    private final ChangeFeed changes = new ChangeFeed();

    /**
     * Loads every stored machine into the index.
     *
     * @param assessors makes the assessor of a day; asked seldom
     * @param silence after which a machine is not believed any more
     * @param stale after which evidence is too old to be believed
     * @param workers for files of many machines, whose machines then share the wait for the disk
     * @param enrolments which machines have a token of their own
     */
    public FleetService(
            FleetStore store,
            EvidenceReader reader,
            Function<LocalDate, Assessor> assessors,
            InstantSource clock,
            Duration silence,
            Duration stale,
            Workers workers,
            Enrolments enrolments) {
        this.enrolments = enrolments;
        this.store = store;
        this.reader = reader;
        var evidenceAssessor = new EvidenceAssessor(reader);
        this.intake = new EvidenceIntake(store, evidenceAssessor, stale);
        this.assessors = assessors;
        this.clock = clock;
        this.workers = workers;
        this.index = new MachineIndex(silence, stale);
        this.past = new PastAssessments(store, evidenceAssessor, index);
        store.lines(index::put);
    }

    /** With the usual age of evidence that is too old, and no enrolled machines. */
    public FleetService(
            FleetStore store,
            EvidenceReader reader,
            Function<LocalDate, Assessor> assessors,
            InstantSource clock,
            Duration silence,
            Workers workers) {
        this(store, reader, assessors, clock, silence, STALE, workers, Enrolments.none());
    }

    /** A check-in by the token of a site. */
    public CheckInResult checkIn(
            String machine, String site, String name, byte[] content, String by, @Nullable Instant collected) {
        return checkIn(Sender.SITE, machine, site, name, content, by, collected);
    }

    /**
     * One machine's check-in. Returns when it is kept for good.
     *
     * @param sender by whose token; its own one is that of {@code machine}
     * @param machine who sends; evidence of another machine is refused
     * @param site whose token it came with; a machine of another site is refused
     * @param by as the audit names the sender
     * @param collected when it was collected, where the content does not tell; null where the sender does not either
     */
    public CheckInResult checkIn(
            Sender sender,
            String machine,
            String site,
            String name,
            byte[] content,
            String by,
            @Nullable Instant collected) {
        switch (claim(sender, machine, site)) {
            case OTHER_SITE -> {
                return new CheckInResult.NotYours(machine);
            }
            case ENROLLED -> {
                return new CheckInResult.Enrolled(machine);
            }
            case GRANTED -> {}
        }
        EvidenceReader.Parts parts = reader.parts(machine, name, content);
        for (EvidenceReader.Part part : parts.parts()) {
            if (!MachineName.key(part.machine()).equals(MachineName.key(machine))) {
                return new CheckInResult.NotYours(part.machine());
            }
        }
        var brought = new EvidenceIntake.Origin(sender, index.spelling(site), name, by, collected);
        EvidenceIntake.Result all = null;
        for (EvidenceReader.Part part : parts.parts()) {
            EvidenceIntake.Result kept = keep(part, parts.day(), brought, true).orElse(null);
            all = kept == null ? all : kept.after(all);
        }
        return all == null
                ? unreadable(parts, content, brought, true)
                : new CheckInResult.Accepted(all.outcome(), all.line(), all.with(parts.problems()));
    }

    /** Keeps that a machine's evidence could not be read; of none where no machine is told, or one of another site. */
    private CheckInResult.Unreadable unreadable(
            EvidenceReader.Parts parts, byte[] content, EvidenceIntake.Origin brought, boolean spoke) {
        String machine = parts.whose();
        if (machine == null || parts.problems().isEmpty()) {
            return new CheckInResult.Unreadable(parts.problems(), null, false);
        }
        synchronized (locks.of(machine)) {
            MachineSummary before = index.line(machine).orElse(null);
            boolean granted = enrolments.claim(brought.sender(), machine, brought.site(), before) == Claim.GRANTED;
            if (!granted || (before == null && !spoke && !parts.isMachines())) {
                return new CheckInResult.Unreadable(parts.problems(), null, false);
            }
            Text why = parts.problems().getFirst().what();
            UnreadableEvidence last = before == null ? null : before.unreadable();
            boolean isNew = last == null || !last.reason().equals(why);
            String name =
                    unreadable(machine, content, brought, why, spoke, before).name();
            return new CheckInResult.Unreadable(parts.problems(), name, isNew);
        }
    }

    private MachineSummary unreadable(
            String machine,
            byte[] content,
            EvidenceIntake.Origin by,
            Text why,
            boolean spoke,
            @Nullable MachineSummary before) {
        Instant now = clock.instant();
        MachineSummary line =
                intake.unreadable(machine, content, by, why, spoke, before, now, assessors.apply(day(now)));
        statusChanged(before, line, now);
        return line;
    }

    /** A person has looked at what could not be read of a machine: it counts no more. False where there is nothing. */
    public boolean dismiss(String machine) {
        synchronized (locks.of(machine)) {
            MachineSummary before = index.line(machine).orElse(null);
            if (before == null || before.unreadable() == null) {
                return false;
            }
            Instant now = clock.instant();
            MachineSummary line = intake.dismissed(before, now, assessors.apply(day(now)));
            if (line == null) { // Nothing else is known of it.
                return retire(machine);
            }
            statusChanged(before, line, now);
            return true;
        }
    }

    /** A machine begins anew: what it told of itself so far counts no more. False where no machine of that name is registered. */
    public boolean renew(String machine) {
        synchronized (locks.of(machine)) {
            MachineSummary before = index.line(machine).orElse(null);
            if (before == null) {
                return false;
            }
            Instant now = clock.instant();
            statusChanged(before, intake.renewed(before, now, assessors.apply(day(now))), now);
            return true;
        }
    }

    /**
     * A file of any machines. Machines of other sites are refused, and from the drop folder those that are enrolled; the rest is kept.
     *
     * @param sender {@code IMPORTER} or {@code FOLDER}
     * @param modified when the file was last changed; null where nobody tells
     */
    public ImportedEvidence importEvidence(
            Sender sender, String site, String name, byte[] content, String by, @Nullable Instant modified) {
        EvidenceReader.Parts parts = reader.parts(null, name, content);
        var brought = new EvidenceIntake.Origin(sender, index.spelling(site), name, by, modified);
        Map<String, List<EvidenceReader.Part>> machines = new LinkedHashMap<>();
        List<String> notYours = new ArrayList<>();
        List<String> enrolled = new ArrayList<>();
        for (EvidenceReader.Part part : parts.parts()) {
            switch (claim(sender, part.machine(), site)) {
                case OTHER_SITE -> notYours.add(part.machine());
                case ENROLLED -> enrolled.add(part.machine());
                case GRANTED ->
                    machines.computeIfAbsent(MachineName.key(part.machine()), m -> new ArrayList<>())
                            .add(part);
            }
        }
        List<EvidenceIntake.Result> all = workers
                .each(
                        machines.values(),
                        own -> own.stream()
                                .flatMap(part -> keep(part, parts.day(), brought, false).stream())
                                .toList())
                .stream()
                .flatMap(List::stream)
                .toList();
        boolean nothing = all.isEmpty() && notYours.isEmpty() && enrolled.isEmpty();
        String unreadable = nothing ? unreadable(parts, content, brought, false).machine() : null;
        return EvidenceIntake.imported(all, unreadable, notYours, enrolled, parts.problems());
    }

    /** Whether evidence of a machine may come from a sender, of a site. */
    public Claim claim(Sender sender, String machine, String site) {
        return enrolments.claim(sender, machine, site, index.line(machine).orElse(null));
    }

    /** Which machines have a token of their own. */
    public Enrolments enrolments() {
        return enrolments;
    }

    private Optional<EvidenceIntake.Result> keep(
            EvidenceReader.Part part, @Nullable LocalDate day, EvidenceIntake.Origin brought, boolean spoke) {
        synchronized (locks.of(part.machine())) {
            Instant now = clock.instant();
            MachineSummary before = index.line(part.machine()).orElse(null);
            if (part.failed() != null) {
                MachineSummary line = unreadable(part.machine(), part.content(), brought, part.failed(), spoke, before);
                return Optional.of(new EvidenceIntake.Result(CheckInRecords.Outcome.KEPT, line, List.of()));
            }
            Optional<EvidenceIntake.Result> kept =
                    intake.keep(part, day, brought, before, now, assessors.apply(day(now)));
            kept.filter(k -> k.outcome() != CheckInRecords.Outcome.OLDER)
                    .ifPresent(k -> statusChanged(before, k.line(), now));
            return kept;
        }
    }

    /** Status of the fleet for an advisory now. */
    public MachineIndex.Board board(String advisory) {
        return index.board(advisory, clock.instant());
    }

    /** Machines that match. */
    public MachineIndex.Page search(MachineIndex.Query query) {
        return index.search(query, clock.instant());
    }

    /** Machines that match, of those that something else knows of. */
    public MachineIndex.Page search(MachineIndex.Query query, Predicate<MachineSummary> only) {
        return index.search(query, clock.instant(), only);
    }

    /** Names of all sites, products or segments, in order; empty where a machine reports none. */
    public List<String> names(Function<MachineSummary, @Nullable String> of) {
        return index.names(of);
    }

    /** Every machine's line, in no order. */
    public void lines(Consumer<MachineSummary> to) {
        index.lines(to);
    }

    /** Another number after each change of a machine's line. */
    public long revision() {
        return index.revision();
    }

    /** A machine's line; empty where no machine of that name is registered. */
    public Optional<MachineSummary> line(String machine) {
        return index.line(machine);
    }

    /** What a machine shows for an advisory now. */
    public MachineStatus status(MachineSummary line, String advisory) {
        return index.status(line, advisory, clock.instant());
    }

    /** Whether the evidence that a machine is judged by is known to be too old. */
    public boolean isStale(MachineSummary line) {
        return index.isStale(line, clock.instant());
    }

    /** A machine as it was judged, or would have been, at a moment: by what it had sent then and what is known now. */
    public Optional<Assessment> assessment(String machine, Instant at) {
        return past.assessment(machine, at, assessors.apply(day(at)));
    }

    /** A machine as it is judged now, and what it is judged by; empty where it has told nothing of itself. */
    public Optional<CountedEvidence> evidence(String machine) {
        Instant now = clock.instant();
        return past.evidence(machine, now, assessors.apply(day(now)));
    }

    /** The fleet as it stood at a moment. */
    public MachineIndex.Board past(String advisory, Instant at) {
        return index.past(store, advisory, at);
    }

    /** Judges every machine anew by what it sent last; for a new day and for new knowledge. */
    public void reassess() {
        Instant now = clock.instant();
        Assessor assessor = assessors.apply(day(now));
        List<MachineSummary> changed = intake.reassessed(assessor, index::line);
        store.restate(changed, now);
        for (MachineSummary line : changed) {
            synchronized (locks.of(line.name())) {
                // Who spoke meanwhile was judged by what is known now.
                if (index.line(line.name())
                        .filter(l -> l.lastSeen().equals(line.lastSeen())
                                && Objects.equals(l.unreadable(), line.unreadable()))
                        .isPresent()) {
                    index.put(line);
                }
            }
        }
        changes.publish(now, new FleetChange.Reassessed(index.size(), changed.size()));
    }

    /** Removes a scrapped machine from the list. */
    public boolean retire(String machine) {
        synchronized (locks.of(machine)) {
            Instant now = clock.instant();
            if (!store.retire(machine, now)) {
                return false;
            }
            index.remove(machine);
            changes.publish(now, new FleetChange.Retired(machine));
            return true;
        }
    }

    /** Stores the tallies of now, for the chart of the past days. */
    public void writeTallies(List<String> advisories) {
        Instant now = clock.instant();
        List<CheckInRecords.SiteTally> tallies = advisories.stream()
                .flatMap(advisory -> index.board(advisory, now).sites().stream()
                        .map(site -> new CheckInRecords.SiteTally(advisory, site.name(), site.tally())))
                .toList();
        store.tally(now, tallies);
    }

    /** Publishes every change from now on; a listener must not block. */
    public void listen(Consumer<FleetChange> listener) {
        changes.listen(listener);
    }

    /** Tells that detectors found something in captures or logs. */
    public void detected(int detections) {
        changes.publish(clock.instant(), new FleetChange.Detected(detections));
    }

    /** Tells that new machines of a site are refused. */
    public void refusedNew(String site, int mostInAnHour) {
        changes.publish(clock.instant(), new FleetChange.NewMachinesRefused(site, mostInAnHour));
    }

    /** Tells that what is known of calls of the kill switch changed. */
    public void killSwitchChanged(long calls) {
        changes.publish(clock.instant(), new FleetChange.KillSwitchChanged(calls));
    }

    private void statusChanged(@Nullable MachineSummary before, MachineSummary line, Instant now) {
        index.put(line);
        changes.statusChanged(index, before, line, now);
    }

    private static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }
}
