package dev.firebreak.app.web;

import dev.firebreak.app.capture.EventReader;
import dev.firebreak.app.capture.log.LogOptions;
import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.app.web.service.SightingService;
import dev.firebreak.core.dashboard.FleetService;
import dev.firebreak.core.inventory.BugReports;
import dev.firebreak.core.watch.Detection;
import dev.firebreak.core.watch.incident.DetectionStore;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Detections and incidents for a server under test. */
public final class TestSightings {

    private TestSightings() {}

    public static SightingService of(DetectionStore store, FleetService fleet, InstantSource clock) {
        return new SightingService(
                store,
                fleet,
                () -> new EventReader(
                        new LogOptions(ZoneOffset.UTC, LocalDate.of(2027, 1, 1), false), BugReports.THROW),
                () -> new ShippedKnowledge().indicators(),
                List::of,
                clock);
    }

    /** Detections in memory. */
    static final class Memory implements DetectionStore {
        private final List<Detection> all = new ArrayList<>();

        @Override
        public synchronized int add(List<Detection> detections, Instant now) {
            List<Detection> fresh =
                    detections.stream().filter(d -> !all.contains(d)).toList();
            all.addAll(fresh);
            return fresh.size();
        }

        @Override
        public synchronized List<Detection> newest(int limit) {
            return all.stream()
                    .sorted(Comparator.comparing(Detection::time).reversed())
                    .limit(limit)
                    .toList();
        }
    }
}
