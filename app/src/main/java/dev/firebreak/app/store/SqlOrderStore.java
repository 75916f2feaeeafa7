package dev.firebreak.app.store;

import dev.firebreak.core.dashboard.DamagedStorage;
import dev.firebreak.core.inventory.MachineName;
import dev.firebreak.core.rollout.Order;
import dev.firebreak.core.rollout.OrderState;
import dev.firebreak.core.rollout.OrderStore;
import dev.firebreak.core.rollout.Outcome;
import dev.firebreak.core.text.SafeText;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Orders in a table. */
final class SqlOrderStore implements OrderStore {

    private static final Logger LOG = System.getLogger(SqlOrderStore.class.getName());

    private static final int MAX_TOLD = 1000;

    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final SqlDialect dialect;
    private final SqlReader reader;
    private final GroupCommitWriter writer;

    SqlOrderStore(SqlDialect dialect, SqlReader reader, GroupCommitWriter writer) {
        this.dialect = dialect;
        this.reader = reader;
        this.writer = writer;
    }

    @Override
    public List<Order> propose(List<Order> orders, Entry entry) {
        return writer.write(handle -> {
            List<Order> kept = new ArrayList<>();
            for (Order order : orders) {
                if (insert(handle, order)) {
                    kept.add(order);
                }
            }
            if (!kept.isEmpty()) {
                note(handle, entry);
            }
            return kept;
        });
    }

    private static boolean insert(Handle handle, Order order) {
        if (!(order.state() instanceof OrderState.Proposed proposed)) {
            throw new IllegalArgumentException("an order begins as a proposal");
        }
        return handle.execute(
                        "INSERT INTO rollout_order (id, batch, machine_key, machine, site, advisory, task, files, state, is_open, "
                                + "proposed_by, proposed_at, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?) "
                                + "ON CONFLICT DO NOTHING",
                        order.id(),
                        order.batch(),
                        StorableText.kept(MachineName.key(order.machine())),
                        StorableText.kept(order.machine()),
                        StorableText.kept(order.site()),
                        StorableText.kept(order.advisory()),
                        order.task().key(),
                        OrderRows.files(order.task()),
                        proposed.kind().id(),
                        StorableText.kept(proposed.by()),
                        Timestamps.of(proposed.at()),
                        Timestamps.of(proposed.at()))
                == 1;
    }

    @Override
    public boolean move(Order order, OrderState next, Entry entry) {
        return writer.write(handle -> {
            boolean moved = update(handle, order, next);
            if (moved) {
                note(handle, entry);
            }
            return moved;
        });
    }

    /** The state that it was read in is part of the condition: of two who move it, one does. */
    private static boolean update(Handle handle, Order order, OrderState next) {
        OrderState.@Nullable Approval approval = next.approval();
        @Nullable Outcome outcome = next.outcome();
        return handle.execute(
                        "UPDATE rollout_order SET state = ?, is_open = ?, approved_by = COALESCE(?, approved_by), "
                                + "approved_at = COALESCE(?, approved_at), expires_at = COALESCE(?, expires_at), changed_by = ?, changed_at = ?, outcome = ?, "
                                + "outcome_code = ?, outcome_restart = ?, booted = ? WHERE id = ? AND state = ?",
                        next.kind().id(),
                        next.kind().isOpen() ? 1 : 0,
                        approval == null ? null : StorableText.kept(approval.approvedBy()),
                        approval == null ? null : Long.valueOf(Timestamps.of(approval.approvedAt())),
                        approval == null ? null : Long.valueOf(Timestamps.of(approval.expiresAt())),
                        next instanceof OrderState.Withdrawn w ? StorableText.kept(w.by()) : null,
                        Timestamps.of(next.at()),
                        outcome == null ? null : outcome.kind().id(),
                        outcome == null ? null : outcome.code(),
                        outcome == null ? null : Integer.valueOf(outcome.restart() ? 1 : 0),
                        booted(next),
                        order.id(),
                        order.state().kind().id())
                == 1;
    }

