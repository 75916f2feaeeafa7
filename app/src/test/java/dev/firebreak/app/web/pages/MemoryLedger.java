package dev.firebreak.app.web.pages;

import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.fleet.CheckInRecords;
import dev.firebreak.core.fleet.FleetStore;
import dev.firebreak.core.fleet.MachineSummary;
import dev.firebreak.core.inventory.MachineName;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A ledger that forgets with the process. */
public final class MemoryLedger implements FleetStore {

    private final Map<String, List<CheckInRecords.CheckIn>> checkIns = new LinkedHashMap<>();
    private final Map<String, MachineSummary> lines = new LinkedHashMap<>();
    private final Map<String, TreeMap<Instant, Map<String, CheckInRecords.SiteTally>>> tallies = new LinkedHashMap<>();

    @Override
    public synchronized List<CheckInRecords.Outcome> keep(List<CheckInRecords.CheckIn> brought) {
        List<CheckInRecords.Outcome> outcomes = new ArrayList<>();
        for (CheckInRecords.CheckIn one : brought) {
            List<CheckInRecords.CheckIn> before =
                    checkIns.computeIfAbsent(MachineName.key(one.line().name()), k -> new ArrayList<>());
            boolean known = one.content().rank() == CheckInRecords.Rank.KNOWN
                    || before.stream()
                            .anyMatch(c -> Arrays.equals(
                                    c.content().content(), one.content().content()));
            if (!known) {
                before.add(one);
            }
            lines.put(MachineName.key(one.line().name()), one.line());
            outcomes.add(known ? CheckInRecords.Outcome.KNOWN : CheckInRecords.Outcome.KEPT);
        }
        return outcomes;
    }

    @Override
    public synchronized void restate(List<MachineSummary> changed, Instant at) {
        changed.forEach(line -> lines.put(MachineName.key(line.name()), line));
    }

    @Override
    public synchronized boolean renew(MachineSummary line, Instant at) {
        checkIns.remove(MachineName.key(line.name()));
        return lines.replace(MachineName.key(line.name()), line) != null;
    }

    @Override
    public synchronized void dismiss(MachineSummary line, Instant at) {
        lines.put(MachineName.key(line.name()), line);
    }

    @Override
    public synchronized void lines(Consumer<MachineSummary> to) {
        List.copyOf(lines.values()).forEach(to);
    }

    @Override
    public synchronized Optional<CheckInRecords.StoredEvidence> held(String machine, Instant at) {
        List<CheckInRecords.CheckIn> those = checkIns.getOrDefault(MachineName.key(machine), List.of());
        Map<String, CheckInRecords.Content> newest = new LinkedHashMap<>();
        those.stream()
                .filter(c ->
                        !c.content().receivedAt().isAfter(at) && c.content().rank() == CheckInRecords.Rank.REPLACES)
                .forEach(c -> newest.put(c.content().kind(), c.content()));
        return newest.isEmpty()
                ? Optional.empty()
                : Optional.of(new CheckInRecords.StoredEvidence(
                        those.getFirst().line().name(), those.getFirst().line().site(), List.copyOf(newest.values())));
    }

    @Override
    public void held(Consumer<CheckInRecords.StoredEvidence> to) {
        List.copyOf(lines.values())
                .forEach(line -> held(line.name(), Instant.MAX).ifPresent(to));
    }

    @Override
    public synchronized List<CheckInRecords.VerdictChange> turns(String machine, int limit) {
        List<CheckInRecords.VerdictChange> turns = new ArrayList<>();
        Map<String, Verdict.Kind> last = new LinkedHashMap<>();
        for (CheckInRecords.CheckIn one : checkIns.getOrDefault(MachineName.key(machine), List.of())) {
            one.line().verdicts().forEach((advisory, verdict) -> {
                if (last.put(advisory, verdict) != verdict) {
                    turns.add(new CheckInRecords.VerdictChange(one.content().receivedAt(), advisory, verdict));
                }
            });
        }
        return turns.reversed().stream().limit(limit).toList();
    }

    @Override
    public synchronized List<CheckInRecords.Receipt> receipts(String machine, int limit) {
        return checkIns.getOrDefault(MachineName.key(machine), List.of()).reversed().stream()
                .limit(limit)
                .map(c -> new CheckInRecords.Receipt(
                        c.content().receivedAt(),
                        c.content().kind(),
                        c.content().name(),
                        sha256(c.content().content()),
                        c.content().content().length,
                        c.by(),
                        c.content().dating(),
                        c.content().rank()))
                .toList();
    }

    @Override
    public synchronized boolean wasReceived(String machine, String kind, byte[] content) {
        return checkIns.getOrDefault(MachineName.key(machine), List.of()).stream()
                .anyMatch(c -> c.content().kind().equals(kind)
                        && Arrays.equals(c.content().content(), content));
    }

    @Override
    public void past(Instant at, Consumer<CheckInRecords.PastState> to) {
        throw new UnsupportedOperationException("no page asks this");
    }

    @Override
    public synchronized void tally(Instant at, List<CheckInRecords.SiteTally> written) {
        for (CheckInRecords.SiteTally one : written) {
            tallies.computeIfAbsent(one.advisory(), a -> new TreeMap<>())
                    .computeIfAbsent(at, t -> new LinkedHashMap<>())
                    .put(one.site(), one);
        }
    }

    @Override
    public synchronized List<CheckInRecords.Point> tallies(String advisory, @Nullable String site, Instant since) {
        List<CheckInRecords.Point> points = new ArrayList<>();
        tallies.getOrDefault(advisory, new TreeMap<>())
                .tailMap(since)
                .forEach((at, sites) -> sites.values().stream()
                        .filter(one -> site == null || one.site().equals(site))
                        .map(CheckInRecords.SiteTally::tally)
                        .reduce((a, b) -> a.plus(b))
                        .ifPresent(sum -> points.add(new CheckInRecords.Point(at, sum))));
        return points;
    }

    @Override
    public synchronized boolean retire(String machine, Instant at) {
        return lines.remove(MachineName.key(machine)) != null;
    }

    @Override
    public int prune(Instant before) {
        return 0;
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
