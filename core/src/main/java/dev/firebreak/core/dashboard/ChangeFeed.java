package dev.firebreak.core.dashboard;

import dev.firebreak.core.fleet.MachineStatus;
import dev.firebreak.core.fleet.MachineSummary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Numbers changes and passes them to the listeners. */
final class ChangeFeed {

    private final List<Consumer<FleetChange>> listeners = new ArrayList<>();
    private long last;

    synchronized void listen(Consumer<FleetChange> listener) {
        listeners.add(listener);
    }

    synchronized void publish(Instant at, FleetChange.What what) {
        var change = new FleetChange(++last, at, what);
        listeners.forEach(l -> l.accept(change));
    }

    /** Publishes the advisories for which a machine has another status than before; all of them where it is new. */
    void statusChanged(MachineIndex index, @Nullable MachineSummary before, MachineSummary line, Instant now) {
        Map<String, MachineStatus> statuses = new LinkedHashMap<>();
        for (String advisory : line.verdicts().keySet()) {
            MachineStatus status = index.status(line, advisory, now);
            if (before == null || index.status(before, advisory, now) != status) {
                statuses.put(advisory, status);
            }
        }
        if (!statuses.isEmpty()) {
            publish(now, new FleetChange.StatusChanged(line.name(), line.site(), statuses));
        }
    }
}
