package dev.firebreak.app.cli.watch;

import dev.firebreak.app.capture.EventReader;
import dev.firebreak.app.capture.event.EventSink;
import dev.firebreak.app.capture.log.LogOptions;
import dev.firebreak.app.capture.sigma.SigmaFolder;
import dev.firebreak.app.capture.stix.KnownIndicators;
import dev.firebreak.app.cli.Cli;
import dev.firebreak.app.cli.CommandFailure;
import dev.firebreak.app.cli.CommandServices;
import dev.firebreak.app.cli.ExitCode;
import dev.firebreak.app.cli.FirebreakCommand;
import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.assess.Assessor;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.text.Text;
import dev.firebreak.core.watch.Detection;
import dev.firebreak.core.watch.Detector;
import dev.firebreak.core.watch.DetectorRun;
import dev.firebreak.core.watch.Event;
import dev.firebreak.core.watch.Indicators;
import dev.firebreak.core.watch.detector.ShippedDetectors;
import dev.firebreak.core.watch.incident.Incident;
import dev.firebreak.core.watch.incident.IncidentCorrelator;
import dev.firebreak.core.watch.incident.InventoryDirectory;
import dev.firebreak.core.watch.incident.KnownMachine;
import dev.firebreak.core.watch.sigma.SigmaDetector;
import dev.firebreak.core.watch.sigma.SigmaRule;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One run of the detectors over captures and logs. */
public final class WatchRun {

    /** Detections that incidents are made of; a worm in a large site makes a few thousand a day. */
    private static final int MAX_KEPT = 200_000;

    private static final String ADVISORY = "MS17-010";

    private final CommandServices services;
    private final FirebreakCommand firebreak;
    private final Readers readers;
    private final WatchOptions options;
    private boolean hasFault;
    private boolean isFull;

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
        List<Detector<?>> all = new ArrayList<>(ShippedDetectors.all(indicators(), Set.copyOf(options.canaries)));
        boolean hasSigma = !options.sigma.isEmpty();
        if (hasSigma) {
            all.add(new SigmaDetector(sigma()));
        }
        var detectors = new DetectorRun(all, DetectorRun.MOST_STATES);
        var mails = new MailCount();
        var total = new WatchTotal();
        LocalDate latest = LocalDate.now(services.clock()).plusDays(1);
        var reader = readers.with(new LogOptions(services.clock().getZone(), latest, events != null || hasSigma));
        int read = reader.read(paths, services.stdin(), new EventSink() {
            @Override
            public void event(Event event) {
                if (events != null) {
                    events.accept(event);
                }
                List<Detection> found = detectors.accept(event);
                mails.accept(event, found);
                total.accept(event, found);
                found.forEach(detections);
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
        print(mails);
        print(total, read);
    }

    /** What ships and what {@code --indicators} names. */
    Indicators indicators() {
        return KnownIndicators.of(
                services.shipped().indicators(),
                options.indicators,
                services.clock().instant(),
                this::print);
    }

    private List<SigmaRule> sigma() {
        Read<SigmaRule> read = SigmaFolder.read(options.sigma);
        read.problems().forEach(this::print);
        if (read.items().isEmpty()) {
            throw new CommandFailure(ExitCode.NOTHING_READ, "watch.sigma.nothing");
        }
        if (!firebreak.quiet()) {
            firebreak
                    .err()
                    .println(firebreak
                            .messages()
                            .text(
                                    "watch.sigma.rules",
                                    read.items().size(),
                                    read.problems().size()));
        }
        return read.items();
    }

    private void print(MailCount mails) {
        if (mails.mails() == 0 || firebreak.quiet()) {
            return;
        }
        firebreak
                .err()
                .println(firebreak.messages().text("watch.mail", mails.carrying(), mails.mails(), days(mails.span())));
    }

    /** How far the answer reaches: an ordinary capture has no other output, and silence must not be taken for safety. */
    private void print(WatchTotal total, int files) {
        if (firebreak.quiet()) {
            return;
        }
        firebreak
                .err()
                .println(firebreak
                        .messages()
                        .text("watch.total", files, count(total.events()), days(total.span()), count(total.found())));
    }

    private String days(TimeSpan span) {
        Instant first = span.first();
        Instant last = span.last();
        return first == null || last == null ? "?" : day(first) + " - " + day(last);
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private String day(Instant time) {
        return Text.date(LocalDate.ofInstant(time, services.clock().getZone()))
                .in(firebreak.messages().language());
    }

    /** Keeps a detection for {@link #incidents}; says once where there are more than are kept. */
    void keep(List<Detection> kept, Detection detection) {
        if (kept.size() < MAX_KEPT) {
            kept.add(detection);
        } else if (!isFull) {
            isFull = true;
            firebreak.err().println(firebreak.messages().text("watch.incidents.limit", count(MAX_KEPT)));
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
