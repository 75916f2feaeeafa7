package dev.firebreak.app.web.pages.fleet;

import dev.firebreak.app.web.pages.frame.PageFrame;
import dev.firebreak.app.web.pages.frame.PageLink;
import dev.firebreak.app.web.pages.frame.PageTexts;
import dev.firebreak.app.web.service.SightingService;
import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.fleet.MachineStatus;
import dev.firebreak.core.watch.tie.FleetTies;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What detections say about the machines of a board.
 *
 * @param vulnerable machines of the board
 * @param readUntil how far captures and logs were read; null where none was
 * @param isLeast whether there are more hosts than are counted
 */
record BoardHits(
        PageFrame frame,
        Advisory advisory,
        int vulnerable,
        FleetTies.Hits hits,
        @Nullable Instant readUntil,
        boolean isLeast) {

    /** A sentence, with the machines behind it; no link where there are none. */
    record Line(String text, @Nullable String link, boolean isBad) {}

    /** The sentences, the worst first. Nothing here ever says that machines were not attacked. */
    List<Line> lines() {
        PageTexts texts = frame.texts();
        List<Line> lines = new ArrayList<>();
        if (readUntil == null) {
            return List.of(new Line(texts.text("board.hits.unread"), "/sightings", false));
        }
        if (!SightingService.isMeant(advisory)) {
            lines.add(new Line(
                    texts.text("board.hits.named", hits.named(), vulnerable, advisory.id()),
                    hits.named() == 0 ? null : link(MachineStatus.VULNERABLE, FleetTies.Kind.NAMED),
                    hits.named() > 0));
        } else {
            if (hits.vulnerable() > 0) {
                lines.add(new Line(
                        texts.text("incident.hit", hits.vulnerable(), vulnerable),
                        link(MachineStatus.VULNERABLE, FleetTies.Kind.HIT),
                        true));
            } else if (vulnerable > 0) {
                lines.add(new Line(texts.text("board.hits.none", vulnerable), null, false));
            }
            if (hits.unknown() > 0) {
                lines.add(new Line(
                        texts.count("board.hits.unknown", hits.unknown()), link(null, FleetTies.Kind.HIT), true));
            }
            if (hits.others() > 0) {
                lines.add(new Line(
                        texts.count("board.hits.others", hits.others()), link(null, FleetTies.Kind.HIT), false));
            }
            if (hits.maybe() > 0) {
                lines.add(new Line(
                        texts.count("board.hits.maybe", hits.maybe()), link(null, FleetTies.Kind.MAYBE_HIT), false));
            }
        }
        if (isLeast) {
            lines.add(new Line(texts.text("board.hits.least"), null, false));
        }
        lines.add(new Line(texts.text("board.hits.until", texts.moment(readUntil)), "/sightings", false));
        return lines;
    }

    private String link(@Nullable MachineStatus status, FleetTies.Kind kind) {
        return PageLink.to("/machines")
                .with("advisory", advisory.id())
                .with("status", status == null ? null : status.id())
                .with("detections", kind.id())
                .toString();
    }
}
