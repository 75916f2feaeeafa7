package dev.firebreak.app.store;

import dev.firebreak.core.fleet.CheckInRecords;
import dev.firebreak.core.fleet.FleetStore;
import dev.firebreak.core.fleet.MachineStatus;
import dev.firebreak.core.fleet.MachineSummary;
import dev.firebreak.core.fleet.StatusTally;
import dev.firebreak.core.inventory.SiteName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The ledger in tables. */
final class SqlFleetStore implements FleetStore {

    /** Of long work this much at once, so that check-ins do not wait for all of it. */
    private static final int AT_ONCE = 200;

    /** Rows fetched at once where very many are read. */
    private static final int FETCHED = 1000;

    private final SqlReader reader;
    private final GroupCommitWriter writer;

    SqlFleetStore(SqlReader reader, GroupCommitWriter writer) {
        this.reader = reader;
        this.writer = writer;
    }

    @Override
    public List<CheckInRecords.Outcome> keep(List<CheckInRecords.CheckIn> checkIns) {
        List<CheckInWriter.PreparedCheckIn> ready =
                checkIns.stream().map(CheckInWriter.PreparedCheckIn::of).toList();
        return writer.write(handle ->
                ready.stream().map(one -> CheckInWriter.keep(handle, one)).toList());
    }

    @Override
    public void restate(List<MachineSummary> lines, Instant at) {
        for (int from = 0; from < lines.size(); from += AT_ONCE) {
            List<MachineSummary> some = lines.subList(from, Math.min(from + AT_ONCE, lines.size()));
            writer.write(handle -> {
                some.forEach(line -> CheckInWriter.restate(handle, line, at));
                return some.size();
            });
        }
    }

    @Override
    public boolean renew(MachineSummary line, Instant at) {
        return writer.write(handle -> CheckInWriter.renew(handle, line, at));
    }

    @Override
    public void dismiss(MachineSummary line, Instant at) {
        writer.write(handle -> CheckInWriter.dismiss(handle, line, at));
    }

    @Override
    public void lines(Consumer<MachineSummary> to) {
        reader.useTransaction(handle -> handle.createQuery(
                        "SELECT " + SummaryRows.COLUMNS + " FROM machine WHERE retired IS NULL ORDER BY id")
                .setFetchSize(FETCHED)
                .map((row, context) -> SummaryRows.line(row))
                .forEach(to));
    }

    @Override
    public Optional<CheckInRecords.StoredEvidence> held(String machine, Instant at) {
        return reader.withHandle(handle -> HistoryReader.held(handle, machine, at));
    }

    @Override
    public void held(Consumer<CheckInRecords.StoredEvidence> to) {
        reader.useHandle(handle -> HistoryReader.held(handle, to));
    }

    @Override
    public List<CheckInRecords.VerdictChange> turns(String machine, int limit) {
        return reader.withHandle(handle -> HistoryReader.turns(handle, machine, limit));
    }

    @Override
    public List<CheckInRecords.Receipt> receipts(String machine, int limit) {
        return reader.withHandle(handle -> HistoryReader.receipts(handle, machine, limit));
    }

    @Override
    public boolean wasReceived(String machine, String kind, byte[] content) {
        String sha256 = CompressedEvidence.sha256(content);
        return reader.withHandle(handle -> HistoryReader.wasReceived(handle, machine, kind, sha256));
    }

    @Override
    public void past(Instant at, Consumer<CheckInRecords.PastState> to) {
        reader.useTransaction(handle -> HistoryReader.past(handle, at, to));
    }

    @Override
    public void tally(Instant at, List<CheckInRecords.SiteTally> tallies) {
        writer.write(handle -> {
            for (CheckInRecords.SiteTally one : tallies) {
                handle.execute(
                        "INSERT INTO tally (advisory, at, site, counts) VALUES (?, ?, ?, ?) "
                                + "ON CONFLICT (advisory, at, site) DO UPDATE SET counts = excluded.counts",
                        StorableText.kept(one.advisory()),
                        Timestamps.of(at),
                        StorableText.kept(one.site()),
                        counts(one.tally()));
            }
            return tallies.size();
        });
    }

    private static String counts(StatusTally tally) {
        return Arrays.stream(MachineStatus.values())
                .map(status -> Integer.toString(tally.of(status)))
                .collect(Collectors.joining(" "));
    }

    private static StatusTally tally(String counts) {
        return StatusTally.of(
                Arrays.stream(counts.split(" ")).mapToInt(Integer::parseInt).toArray());
    }

    @Override
    public List<CheckInRecords.Point> tallies(String advisory, @Nullable String site, Instant since) {
        Map<Long, StatusTally> sums = new TreeMap<>();
        reader.useHandle(handle -> handle.select(
                        "SELECT at, site, counts FROM tally WHERE advisory = ? AND at >= ? ORDER BY at",
                        StorableText.kept(advisory),
                        Timestamps.of(since))
                .map((row, context) -> Map.entry(
                        row.getLong("at"),
                        new CheckInRecords.SiteTally(advisory, row.getString("site"), tally(row.getString("counts")))))
                .forEach(entry -> {
                    if (site == null || SiteName.same(site, entry.getValue().site())) {
                        sums.merge(entry.getKey(), entry.getValue().tally(), StatusTally::plus);
                    }
                }));
        List<CheckInRecords.Point> points = new ArrayList<>();
        sums.forEach((at, tally) -> points.add(new CheckInRecords.Point(Timestamps.at(at), tally)));
        return points;
    }

    @Override
    public boolean retire(String machine, Instant at) {
        return writer.write(handle -> CheckInWriter.retire(handle, machine, at));
    }

    @Override
    public int prune(Instant before) {
        int gone = 0;
        while (true) {
            List<Long> stale = reader.withHandle(handle -> HistoryReader.stale(handle, before, AT_ONCE));
            if (stale.isEmpty()) {
                return gone;
            }
            gone += writer.write(handle -> {
                stale.forEach(receipt -> handle.execute("DELETE FROM evidence WHERE receipt = ?", receipt));
                return stale.size();
            });
        }
    }
}
