package dev.firebreak.app.store;

import dev.firebreak.app.io.killswitch.ProbeLineWriter;
import dev.firebreak.app.io.killswitch.ProbeLines;
import dev.firebreak.core.inventory.MachineName;
import dev.firebreak.core.watch.killswitch.KeptProbe;
import dev.firebreak.core.watch.killswitch.KillSwitchProbe;
import dev.firebreak.core.watch.killswitch.KillSwitchProbeStore;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Probes of the kill switch in a table: the latest of each machine, segment and name. */
final class SqlKillSwitchProbeStore implements KillSwitchProbeStore {

    private final SqlReader reader;
    private final GroupCommitWriter writer;

    SqlKillSwitchProbeStore(SqlReader reader, GroupCommitWriter writer) {
        this.reader = reader;
        this.writer = writer;
    }

    @Override
    public void keep(List<KeptProbe> probes) {
        writer.write(handle -> {
            Set<String> sites = new LinkedHashSet<>();
            for (KeptProbe kept : probes) {
                KillSwitchProbe probe = kept.probe();
                String machine = probe.origin().machine();
                sites.add(StorableText.kept(kept.site()));
                PlainStatements.run(
                        handle,
                        "INSERT INTO killswitch_probe (site, machine_key, segment, name, at, received, sender, probe) "
                                + "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (site, machine_key, segment, name) DO UPDATE SET "
                                + "at = excluded.at, received = excluded.received, sender = excluded.sender, probe = excluded.probe "
                                + "WHERE excluded.at >= killswitch_probe.at",
                        StorableText.kept(kept.site()),
                        machine == null ? "" : StorableText.kept(MachineName.key(machine)),
                        StorableText.kept(kept.segment()),
                        StorableText.kept(probe.name()),
                        Timestamps.of(probe.origin().time()),
                        Timestamps.of(kept.receivedAt()),
                        StorableText.kept(kept.sender()),
                        StorableText.kept(ProbeLineWriter.line(probe)));
            }
            int deleted = 0;
            for (String site : sites) {
                deleted += PlainStatements.run(
                        handle,
                        "DELETE FROM killswitch_probe WHERE site = ? AND at < (SELECT at FROM killswitch_probe WHERE site = ? "
                                + "ORDER BY at DESC LIMIT 1 OFFSET " + (MOST_OF_SITE - 1) + ")",
                        site,
                        site);
            }
            return deleted;
        });
    }

    @Override
    public List<KeptProbe> latest() {
        return reader
                .withHandle(handle -> handle.select(
                                "SELECT site, sender, received, probe FROM killswitch_probe ORDER BY at")
                        .map((row, context) -> new Row(
                                row.getString("site"),
                                row.getString("sender"),
                                Timestamps.at(row.getLong("received")),
                                row.getString("probe")))
                        .list())
                .stream()
                .flatMap(Row::probes)
                .toList();
    }

    private record Row(String site, String sender, Instant received, String line) {

        /** None of a line that a newer version wrote: what is not understood proves nothing. */
        Stream<KeptProbe> probes() {
            return ProbeLines.read(line, "killswitch_probe").items().stream()
                    .map(probe -> new KeptProbe(site, sender, received, probe));
        }
    }
}
