package dev.firebreak.app.report.watch;

import dev.firebreak.app.report.text.TextWidth;
import dev.firebreak.core.text.Language;
import dev.firebreak.core.text.SafeText;
import dev.firebreak.core.text.Text;
import dev.firebreak.core.watch.Detection;
import dev.firebreak.core.watch.Event;
import dev.firebreak.core.watch.Flow;
import dev.firebreak.core.watch.Severity;
import dev.firebreak.core.watch.incident.Incident;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Detections and incidents for people, as they come: whoever watches a live stream sees each at once. */
public final class WatchTable {

    private static final int RULE_COLUMNS = 26;
    private static final int SEVERITY_COLUMNS = 10;

    private final OutputStream out;
    private final Language language;

    public WatchTable(OutputStream out, Language language) {
        this.out = out;
        this.language = language;
    }

    /** Name of a severity for people. */
    public static Text label(Severity severity) {
        return switch (severity) {
            case CRITICAL -> new Text("critical", "緊急");
            case HIGH -> new Text("high", "高");
            case MEDIUM -> new Text("medium", "中");
            case LOW -> new Text("low", "低");
            case INFO -> new Text("information", "情報");
        };
    }

    /** Two or three lines: when, what and who; why; where it was read. */
    public void row(Detection detection) {
        line(moment(detection.time())
                + "  "
                + TextWidth.pad(label(detection.severity()).in(language), SEVERITY_COLUMNS)
                + TextWidth.pad(SafeText.name(detection.rule()) + "  ", RULE_COLUMNS)
                + ends(detection.flow()));
        for (Text because : detection.because()) {
            line("    " + SafeText.name(because.in(language)));
        }
        line("    " + SafeText.name(detection.origin()));
    }

    /** One line. */
    public void row(Event event) {
        var json = new ByteArrayOutputStream();
        WatchJson.line(event, json);
        line(json.toString(StandardCharsets.UTF_8).stripTrailing());
    }

    /** The machines and steps of an incident, and what to isolate first. */
    public void row(Incident incident) {
        line(say("Incident ", "インシデント ") + SafeText.name(incident.id()) + "  "
                + label(incident.severity()).in(language));
        line("  " + moment(incident.began()) + " .. " + moment(incident.last()));
        line("  " + say("First machine: ", "最初の端末: ")
                + (incident.first() == null ? say("not known", "特定できません") : SafeText.name(incident.first())));
        if (!incident.isolateFirst().isEmpty()) {
            List<String> shown =
                    incident.isolateFirst().stream().map(SafeText::name).toList();
            line("  " + say("Isolate first: ", "優先して隔離する端末: ") + String.join(", ", shown));
        }
        for (Incident.Host host : incident.hosts()) {
            line("    " + TextWidth.pad(name(host), 40) + " "
                    + host.role().label().in(language)
                    + (host.machine() == null
                            ? ""
                            : "  MS17-010: " + host.machine().verdict().label().in(language)));
        }
        for (Incident.Hop hop : incident.path()) {
            line("    " + moment(hop.time()) + "  " + SafeText.name(hop.source()) + " -> "
                    + SafeText.name(hop.target()) + "  " + SafeText.name(hop.rule())
                    + (hop.succeeded() ? say("  (succeeded)", "（成功）") : ""));
        }
        line("");
    }

    private static String name(Incident.Host host) {
        String address = SafeText.name(host.address());
        return host.machine() == null
                ? address
                : address + " " + SafeText.name(host.machine().name());
    }

    private static String ends(Flow flow) {
        String target = flow.target() == null ? "" : " -> " + end(flow.target(), flow.targetPort());
        return end(flow.source(), flow.sourcePort()) + target;
    }

    private static String end(@Nullable String host, int port) {
        return SafeText.name(host) + (port == 0 ? "" : ":" + port);
    }

    /** In UTC, to the microsecond, with the day as the language writes it. */
    private String moment(Instant time) {
        String text = WatchJson.time(time);
        int day = text.indexOf('T');
        String date = language == Language.JA ? text.substring(0, day).replace('-', '/') : text.substring(0, day);
        return date + " " + text.substring(day + 1);
    }

    private String say(String en, String ja) {
        return language == Language.JA ? ja : en;
    }

    private void line(String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