    private static @Nullable Long booted(OrderState state) {
        @Nullable Instant at = state instanceof OrderState.Claimed claimed ? claimed.bootedBefore() : null;
        return at == null ? null : Timestamps.of(at);
    }

    private void note(Handle handle, Entry entry) {
        SqlAuditLog.add(handle, dialect, entry.at(), entry.who(), entry.what(), entry.about(), entry.detail());
    }

    @Override
    public Optional<Order> order(String id) {
        return select("WHERE id = ?", id).stream().findFirst();
    }

    @Override
    public List<Order> open(String machine) {
        return select(
                "WHERE machine_key = ? AND is_open = 1 ORDER BY proposed_at, id",
                StorableText.kept(MachineName.key(machine)));
    }

    @Override
    public List<Order> approved() {
        return select("WHERE is_open = 1 AND state <> ? ORDER BY proposed_at, id", OrderState.Kind.PROPOSED.id());
    }

    @Override
    public List<Order> batch(String batch) {
        return select("WHERE batch = ? ORDER BY machine_key, task", batch);
    }

    @Override
    public List<Order> claimed(int limit) {
        return select(
                "WHERE is_open = 1 AND state = '" + OrderState.Kind.CLAIMED.id() + "' ORDER BY changed_at LIMIT ?",
                limit);
    }

    @Override
    public List<Order> newest(int limit) {
        return select("ORDER BY changed_at DESC, id LIMIT ?", limit);
    }

    /** A row that was damaged or changed by hand keeps nobody from the others; what was signed for and is gone is found out elsewhere. */
    private Optional<Order> readable(ResultSet row) throws SQLException {
        try {
            return Optional.of(OrderRows.order(row));
        } catch (DamagedStorage e) {
            String id = row.getString("id");
            // It is read again and again; a log that is full of one row hides the others.
            if (told.size() < MAX_TOLD && told.add(id)) {
                LOG.log(Level.WARNING, "the order {0} cannot be read and is left out", SafeText.name(id));
            }
            return Optional.empty();
        }
    }

    private List<Order> select(String where, Object value) {
        return reader.withHandle(handle -> handle
                .select("SELECT " + OrderRows.COLUMNS + " FROM rollout_order " + where, value)
                .map((row, context) -> readable(row))
                .list()
                .stream()
                .flatMap(Optional::stream)
                .toList());
    }

    @Override
    public List<Batch> batches(int limit) {
        return reader.withHandle(handle -> {
            Map<String, Batch> batches = new LinkedHashMap<>();
            handle.select(
                            "SELECT batch, state, MIN(proposed_by) AS who, MIN(proposed_at) AS at, MIN(advisory) AS advisory, "
                                    + "MIN(task) AS task, COUNT(*) AS n FROM rollout_order WHERE batch IN (SELECT batch FROM "
                                    + "(SELECT batch, MAX(proposed_at) AS last FROM rollout_order GROUP BY batch "
                                    + "ORDER BY last DESC, batch LIMIT ?) AS newest) GROUP BY batch, state ORDER BY at DESC, batch",
                            limit)
                    .map((row, context) -> {
                        String id = row.getString("batch");
                        Batch had = batches.get(id);
                        Map<OrderState.Kind, Integer> counts = new EnumMap<>(OrderState.Kind.class);
                        if (had != null) {
                            counts.putAll(had.counts());
                        }
                        int orders = row.getInt("n");
                        OrderState.Kind.ofId(row.getString("state")).ifPresent(kind -> counts.put(kind, orders));
                        batches.put(
                                id,
                                new Batch(
                                        id,
                                        row.getString("who"),
                                        Timestamps.at(row.getLong("at")),
                                        row.getString("advisory"),
                                        row.getString("task"),
                                        counts));
                        return id;
                    })
                    .list();
            return List.copyOf(batches.values());
        });
    }
}
