package dev.firebreak.app.store;

import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.fleet.EvidenceDating;
import dev.firebreak.core.fleet.MachineSummary;
import dev.firebreak.core.fleet.UnreadableEvidence;
import dev.firebreak.core.text.Text;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A machine's line as a row. What cannot be read back says nothing: a damaged row never makes a machine safe. */
final class SummaryRows {

    static final String COLUMNS =
            "name, site, segment, addresses, product, build, architecture, language, support, support_ends, "
                    + "last_seen, verdicts, needs, open_cves, exploited_cves, collected, collected_by, "
                    + "unread_at, unread_file, unread_by, unread_en, unread_ja";

    private static final Map<String, Verdict.Kind> KINDS = new HashMap<>();

    static {
        for (Verdict.Kind kind : Verdict.Kind.values()) {
            KINDS.put(kind.id(), kind);
        }
    }

    private SummaryRows() {}

    /** Values in the order of {@link #COLUMNS}. */
    static List<@Nullable Object> values(MachineSummary line) {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(StorableText.kept(line.name()));
        values.add(StorableText.kept(line.site()));
        values.add(kept(line.segment()));
        values.add(StorableText.lines(line.addresses()));
        values.add(kept(line.product()));
        values.add(kept(line.build()));
        values.add(kept(line.architecture()));
        values.add(kept(line.language()));
        values.add(line.support());
        values.add(line.supportEnds() == null ? null : line.supportEnds().toString());
        values.add(Timestamps.of(line.lastSeen()));
        values.add(verdicts(line.verdicts()));
        values.add(StorableText.lines(
                line.needs().stream().map(kb -> "" + kb.number()).toList()));
        values.add(line.openCves());
        values.add(line.exploitedCves());
        values.add(Timestamps.orNull(line.dating().collectedAt()));
        values.add(line.dating().basis().id());
        UnreadableEvidence unreadable = line.unreadable();
        values.add(unreadable == null ? null : Timestamps.of(unreadable.at()));
        values.add(unreadable == null ? null : StorableText.kept(unreadable.file()));
        values.add(unreadable == null ? null : StorableText.kept(unreadable.by()));
        values.add(
                unreadable == null
                        ? null
                        : StorableText.kept(unreadable.reason().en()));
        values.add(
                unreadable == null
                        ? null
                        : StorableText.kept(unreadable.reason().ja()));
        return values;
    }

    private static @Nullable String kept(@Nullable String text) {
        return text == null ? null : StorableText.kept(text);
    }

    static MachineSummary line(ResultSet row) throws SQLException {
        return new MachineSummary(
                row.getString("name"),
                new MachineSummary.Place(
                        row.getString("site"),
                        row.getString("segment"),
                        StorableText.lines(row.getString("addresses"))),
                new MachineSummary.Windows(
                        row.getString("product"),
                        row.getString("build"),
                        row.getString("architecture"),
                        row.getString("language"),
                        row.getString("support"),
                        day(row.getString("support_ends"))),
                new MachineSummary.Outcome(
                        verdicts(row.getString("verdicts")),
                        needs(row.getString("needs")),
                        number(row, "open_cves"),
                        number(row, "exploited_cves")),
                Timestamps.at(row.getLong("last_seen")),
                dating(row, false),
                unreadable(row));
    }

    private static @Nullable UnreadableEvidence unreadable(ResultSet row) throws SQLException {
        Instant at = moment(row, "unread_at");
        return at == null
                ? null
                : new UnreadableEvidence(
                        at,
                        text(row, "unread_file"),
                        text(row, "unread_by"),
                        new Text(text(row, "unread_en"), text(row, "unread_ja")));
    }

    private static String text(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null || text.isBlank() ? "?" : text;
    }

    /**
     * When evidence was collected.
     *
     * @param booted whether the row tells the machine's last start as well
     */
    static EvidenceDating dating(ResultSet row, boolean booted) throws SQLException {
        Instant started = booted ? moment(row, "booted") : null;
        Instant collected = moment(row, "collected");
        String by = row.getString("collected_by");
        for (EvidenceDating.Basis basis : EvidenceDating.Basis.values()) {
            if (collected != null
                    && basis != EvidenceDating.Basis.UNKNOWN
                    && basis.id().equals(by)) {
                return new EvidenceDating(collected, basis, started);
            }
        }
        return new EvidenceDating(null, EvidenceDating.Basis.UNKNOWN, started);
    }

    static @Nullable Instant moment(ResultSet row, String column) throws SQLException {
        long micros = row.getLong(column);
        return row.wasNull() ? null : Timestamps.at(micros);
    }

    /** {@code MS17-010=fixed}, a line each, in the order of the advisories. */
    static String verdicts(Map<String, Verdict.Kind> verdicts) {
        List<String> lines = new ArrayList<>();
        new TreeMap<>(verdicts).forEach((advisory, kind) -> lines.add(advisory + "=" + kind.id()));
        return StorableText.lines(lines);
    }

    static Map<String, Verdict.Kind> verdicts(String text) {
        Map<String, Verdict.Kind> verdicts = new HashMap<>();
        for (String line : StorableText.lines(text)) {
            int equals = line.lastIndexOf('=');
            if (equals > 0) {
                verdicts.put(line.substring(0, equals), kind(line.substring(equals + 1)));
            }
        }
        return verdicts;
    }

    static Verdict.Kind kind(String id) {
        return KINDS.getOrDefault(id, Verdict.Kind.UNKNOWN);
    }

    private static List<Kb> needs(String text) {
        List<Kb> needs = new ArrayList<>();
        for (String number : StorableText.lines(text)) {
            Kb.parse("KB" + number).ifPresent(needs::add);
        }
        return needs;
    }

    private static @Nullable LocalDate day(@Nullable String text) {
        try {
            return text == null ? null : LocalDate.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable Integer number(ResultSet row, String column) throws SQLException {
        int number = row.getInt(column);
        return row.wasNull() ? null : number;
    }
}
