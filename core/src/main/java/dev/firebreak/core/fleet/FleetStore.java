package dev.firebreak.core.fleet;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What machines sent and what it came to, kept for good. A method that writes returns when what it wrote would survive a loss of
 * power; any number of threads may call. Machine names are compared without case.
 */
public interface FleetStore {

    /** Keeps check-ins, each whole or not at all; the outcomes in the same order. */
    List<CheckInRecords.Outcome> keep(List<CheckInRecords.CheckIn> checkIns);

    /**
     * Keeps new lines of machines that sent nothing new: knowledge or support changed. Of a machine that was seen since, or of which
     * something could not be read since, nothing is written.
     */
    void restate(List<MachineSummary> lines, Instant at);

    /** Keeps the line of a machine of which a person dismissed what could not be read. */
    void dismiss(MachineSummary line, Instant at);

    /**
     * A machine begins anew: it was installed again, or another one has its name now. What it told of itself until then counts no more
     * from then on, and its new line is kept. False where it is not registered.
     */
    boolean renew(MachineSummary line, Instant at);

    /** The last line of every machine. */
    void lines(Consumer<MachineSummary> to);

    /** What counted of a machine's evidence at a moment; empty for one that had not reported. */
    Optional<CheckInRecords.StoredEvidence> held(String machine, Instant at);

    /** The same of all machines as of now, one after the other. */
    void held(Consumer<CheckInRecords.StoredEvidence> to);

    /** A machine's verdicts as they changed, the newest first. */
    List<CheckInRecords.VerdictChange> turns(String machine, int limit);

    /** What was received of a machine, the newest first. */
    List<CheckInRecords.Receipt> receipts(String machine, int limit);

    /** Whether the same bytes of the same kind were received of a machine before, whatever became of them since. */
    boolean wasReceived(String machine, String kind, byte[] content);

    /** How every machine stood at a moment. */
    void past(Instant at, Consumer<CheckInRecords.PastState> to);

    /** Writes tallies down. */
    void tally(Instant at, List<CheckInRecords.SiteTally> tallies);

    /** The tallies of an advisory that were written down since a moment, in order of time; of one site, or of all together. */
    List<CheckInRecords.Point> tallies(String advisory, @Nullable String site, Instant since);

    /** Removes a scrapped machine from the list; its history is kept. */
    boolean retire(String machine, Instant at);

    /** Deletes evidence that does not count any more and is older than a moment; verdicts stay. Returns how many pieces went. */
    int prune(Instant before);
}
