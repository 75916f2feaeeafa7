package dev.firebreak.app.store;

import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.dashboard.DamagedStorage;
import dev.firebreak.core.rollout.Order;
import dev.firebreak.core.rollout.OrderState;
import dev.firebreak.core.rollout.OrderTask;
import dev.firebreak.core.rollout.Outcome;
import dev.firebreak.core.rollout.PackageFile;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Orders as rows, and rows as orders. */
final class OrderRows {

    static final String COLUMNS = "id, batch, machine, site, advisory, task, files, state, proposed_by, proposed_at, "
            + "approved_by, approved_at, expires_at, changed_by, changed_at, outcome, outcome_code, outcome_restart, booted";

    private OrderRows() {}

    static String files(OrderTask task) {
        return task instanceof OrderTask.Install install
                ? install.files().stream()
                        .map(f -> f.kb().number() + " " + f.bytes() + " " + f.sha256() + " " + f.file())
                        .collect(Collectors.joining("\n"))
                : "";
    }

    static Order order(ResultSet row) throws SQLException {
        String id = row.getString("id");
        try {
            return new Order(
                    id,
                    row.getString("batch"),
                    row.getString("machine"),
                    row.getString("site"),
                    row.getString("advisory"),
                    task(row.getString("task"), row.getString("files")),
                    state(row));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new DamagedStorage(e);
        }
    }

    private static OrderTask task(String key, String files) {
        String[] parts = key.split(":", 2);
        return switch (parts[0]) {
            case "install" ->
                new OrderTask.Install(Kb.parse(parts[1]).orElseThrow(IllegalArgumentException::new), files(files));
            case "apply" -> new OrderTask.Apply(parts[1]);
            case "undo" -> new OrderTask.Undo(parts[1]);
            default -> throw new IllegalArgumentException(key);
        };
    }

    private static List<PackageFile> files(String lines) {
        return lines.lines()
                .map(line -> line.split(" ", 4))
                .map(f -> new PackageFile(new Kb(Integer.parseInt(f[0])), f[3], Long.parseLong(f[1]), f[2]))
                .toList();
    }

    private static OrderState state(ResultSet row) throws SQLException {
        var kind = OrderState.Kind.ofId(row.getString("state")).orElseThrow(IllegalArgumentException::new);
        Instant changed = Timestamps.at(row.getLong("changed_at"));
        return switch (kind) {
            case PROPOSED -> new OrderState.Proposed(row.getString("proposed_by"), changed);
            case APPROVED -> new OrderState.Approved(approval(row));
            case OFFERED -> new OrderState.Offered(approval(row), changed);
            case FETCHED -> new OrderState.Fetched(approval(row), changed);
            case CLAIMED -> new OrderState.Claimed(approval(row), outcome(row), changed, booted(row));
            case CLOSED -> new OrderState.Closed(approval(row), changed);
            case FAILED -> new OrderState.Failed(approval(row), outcome(row), changed);
            case WITHDRAWN -> new OrderState.Withdrawn(row.getString("changed_by"), changed);
        };
    }

    private static OrderState.Approval approval(ResultSet row) throws SQLException {
        Instant approved = Timestamps.at(row.getLong("approved_at"));
        long expires = row.getLong("expires_at");
        // Approved before approvals expired: it has expired.
        return new OrderState.Approval(
                row.getString("proposed_by"),
                Timestamps.at(row.getLong("proposed_at")),
                row.getString("approved_by"),
                approved,
                row.wasNull() ? approved : Timestamps.at(expires));
    }

    private static Outcome outcome(ResultSet row) throws SQLException {
        long code = row.getLong("outcome_code");
        @Nullable Long told = row.wasNull() ? null : code;
        return new Outcome(
                Outcome.Kind.ofId(row.getString("outcome")).orElseThrow(IllegalArgumentException::new),
                told,
                row.getInt("outcome_restart") == 1);
    }

    private static @Nullable Instant booted(ResultSet row) throws SQLException {
        long at = row.getLong("booted");
        return row.wasNull() ? null : Timestamps.at(at);
    }
}
