package dev.firebreak.app.web.pages.fleet;

import dev.firebreak.app.report.watch.WatchTable;
import dev.firebreak.app.web.pages.frame.PageFrame;
import dev.firebreak.app.web.pages.frame.PageTexts;
import dev.firebreak.app.web.pages.frame.RuleName;
import dev.firebreak.app.web.service.SightingService;
import dev.firebreak.app.web.service.TieService;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.fleet.CheckInRecords;
import dev.firebreak.core.watch.Detection;
import dev.firebreak.core.watch.Rules;
import dev.firebreak.core.watch.tie.DetectionTie;
import dev.firebreak.core.watch.tie.HostPart;
import dev.firebreak.core.watch.tie.TieBasis;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The detections that name one machine.
 *
 * @param turns its verdicts as they changed
 * @param readUntil how far captures and logs were read; null where none was
 */
public record MachineDetectionsView(
        PageFrame frame,
        TieService.MachineDetections found,
        List<CheckInRecords.VerdictChange> turns,
        @Nullable Instant readUntil) {

    /** Rows that a page shows. */
    static final int MOST = 50;

    public MachineDetectionsView {
        turns = List.copyOf(turns);
    }

    /**
     * One of them.
     *
     * @param other the other end with its port; a dash where the input does not tell
     * @param verdict of the machine at that time, as far as it is known; null where the machine was not attacked
     */
    record Row(DetectionTie tie, String other, @Nullable String incident, Verdict.@Nullable Kind verdict) {

        Detection detection() {
            return tie.detection();
        }

        /** Whether the machine was attacked while it lacked the fix. */
        boolean isHitWhileVulnerable() {
            return verdict == Verdict.Kind.VULNERABLE
                    && tie.basis().certainty() != TieBasis.Certainty.AMBIGUOUS
                    && !tie.detection().rule().equals(Rules.MS17_010_PROBE_VULNERABLE);
        }

        String light() {
            return detection().severity().name().toLowerCase(Locale.ROOT);
        }
    }

    List<Row> rows() {
        return found.ties().stream()
                .map(tie -> {
                    String id = found.incidents().get(tie.detection());
                    return new Row(
                            tie,
                            other(tie),
                            id == null ? null : "/incidents/" + id,
                            tie.part() == HostPart.ATTACKED
                                    ? verdict(tie.detection().time())
                                    : null);
                })
                .toList();
    }

    private static String other(DetectionTie tie) {
        var flow = tie.detection().flow();
        boolean isSource = tie.part() == HostPart.SOURCE;
        String host = isSource ? flow.target() : flow.source();
        int port = isSource ? flow.targetPort() : flow.sourcePort();
        return host == null ? "–" : port == 0 ? host : host + ":" + port;
    }

    /**
     * The verdict that held at a moment. Of the time before the first report, a missing fix says that it was missing then, too; a fix that is
     * there proves nothing of before.
     */
    private Verdict.Kind verdict(Instant at) {
        List<CheckInRecords.VerdictChange> own = turns.stream()
                .filter(turn -> turn.advisory().equals(SightingService.ADVISORY))
                .sorted(Comparator.comparing(CheckInRecords.VerdictChange::at))
                .toList();
        Verdict.Kind verdict = own.isEmpty() || own.getFirst().verdict() != Verdict.Kind.VULNERABLE
                ? Verdict.Kind.UNKNOWN
                : Verdict.Kind.VULNERABLE;
        for (CheckInRecords.VerdictChange turn : own) {
            if (!turn.at().isAfter(at)) {
                verdict = turn.verdict();
            }
        }
        return verdict;
    }

    /** The first attack while the fix was missing. */
    Optional<Row> hit() {
        return rows().reversed().stream().filter(Row::isHitWhileVulnerable).findFirst();
    }

    /** Of a machine that no detection names: how far one can tell. */
    String nothing() {
        PageTexts texts = frame.texts();
        return readUntil == null
                ? texts.text("machine.detections.unread")
                : texts.text("machine.detections.none", texts.moment(readUntil));
    }

    String rule(Row row) {
        return RuleName.of(frame.texts(), row.detection().rule());
    }

    String severity(Row row) {
        return frame.texts().of(WatchTable.label(row.detection().severity()));
    }
}
