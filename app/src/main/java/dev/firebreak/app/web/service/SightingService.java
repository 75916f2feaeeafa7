package dev.firebreak.app.web.service;

import dev.firebreak.app.capture.EventReader;
import dev.firebreak.app.capture.event.EventSink;
import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.dashboard.FleetService;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.watch.Detection;
import dev.firebreak.core.watch.Detector;
import dev.firebreak.core.watch.DetectorRun;
import dev.firebreak.core.watch.Event;
import dev.firebreak.core.watch.Indicators;
import dev.firebreak.core.watch.detector.ShippedDetectors;
import dev.firebreak.core.watch.incident.DetectionStore;
import dev.firebreak.core.watch.incident.Incident;
import dev.firebreak.core.watch.incident.IncidentCorrelator;
import dev.firebreak.core.watch.incident.InventoryDirectory;
import dev.firebreak.core.watch.incident.KnownMachine;
import dev.firebreak.core.watch.sigma.SigmaDetector;
import dev.firebreak.core.watch.sigma.SigmaRule;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Captures and logs in, detections and incidents out. Any number of threads may call. */
public final class SightingService {

    /** Detections that incidents are made of: the latest. */
    public static final int MOST_DETECTIONS = 20_000;

    /** The advisory whose vulnerabilities the attacks use that are detected. */
    public static final String ADVISORY = "MS17-010";

    /** Detections of one file that are kept; more than that says nothing new. */
    private static final int MOST_OF_A_FILE = 50_000;

    private static final int MOST_PROBLEMS = 100;

    private final DetectionStore store;
    private final FleetService fleet;
    private final Supplier<EventReader> reader;
    private final Supplier<Indicators> indicators;
    private final Supplier<List<SigmaRule>> rules;
    private final InstantSource clock;

    /**
     * @param reader of captures and logs; made for each file
     * @param rules the site's Sigma rules; none where it has none
     */
    public SightingService(
            DetectionStore store,
            FleetService fleet,
            Supplier<EventReader> reader,
            Supplier<Indicators> indicators,
            Supplier<List<SigmaRule>> rules,
            InstantSource clock) {
        this.store = store;
        this.fleet = fleet;
        this.reader = reader;
        this.indicators = indicators;
        this.rules = rules;
        this.clock = clock;
    }

    /**
     * What became of a file.
     *
     * @param isKnown whether it is a capture or log that can be read
     * @param detections in it
     * @param added of these, not known before
     */
    public record Outcome(boolean isKnown, int detections, int added, List<Problem> problems) {
        public Outcome {
            problems = List.copyOf(problems);
        }
    }

    /** Reads a file, keeps what is detected in it and tells those who look at the pages. */
    public Outcome take(String name, InputStream content) {
        List<Detector<?>> detectors = new ArrayList<>(ShippedDetectors.all(indicators.get(), Set.of()));
        List<SigmaRule> own = rules.get();
        if (!own.isEmpty()) {
            detectors.add(new SigmaDetector(own));
        }
        var run = new DetectorRun(detectors, DetectorRun.MOST_STATES);
        List<Detection> found = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        boolean isKnown = reader.get().read(content, name, new EventSink() {
            @Override
            public void event(Event event) {
                for (Detection detection : run.accept(event)) {
                    if (found.size() < MOST_OF_A_FILE) {
                        found.add(detection);
                    }
                }
            }

            @Override
            public void problem(Problem problem) {
                if (problems.size() < MOST_PROBLEMS) {
                    problems.add(problem);
                }
            }
        });
        int added = found.isEmpty() ? 0 : store.add(found, clock.instant());
        if (added > 0) {
            fleet.detected(added);
        }
        return new Outcome(isKnown, found.size(), added, problems);
    }

    /** The latest detections, the latest first. */
    public List<Detection> newest(int limit) {
        return store.newest(limit);
    }

    /** Incidents of the latest detections, the one that was seen last first. */
    public List<Incident> incidents() {
        List<Detection> detections = store.newest(MOST_DETECTIONS);
        return detections.isEmpty() ? List.of() : new IncidentCorrelator(directory()).correlate(detections);
    }

    /** The incident with that id. */
    public Optional<Incident> incident(String id) {
        return incidents().stream().filter(incident -> incident.id().equals(id)).findFirst();
    }

    /** Machines of the fleet that are vulnerable to what the attacks use. */
    public int vulnerable() {
        return fleet.board(ADVISORY).all().of(dev.firebreak.core.fleet.MachineStatus.VULNERABLE);
    }

    /** Indicators that ship. */
    public Indicators indicators() {
        return indicators.get();
    }

    /** Who has which address, as the fleet told last. */
    public InventoryDirectory directory() {
        var directory = new InventoryDirectory();
        fleet.lines(line -> directory.add(new KnownMachine(line.name(), line.verdict(ADVISORY)), line.addresses()));
        return directory;
    }

    /** Whether an advisory is the one that {@link #vulnerable} counts. */
    public static boolean isMeant(Advisory advisory) {
        return advisory.id().equals(ADVISORY);
    }
}
