package dev.firebreak.app.web.api;

import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.dashboard.MachineIndex;
import dev.firebreak.core.fleet.CheckInRecords;
import dev.firebreak.core.fleet.MachineStatus;
import dev.firebreak.core.fleet.MachineSummary;
import dev.firebreak.core.fleet.StatusTally;
import dev.firebreak.core.fleet.UnreadableEvidence;
import dev.firebreak.core.watch.Detection;
import dev.firebreak.core.watch.tie.DetectionTie;
import dev.firebreak.core.watch.tie.FleetTies;
import dev.firebreak.core.watch.tie.HostPart;
import dev.firebreak.core.watch.tie.MachineTies;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What we tell programs, by names that are promised to the outside; {@code schemas.json} describes them. */
public final class ApiRows {

    private ApiRows() {}

    /** One machine of a list. */
    public static Map<String, @Nullable Object> machine(
            MachineSummary line, String advisory, MachineStatus status, @Nullable MachineTies ties) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("machine", line.name());
        row.put("advisory", advisory);
        row.put("status", status.id());
        row.put("verdict", line.verdict(advisory).id());
        row.put("site", line.site());
        row.put("segment", line.segment());
        row.put("addresses", line.addresses());
        row.put("product", line.product());
        row.put("build", line.build());
        row.put("architecture", line.architecture());
        row.put("language", line.language());
        row.put("support", line.support());
        row.put("supportEnds", text(line.supportEnds()));
        row.put("needs", line.needs().stream().map(Kb::toString).toList());
        row.put("openCves", line.openCves());
        row.put("exploitedCves", line.exploitedCves());
        row.put("lastSeen", line.lastSeen().toString());
        row.put("collected", text(line.dating().collectedAt()));
        row.put("collectedFrom", line.dating().basis().id());
        row.put("unread", unreadable(line.unreadable()));
        row.put("detections", ties(ties));
        return row;
    }

    /** How often detections name a machine; null where none does, which proves nothing. */
    private static @Nullable Map<String, @Nullable Object> ties(@Nullable MachineTies ties) {
        return ties == null
                ? null
                : of(
                        "attacked",
                        ties.attacked(),
                        "source",
                        ties.acted(),
                        "damaged",
                        ties.damaged(),
                        "ambiguous",
                        ties.maybeAttacked() + ties.maybe(),
                        "last",
                        ties.last().toString());
    }

    /** A detection that names a machine, and why it is taken for that machine. */
    static Map<String, @Nullable Object> tie(DetectionTie tie, @Nullable String incident) {
        Detection detection = tie.detection();
        return of(
                "time",
                detection.time().toString(),
                "rule",
                detection.rule(),
                "severity",
                detection.severity().name().toLowerCase(Locale.ROOT),
                "part",
                tie.part().id(),
                "host",
                tie.host(),
                "other",
                tie.part() == HostPart.SOURCE
                        ? detection.flow().target()
                        : detection.flow().source(),
                "basis",
                tie.basis().id(),
                "certainty",
                tie.basis().certainty().id(),
                "incident",
                incident);
    }

    /** How many machines of a board were attacked. */
    static Map<String, @Nullable Object> hits(
            FleetTies.Hits hits, int vulnerable, boolean isMeant, boolean isLeast, @Nullable Instant readUntil) {
        return of(
                "recognised",
                isMeant,
                "vulnerable",
                vulnerable,
                "vulnerableHit",
                isMeant ? hits.vulnerable() : null,
                "unknownHit",
                isMeant ? hits.unknown() : null,
                "otherHit",
                isMeant ? hits.others() : null,
                "ambiguous",
                isMeant ? hits.maybe() : null,
                "vulnerableNamed",
                hits.named(),
                "atLeast",
                isLeast,
                "readUntil",
                text(readUntil));
    }

    /** The last evidence, where it could not be read; both languages, for it is kept and asked for by anybody. */
    static @Nullable Map<String, @Nullable Object> unreadable(@Nullable UnreadableEvidence unreadable) {
        return unreadable == null
                ? null
                : of(
                        "at",
                        unreadable.at().toString(),
                        "file",
                        unreadable.file(),
                        "by",
                        unreadable.by(),
                        "reason",
                        of(
                                "en",
                                unreadable.reason().en(),
                                "ja",
                                unreadable.reason().ja()));
    }

    static Map<String, @Nullable Object> board(MachineIndex.Board board) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("advisory", board.advisory());
        row.put("all", tally(board.all()));
        row.put("sites", groups(board.sites()));
        row.put("products", groups(board.products()));
        row.put("segments", groups(board.segments()));
        row.put(
                "needs",
                board.needs().entrySet().stream()
                        .map(e -> Map.of("kb", e.getKey().toString(), "machines", e.getValue()))
                        .toList());
        return row;
    }

    private static List<Map<String, @Nullable Object>> groups(List<MachineIndex.Group> groups) {
        return groups.stream()
                .map(g -> of("name", g.name(), "tally", tally(g.tally())))
                .toList();
    }

    /** Machines by status, with what is not proven safe and all of them. */
    static Map<String, @Nullable Object> tally(StatusTally tally) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (MachineStatus status : MachineStatus.values()) {
            row.put(status.id(), tally.of(status));
        }
        row.put("open", tally.open());
        row.put("total", tally.total());
        return row;
    }

    static Map<String, @Nullable Object> point(CheckInRecords.Point point) {
        return of("at", point.at().toString(), "tally", tally(point.tally()));
    }

    /** A machine's verdicts by advisory, as they are known now. */
    static Map<String, String> verdicts(MachineSummary line) {
        Map<String, String> verdicts = new TreeMap<>();
        line.verdicts().forEach((advisory, verdict) -> verdicts.put(advisory, verdict.id()));
        return verdicts;
    }

    /** In this order. */
    static Map<String, @Nullable Object> of(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            row.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return row;
    }

    static @Nullable String text(@Nullable Object value) {
        return value == null ? null : Objects.toString(value);
    }
}
