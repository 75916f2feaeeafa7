package dev.firebreak.app.server;

import dev.firebreak.app.capture.EventReader;
import dev.firebreak.app.collect.DropFolder;
import dev.firebreak.app.collect.classify.FileClassifier;
import dev.firebreak.app.collect.classify.FileContent;
import dev.firebreak.app.collect.classify.Formats;
import dev.firebreak.app.collect.format.inventory.InventoryNdjson;
import dev.firebreak.app.web.service.SightingService;
import dev.firebreak.core.access.AuditLog;
import dev.firebreak.core.dashboard.FleetService;
import dev.firebreak.core.dashboard.ImportedEvidence;
import dev.firebreak.core.dashboard.IntakeAudit;
import dev.firebreak.core.dashboard.Sender;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Takes files of the drop folder: what machines report about themselves, and captures and logs. A file that could be evidence is evidence;
 * captures and logs that could not be read are listed with the others that were brought.
 */
final class DropIntake implements DropFolder.Importer {

    /** As the audit names the folder. */
    static final String DROP = "system:drop";

    private static final int HEAD = 1 << 16;

    /** A file that was changed a moment ago may have been copied then. */
    private static final Duration COPIED = Duration.ofMinutes(10);

    /** Names of captures and logs; for files that are not opened. */
    private static final Pattern WATCHED =
            Pattern.compile(".*\\.(pcap|pcapng|cap|dmp|evtx|log|eml|mbox|xml|json|gz|zip|7z|xz|bz2|zst)\\d*(\\.\\d+)?");

    private static final Text NEITHER = new Text(
            "neither information about machines nor a capture or log that Firebreak reads",
            "端末の情報でも、Firebreak が読み取れるキャプチャやログでもありません");

    private final FleetService fleet;
    private final SightingService sightings;
    private final AuditLog audit;
    private final Supplier<EventReader> reader;
    private final InstantSource clock;
    private final FileClassifier classifier = new FileClassifier(Formats.SHIPPED);

    /** @param reader says whether a file is a capture or log */
    DropIntake(
            FleetService fleet,
            SightingService sightings,
            AuditLog audit,
            Supplier<EventReader> reader,
            InstantSource clock) {
        this.fleet = fleet;
        this.sightings = sightings;
        this.audit = audit;
        this.reader = reader;
        this.clock = clock;
    }

    @Override
    public DropFolder.FileOutcome take(String site, String name, byte[] content, Instant changed) {
        if (EventReader.isCapture(content)
                || (!isEvidence(name, content) && reader.get().recognises(content))) {
            return watched(site, name, content);
        }
        ImportedEvidence imported =
                fleet.importEvidence(Sender.FOLDER, site, name, content, DROP, isPlausible(changed) ? changed : null);
        IntakeAudit.imported(audit, clock.instant(), DROP, site, name, imported);
        boolean isNothing = imported.kept() + imported.known() + imported.older() == 0
                && imported.notYours().isEmpty()
                && imported.enrolled().isEmpty();
        if (isNothing) {
            sightings.refused(
                    SightingService.BroughtFile.of(site, name, DROP),
                    imported.problems().isEmpty()
                            ? NEITHER
                            : Text.format(
                                    "%s: %s",
                                    "%s：%s",
                                    NEITHER,
                                    imported.problems().getFirst().what()));
        }
        return new DropFolder.FileOutcome(
                imported.kept() + imported.known(),
                imported.older(),
                imported.notYours(),
                imported.enrolled(),
                imported.problems());
    }

    @Override
    public void refused(String site, String name, Text why) {
        if (WATCHED.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
            sightings.refused(SightingService.BroughtFile.of(site, name, DROP), why);
        }
    }

    /** Whether a file is of a format of evidence: then it is that, whatever else it could be. */
    private boolean isEvidence(String name, byte[] content) {
        return switch (classifier.classify(Source.of(name), content)) {
            case FileContent.Document document -> document.format() != null;
            case FileContent.DecodedNdjson records -> true;
            // By its name alone it would be one, too.
            case FileContent.Ndjson records ->
                InventoryNdjson.isIn(Arrays.copyOf(content, Math.min(HEAD, content.length)))
                        || InventoryNdjson.isWide(content);
            case FileContent.Unusable unusable -> false;
        };
    }

    /** Whether a file's date is the day of collection and not of the copy that was put into the folder. */
    private boolean isPlausible(Instant changed) {
        return changed.plus(COPIED).isBefore(clock.instant());
    }

    private DropFolder.FileOutcome watched(String site, String name, byte[] content) {
        try {
            SightingService.Outcome outcome = sightings.take(
                    SightingService.BroughtFile.of(site, name, DROP), () -> new ByteArrayInputStream(content));
            audit.add(
                    clock.instant(),
                    DROP,
                    "watch.import",
                    name,
                    outcome.detections() + " detections, " + outcome.added() + " new");
            return new DropFolder.FileOutcome(outcome.isKnown() ? 1 : 0, 0, List.of(), List.of(), outcome.problems());
        } catch (IOException e) {
            // Bytes in memory cannot fail to be read.
            throw new UncheckedIOException(e);
        }
    }
}
