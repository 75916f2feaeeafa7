package dev.firebreak.app.web.service;

import dev.firebreak.app.capture.EventReader;
import dev.firebreak.app.capture.event.EventSink;
import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.dashboard.FleetService;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import dev.firebreak.core.watch.Detection;
import dev.firebreak.core.watch.Detector;
import dev.firebreak.core.watch.DetectorRun;
import dev.firebreak.core.watch.Event;
import dev.firebreak.core.watch.Indicators;
import dev.firebreak.core.watch.StreamName;
import dev.firebreak.core.watch.detector.ShippedDetectors;
import dev.firebreak.core.watch.incident.DetectionStore;
import dev.firebreak.core.watch.incident.Incident;
import dev.firebreak.core.watch.incident.IncidentCorrelator;
import dev.firebreak.core.watch.incident.MachineDirectory;
import dev.firebreak.core.watch.incident.WatchedFile;
import dev.firebreak.core.watch.incident.WatchedFileStore;
import dev.firebreak.core.watch.sigma.SigmaDetector;
import dev.firebreak.core.watch.sigma.SigmaRule;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Captures and logs in, detections and incidents out. Any number of threads may call. */
public final class SightingService {

    /** Detections that incidents are made of: the latest. */
    public static final int MOST_DETECTIONS = 20_000;

    /** The advisory whose vulnerabilities the attacks use that are detected. */
    public static final String ADVISORY = "MS17-010";

    /** Places of streams that programs and persons bring; no site is called so. */
    public static final String API = ":api";

    public static final String PAGE = ":page";

    /** Detections of one file that are kept; more than that says nothing new. */
    private static final int MAX_OF_A_FILE = 50_000;

    private static final int MAX_PROBLEMS = 100;

    /** Problems that are kept of a file. */
    private static final int MAX_KEPT = 20;

    private static final int LOCKS = 64;

    private final DetectionStore store;
    private final WatchedFileStore files;
    private final FleetService fleet;
    private final Supplier<EventReader> reader;
    private final Supplier<Indicators> indicators;
    private final Supplier<List<SigmaRule>> rules;
    private final InstantSource clock;
    private final TieService ties;
    private final List<Object> locks = Stream.generate(Object::new).limit(LOCKS).toList();

    /**
     * @param reader of captures and logs; made for each file
     * @param rules the site's Sigma rules; none where it has none
     * @param addresses who had which address
     */
    public SightingService(
            DetectionStore store,
            WatchedFileStore files,
            FleetService fleet,
            Supplier<EventReader> reader,
            Supplier<Indicators> indicators,
            Supplier<List<SigmaRule>> rules,
            AddressRecords addresses,
            InstantSource clock) {
        this.store = store;
        this.files = files;
        this.fleet = fleet;
        this.reader = reader;
        this.indicators = indicators;
        this.rules = rules;
        this.clock = clock;
        this.ties = new TieService(store, fleet, addresses);
    }

    /**
     * A file that somebody brings.
     *
     * @param stream that it continues
     * @param by as the audit names who brings it
     */
    public record BroughtFile(String name, String stream, String by) {
        /**
         * A file of a place.
         *
         * @param place who sends files of that name, such as a site
         */
        public static BroughtFile of(String place, String name, String by) {
            return of(place, name, name, by);
        }

        /** A file that continues the stream of another name. */
        public static BroughtFile of(String place, String stream, String name, String by) {
            return new BroughtFile(name, StreamName.of(place, stream), by);
        }
    }

    /** Bytes that can be read twice. */
    @FunctionalInterface
    public interface Content {
        /** The bytes from the beginning. */
        InputStream open() throws IOException;
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

    /** Reads a file as what comes after the last one of its stream, keeps what is detected in it and tells those who look at the pages. */
    public Outcome take(BroughtFile file, Content content) throws IOException {
        String sha256 = sha256(content);
        synchronized (locks.get(Math.floorMod(file.stream().hashCode(), LOCKS))) {
            return take(file, content, sha256);
        }
    }

    private Outcome take(BroughtFile file, Content content, String sha256) throws IOException {
        Instant now = clock.instant();
        var run = new StreamRun(
                new DetectorRun(detectors(), DetectorRun.MOST_STATES),
                file.stream(),
                files.state(file.stream()).orElse(null),
                files.wasRead(sha256),
                now);
        List<Detection> found = new ArrayList<>();
        Consumer<Detection> keep = detection -> {
            if (found.size() < MAX_OF_A_FILE) {
                found.add(detection);
            }
        };
        List<Problem> problems = new ArrayList<>();
        List<Problem> whole = new ArrayList<>();
        boolean isKnown;
        try (InputStream in = content.open()) {
            isKnown = reader.get().read(in, file.name(), new EventSink() {
                @Override
                public void event(Event event) {
                    run.accept(event, keep);
                }

                @Override
                public void problem(Problem problem) {
                    // What is wrong with the whole file often comes last, and counts for more than its lines.
                    if (problem.source().line() == 0 && whole.size() < MAX_KEPT) {
                        whole.add(problem);
                    } else if (problems.size() < MAX_PROBLEMS) {
                        problems.add(problem);
                    }
                }
            });
        }
        run.end(keep);
        problems.addAll(0, whole);
        run.note().ifPresent(note -> problems.addFirst(new Problem(Source.of(file.name()), note)));
        List<Detection> added = found.isEmpty() ? List.of() : store.add(found, now);
        ties.add(added);
        run.after().ifPresent(state -> files.keep(state, now));
        files.add(new WatchedFile(
                file.name(), sha256, now, file.by(), run.span(), isKnown, found.size(), texts(problems)));
        if (!added.isEmpty()) {
            fleet.detected(added.size());
        }
        return new Outcome(isKnown, found.size(), added.size(), problems);
    }

    private List<Detector<?>> detectors() {
        List<Detector<?>> detectors = new ArrayList<>(ShippedDetectors.all(indicators.get(), Set.of()));
        List<SigmaRule> own = rules.get();
        if (!own.isEmpty()) {
            detectors.add(new SigmaDetector(own));
        }
        return detectors;
    }

    /** Keeps that a file was brought that is not read at all. */
    public void refused(BroughtFile file, Text why) {
        files.add(new WatchedFile(file.name(), "", clock.instant(), file.by(), null, false, 0, List.of(why)));
    }

    private static List<Text> texts(List<Problem> problems) {
        return problems.stream()
                .limit(MAX_KEPT)
                .map(problem -> problem.source().line() > 0
                        ? Text.format(
                                "line %d: %s", "%d 行目: %s", problem.source().line(), problem.what())
                        : problem.what())
                .toList();
    }

    private static String sha256(Content content) throws IOException {
        try (InputStream in = content.open()) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Captures and logs that were brought, the newest first; those that could not be read among them. */
    public List<WatchedFile> files(int limit) {
        return files.newest(limit);
    }

    /** How far captures and logs were read; empty where none was. */
    public Optional<Instant> readUntil() {
        return files.readUntil()
                .or(() -> store.newest(1).stream().map(Detection::time).findFirst());
    }

    /** Which machines detections name. */
    public TieService ties() {
        return ties;
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

    /** Which machines the hosts of detections were at a time. */
    public MachineDirectory directory() {
        return ties.directory();
    }

    /** Whether an advisory is the one that {@link #vulnerable} counts. */
    public static boolean isMeant(Advisory advisory) {
        return advisory.id().equals(ADVISORY);
    }
}
