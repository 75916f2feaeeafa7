package dev.firebreak.app.store;

import dev.firebreak.core.watch.infection.InfectionState;
import dev.firebreak.core.watch.infection.InfectionStore;
import dev.firebreak.core.watch.infection.OwnProbe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Decisions about callers of the kill switch, and probes of ours, in tables. */
final class SqlInfectionStore implements InfectionStore {

    private final SqlReader reader;
    private final GroupCommitWriter writer;

    SqlInfectionStore(SqlReader reader, GroupCommitWriter writer) {
        this.reader = reader;
        this.writer = writer;
    }

    @Override
    public void decide(String origin, InfectionState.Decided decision) {
        writer.write(handle -> handle.execute(
                "INSERT INTO infection (origin, at, state, decided_by, reason) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                StorableText.kept(origin),
                Timestamps.of(decision.decision().at()),
                decision.kind().id(),
                StorableText.kept(decision.decision().by()),
                StorableText.kept(decision.decision().reason())));
    }

    @Override
    public Map<String, List<InfectionState.Decided>> decisions() {
        Map<String, List<InfectionState.Decided>> decisions = new LinkedHashMap<>();
        reader.useHandle(handle -> handle.select(
                        "SELECT origin, at, state, decided_by, reason FROM infection ORDER BY origin, at")
                .map((row, context) -> decisions
                        .computeIfAbsent(row.getString("origin"), origin -> new ArrayList<>())
                        .add(new InfectionState.Decided(
                                InfectionState.Kind.of(row.getString("state")).orElseThrow(),
                                new InfectionState.Decision(
                                        Timestamps.at(row.getLong("at")),
                                        row.getString("decided_by"),
                                        row.getString("reason")))))
                .list());
        return decisions;
    }

    @Override
    public void remember(List<OwnProbe> probes) {
        writer.write(handle -> {
            for (OwnProbe probe : probes) {
                PlainStatements.run(
                        handle,
                        "INSERT INTO own_probe (nonce, machine, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                        StorableText.kept(Objects.requireNonNullElse(probe.nonce(), "")),
                        StorableText.kept(Objects.requireNonNullElse(probe.machine(), "")),
                        Timestamps.of(probe.time()));
            }
            return PlainStatements.run(
                    handle,
                    "DELETE FROM own_probe WHERE at < (SELECT at FROM own_probe ORDER BY at DESC LIMIT 1 OFFSET "
                            + (MOST_PROBES - 1) + ")");
        });
    }

    @Override
    public List<OwnProbe> probes() {
        return reader.withHandle(handle -> handle.select("SELECT nonce, machine, at FROM own_probe ORDER BY at")
                .map((row, context) -> {
                    String nonce = row.getString("nonce");
                    String machine = row.getString("machine");
                    return new OwnProbe(
                            nonce.isEmpty() ? null : nonce,
                            machine.isEmpty() ? null : machine,
                            Timestamps.at(row.getLong("at")));
                })
                .list());
    }
}
