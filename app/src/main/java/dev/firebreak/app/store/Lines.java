package dev.firebreak.app.store;

import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.Wording;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.estate.Dating;
import dev.firebreak.core.estate.MachineLine;
import dev.firebreak.core.estate.Unread;
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
final class Lines {

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

    private Lines() {}

    /** Values in the order of {@link #COLUMNS}. */
    static List<@Nullable Object> values(MachineLine line) {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(Texts.kept(line.name()));
        values.add(Texts.kept(line.site()));
        values.add(kept(line.segment()));
        values.add(Texts.lines(line.addresses()));
        values.add(kept(line.product()));
        values.add(kept(line.build()));
        values.add(kept(line.architecture()));
        values.add(kept(line.language()));
        values.add(line.support());
        values.add(line.supportEnds() == null ? null : line.supportEnds().toString());
        values.add(Moments.of(line.lastSeen()));
        values.add(verdicts(line.verdicts()));
        values.add(Texts.lines(line.needs().stream().map(kb -> "" + kb.number()).toList()));
        values.add(line.openCves());
        values.add(line.exploitedCves());
        values.add(Moments.orNull(line.dating().collectedAt()));
        values.add(line.dating().basis().id());
        Unread unread = line.unread();
        values.add(unread == null ? null : Moments.of(unread.at()));
        values.add(unread == null ? null : Texts.kept(unread.file()));
        values.add(unread == null ? null : Texts.kept(unread.by()));
        values.add(unread == null ? null : Texts.kept(unread.reason().en()));
        values.add(unread == null ? null : Texts.kept(unread.reason().ja()));
        return values;
    }

    private static @Nullable String kept(@Nullable String text) {
        return text == null ? null : Texts.kept(text);
    }

    static MachineLine line(ResultSet row) throws SQLException {
        return new MachineLine(
                row.getString("name"),
                row.getString("site"),
                row.getString("segment"),
                Texts.lines(row.getString("addresses")),
                row.getString("product"),
                row.getString("build"),
                row.getString("architecture"),
                row.getString("language"),
                row.getString("support"),
                day(row.getString("support_ends")),
                Moments.at(row.getLong("last_seen")),
                verdicts(row.getString("verdicts")),
                needs(row.getString("needs")),
                number(row, "open_cves"),
                number(row, "exploited_cves"),
                dating(row, false),
                unread(row));
    }

    private static @Nullable Unread unread(ResultSet row) throws SQLException {
        Instant at = moment(row, "unread_at");
        return at == null
                ? null
                : new Unread(
                        at,
                        text(row, "unread_file"),
                        text(row, "unread_by"),
                        new Wording(text(row, "unread_en"), text(row, "unread_ja")));
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
    static Dating dating(ResultSet row, boolean booted) throws SQLException {
        Instant started = booted ? moment(row, "booted") : null;
        Instant collected = moment(row, "collected");
        String by = row.getString("collected_by");
        for (Dating.Basis basis : Dating.Basis.values()) {
            if (collected != null && basis != Dating.Basis.UNKNOWN && basis.id().equals(by)) {
                return new Dating(collected, basis, started);
            }
        }
        return new Dating(null, Dating.Basis.UNKNOWN, started);
    }

    private static @Nullable Instant moment(ResultSet row, String column) throws SQLException {
        long micros = row.getLong(column);
        return row.wasNull() ? null : Moments.at(micros);
    }

    /** {@code MS17-010=fixed}, a line each, in the order of the advisories. */
    static String verdicts(Map<String, Verdict.Kind> verdicts) {
        List<String> lines = new ArrayList<>();
        new TreeMap<>(verdicts).forEach((advisory, kind) -> lines.add(advisory + "=" + kind.id()));
        return Texts.lines(lines);
    }

    static Map<String, Verdict.Kind> verdicts(String text) {
        Map<String, Verdict.Kind> verdicts = new HashMap<>();
        for (String line : Texts.lines(text)) {
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
        for (String number : Texts.lines(text)) {
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
