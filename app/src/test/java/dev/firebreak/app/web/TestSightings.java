package dev.firebreak.app.web;

import dev.firebreak.app.capture.EventReader;
import dev.firebreak.app.capture.log.LogOptions;
import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.app.store.FleetDatabase;
import dev.firebreak.app.web.service.AddressRecords;
import dev.firebreak.app.web.service.SightingService;
import dev.firebreak.core.dashboard.FleetService;
import dev.firebreak.core.inventory.BugReports;
import dev.firebreak.core.watch.Detection;
import dev.firebreak.core.watch.incident.DetectionStore;
import dev.firebreak.core.watch.incident.StreamState;
import dev.firebreak.core.watch.incident.WatchedFile;
import dev.firebreak.core.watch.incident.WatchedFileStore;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Detections and incidents for a server under test. */
public final class TestSightings {

    private TestSightings() {}

    /** Of a server over memory. */
    static SightingService inMemory(FleetService fleet, InstantSource clock) {
        return of(new Memory(), new MemoryFiles(), Path.of("nowhere"), fleet, clock);
    }

    public static SightingService of(FleetDatabase database, FleetService fleet, InstantSource clock) {
        return of(database.detectionStore(), database.watchedFileStore(), database.folder(), fleet, clock);
    }

    private static SightingService of(
            DetectionStore store, WatchedFileStore files, Path data, FleetService fleet, InstantSource clock) {
        return new SightingService(
                store,
                files,
                fleet,
                () -> new EventReader(
                        new LogOptions(ZoneOffset.UTC, LocalDate.of(2027, 1, 1), false), BugReports.THROW),
                () -> new ShippedKnowledge().indicators(),
                List::of,
                new AddressRecords(data, ZoneOffset.UTC),
                clock);
    }

    /** Detections in memory. */
    private static final class Memory implements DetectionStore {
        private final List<Detection> all = new ArrayList<>();

        @Override
        public synchronized List<Detection> add(List<Detection> detections, Instant now) {
            List<Detection> fresh =
                    detections.stream().filter(d -> !all.contains(d)).toList();
            all.addAll(fresh);
            return fresh;
        }

        @Override
        public synchronized List<Detection> newest(int limit) {
            return all.stream()
                    .sorted(Comparator.comparing(Detection::time).reversed())
                    .limit(limit)
                    .toList();
        }

        @Override
        public synchronized List<Detection> of(Collection<String> hosts, int limit) {
            return newest(Integer.MAX_VALUE).stream()
                    .filter(d -> hosts.contains(d.flow().source())
                            || hosts.contains(d.flow().target()))
                    .limit(limit)
                    .toList();
        }

        @Override
        public synchronized void each(Consumer<Detection> to) {
            all.forEach(to);
        }
    }

    /** Files and states in memory. */
    private static final class MemoryFiles implements WatchedFileStore {
        private final List<WatchedFile> files = new ArrayList<>();
        private final Map<String, StreamState> states = new HashMap<>();

        @Override
        public synchronized void add(WatchedFile file) {
            files.addFirst(file);
        }

        @Override
        public synchronized List<WatchedFile> newest(int limit) {
            return files.stream().limit(limit).toList();
        }

        @Override
        public synchronized boolean wasRead(String sha256) {
            return files.stream().anyMatch(file -> file.sha256().equals(sha256));
        }

        @Override
        public synchronized Optional<Instant> readUntil() {
            return files.stream()
                    .map(WatchedFile::span)
                    .filter(span -> span != null)
                    .map(WatchedFile.Span::until)
                    .max(Comparator.naturalOrder());
        }

        @Override
        public synchronized Optional<StreamState> state(String stream) {
            return Optional.ofNullable(states.get(stream));
        }

        @Override
        public synchronized void keep(StreamState state, Instant now) {
            states.put(state.stream(), state);
        }
    }
}
