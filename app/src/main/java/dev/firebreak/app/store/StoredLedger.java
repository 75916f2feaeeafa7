package dev.firebreak.app.store;

import dev.firebreak.core.estate.Delivery;
import dev.firebreak.core.estate.Ledger;
import dev.firebreak.core.estate.Light;
import dev.firebreak.core.estate.MachineLine;
import dev.firebreak.core.estate.Tally;
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
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The ledger in tables. */
final class StoredLedger implements Ledger {

    /** Of long work this much at once, so that check-ins do not wait for all of it. */
    private static final int AT_ONCE = 200;

    /** Rows fetched at once where very many are read. */
    private static final int FETCHED = 1000;

    private final Jdbi reader;
    private final Writer writer;

    StoredLedger(Jdbi reader, Writer writer) {
        this.reader = reader;
        this.writer = writer;
    }

    @Override
    public List<Delivery.Outcome> keep(List<Delivery.CheckIn> checkIns) {
        List<CheckIns.Ready> ready = checkIns.stream().map(CheckIns.Ready::of).toList();
        return writer.write(
                handle -> ready.stream().map(one -> CheckIns.keep(handle, one)).toList());
    }

    @Override
    public void restate(List<MachineLine> lines, Instant at) {
        for (int from = 0; from < lines.size(); from += AT_ONCE) {
            List<MachineLine> some = lines.subList(from, Math.min(from + AT_ONCE, lines.size()));
            writer.write(handle -> {
                some.forEach(line -> CheckIns.restate(handle, line, at));
                return some.size();
            });
        }
    }

    @Override
    public void dismiss(MachineLine line, Instant at) {
        writer.write(handle -> CheckIns.dismiss(handle, line, at));
    }

    @Override
    public void lines(Consumer<MachineLine> to) {
        reader.useTransaction(handle -> handle.createQuery(
                        "SELECT " + Lines.COLUMNS + " FROM machine WHERE retired IS NULL ORDER BY id")
                .setFetchSize(FETCHED)
                .map((row, context) -> Lines.line(row))
                .forEach(to));
    }

    @Override
    public Optional<Delivery.Held> held(String machine, Instant at) {
        return reader.withHandle(handle -> History.held(handle, machine, at));
    }

    @Override
    public void held(Consumer<Delivery.Held> to) {
        reader.useHandle(handle -> History.held(handle, to));
    }

    @Override
    public List<Delivery.Turn> turns(String machine, int limit) {
        return reader.withHandle(handle -> History.turns(handle, machine, limit));
    }

    @Override
    public List<Delivery.Receipt> receipts(String machine, int limit) {
        return reader.withHandle(handle -> History.receipts(handle, machine, limit));
    }

    @Override
    public boolean wasReceived(String machine, String kind, byte[] content) {
        String sha256 = Packed.sha256(content);
        return reader.withHandle(handle -> History.wasReceived(handle, machine, kind, sha256));
    }

    @Override
    public void past(Instant at, Consumer<Delivery.Past> to) {
        reader.useTransaction(handle -> History.past(handle, at, to));
    }

    @Override
    public void tally(Instant at, List<Delivery.SiteTally> tallies) {
        writer.write(handle -> {
            for (Delivery.SiteTally one : tallies) {
                handle.execute(
                        "INSERT INTO tally (advisory, at, site, counts) VALUES (?, ?, ?, ?) "
                                + "ON CONFLICT (advisory, at, site) DO UPDATE SET counts = excluded.counts",
                        Texts.kept(one.advisory()),
                        Moments.of(at),
                        Texts.kept(one.site()),
                        counts(one.tally()));
            }
            return tallies.size();
        });
    }

    private static String counts(Tally tally) {
        return Arrays.stream(Light.values())
                .map(light -> Integer.toString(tally.of(light)))
                .collect(Collectors.joining(" "));
    }

    private static Tally tally(String counts) {
        return Tally.of(
                Arrays.stream(counts.split(" ")).mapToInt(Integer::parseInt).toArray());
    }

    @Override
    public List<Delivery.Point> tallies(String advisory, @Nullable String site, Instant since) {
        Map<Long, Tally> sums = new TreeMap<>();
        reader.useHandle(handle -> handle.select(
                        "SELECT at, site, counts FROM tally WHERE advisory = ? AND at >= ? ORDER BY at",
                        Texts.kept(advisory),
                        Moments.of(since))
                .map((row, context) -> Map.entry(
                        row.getLong("at"),
                        new Delivery.SiteTally(advisory, row.getString("site"), tally(row.getString("counts")))))
                .forEach(entry -> {
                    if (site == null || SiteName.same(site, entry.getValue().site())) {
                        sums.merge(entry.getKey(), entry.getValue().tally(), Tally::plus);
                    }
                }));
        List<Delivery.Point> points = new ArrayList<>();
        sums.forEach((at, tally) -> points.add(new Delivery.Point(Moments.at(at), tally)));
        return points;
    }

    @Override
    public boolean retire(String machine, Instant at) {
        return writer.write(handle -> CheckIns.retire(handle, machine, at));
    }

    @Override
    public int prune(Instant before) {
        int gone = 0;
        while (true) {
            List<Long> stale = reader.withHandle(handle -> History.stale(handle, before, AT_ONCE));
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
