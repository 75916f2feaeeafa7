package dev.firebreak.app.web.pages;

import dev.firebreak.app.report.watch.WatchTable;
import dev.firebreak.app.web.service.SightingService;
import dev.firebreak.core.text.Text;
import dev.firebreak.core.watch.Detection;
import dev.firebreak.core.watch.incident.Incident;
import dev.firebreak.core.watch.incident.KnownMachine;
import dev.firebreak.core.watch.incident.MachineDirectory;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The latest detections.
 *
 * @param directory who has which address
 * @param taken files that were brought by the request
 */
record SightingsView(
        PageFrame frame,
        List<Detection> detections,
        List<Incident> incidents,
        MachineDirectory directory,
        List<Taken> taken) {

    SightingsView {
        detections = List.copyOf(detections);
        incidents = List.copyOf(incidents);
        taken = List.copyOf(taken);
    }

    /** A file that was brought, and what became of it. */
    record Taken(String file, SightingService.Outcome outcome) {}

    /** Name of a severity for people. */
    static Text severity(Detection detection) {
        return WatchTable.label(detection.severity());
    }

    /** For the style sheet. */
    static String light(Detection detection) {
        return detection.severity().name().toLowerCase(Locale.ROOT);
    }

    /** An address with its port, as far as it is known. */
    static String end(@Nullable String host, int port) {
        return host == null ? "–" : port == 0 ? host : host + ":" + port;
    }

    @Nullable
    KnownMachine machine(@Nullable String host) {
        return host == null ? null : directory.find(host).orElse(null);
    }

    static String link(KnownMachine machine) {
        return PageLink.to("/machine").with("name", machine.name()).toString();
    }

    /** What a rule finds, in words; a rule of the site's own is named by its id. */
    static String rule(PageTexts texts, String rule) {
        return IncidentView.RULES.contains(rule) ? texts.text("watch.rule." + rule) : texts.name(rule);
    }
}
