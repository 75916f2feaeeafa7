package dev.firebreak.app.cli.watch;

import dev.firebreak.app.capture.EventReader;
import dev.firebreak.app.capture.event.EventSink;
import dev.firebreak.app.capture.log.LogOptions;
import dev.firebreak.app.cli.Cli;
import dev.firebreak.app.cli.CommandFailure;
import dev.firebreak.app.cli.CommandServices;
import dev.firebreak.app.cli.ExitCode;
import dev.firebreak.app.cli.FirebreakCommand;
import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.assess.Assessor;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.watch.Detection;
import dev.firebreak.core.watch.DetectorRun;
import dev.firebreak.core.watch.Event;
import dev.firebreak.core.watch.detector.ShippedDetectors;
import dev.firebreak.core.watch.incident.Incident;
import dev.firebreak.core.watch.incident.IncidentCorrelator;
import dev.firebreak.core.watch.incident.InventoryDirectory;
import dev.firebreak.core.watch.incident.KnownMachine;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One run of the detectors over captures and logs. */
public final class WatchRun {

    /** Detections that incidents are made of; a worm in a large site makes a few thousand a day. */
    private static final int MOST_KEPT = 200_000;

    private static final String ADVISORY = "MS17-010";

    private final CommandServices services;
    private final FirebreakCommand firebreak;
    private final Readers readers;
    private final WatchOptions options;
    private boolean hasFault;

    /** Makes readers of captures and logs. */
    @FunctionalInterface
    public interface Readers {

        /** A reader that reads logs so. */
        EventReader with(LogOptions options);
    }

    WatchRun(CommandServices services, FirebreakCommand firebreak, Readers readers, WatchOptions options) {
        this.services = services;
        this.firebreak = firebreak;
        this.readers = readers;
        this.options = options;
    }

    /**
     * Reads everything and hands over what was found.
     *
     * @param events takes every event; null where only detections are wanted
     */
    void run(List<Path> paths, @Nullable Consumer<Event> events, Consumer<Detection> detections) {
        var detectors = new DetectorRun(
                ShippedDetectors.all(services.shipped().indicators(), Set.copyOf(options.canaries)),
                DetectorRun.MOST_STATES);
        LocalDate latest = LocalDate.now(services.clock()).plusDays(1);
        var reader = readers.with(new LogOptions(services.clock().getZone(), latest, events != null));
        int read = reader.read(paths, services.stdin(), new EventSink() {
            @Override
            public void event(Event event) {
                if (events != null) {
                    events.accept(event);
                }
                detectors.accept(event).forEach(detections);
            }

            @Override
            public void problem(Problem problem) {
                print(problem);
            }
        });
        if (hasFault) {
            throw new CommandFailure(ExitCode.OUR_FAULT, "watch.fault");
        }
        if (read == 0) {
            throw new CommandFailure(ExitCode.NOTHING_READ, "watch.nothing");
        }
    }

    /** Keeps a detection for {@link #incidents}. */
    static void keep(List<Detection> kept, Detection detection) {
        if (kept.size() < MOST_KEPT) {
            kept.add(detection);
        }
    }

    List<Incident> incidentsOf(List<Path> paths) {
        List<Detection> kept = new ArrayList<>();
        run(paths, null, detection -> keep(kept, detection));
        return incidents(kept);
    }

    List<Incident> incidents(List<Detection> detections) {
        return new IncidentCorrelator(inventory()).correlate(detections);
    }

    /** The machines of {@code --inventory}, assessed for MS17-010. */
    private InventoryDirectory inventory() {
        var directory = new InventoryDirectory();
        if (options.inventory.isEmpty()) {
            return directory;
        }
        Knowledge knowledge = services.shipped().knowledge();
        List<Advisory> asked = knowledge.advisory(ADVISORY).stream().toList();
        var assessor = new Assessor(knowledge, asked, LocalDate.now(services.clock()));
        services.collector()
                .get()
                .collect(
                        options.inventory,
                        services.stdin(),
                        (bytes, ofBytes) -> {},
                        assessor::assess,
                        assessment -> directory.add(
                                new KnownMachine(assessment.snapshot().machine(), assessment.worst()),
                                assessment.snapshot().addresses()),
                        this::print);
        return directory;
    }

    private void print(Problem problem) {
        hasFault |= problem.isFault();
        String line =
                problem.source() + ": " + problem.what().in(firebreak.messages().language());
        firebreak.err().println(Cli.visible(line.replace('\n', '?')));
    }
}
