package dev.firebreak.core.advisory;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * How far the knowledge behind an answer reaches.
 *
 * @param shipped day of the newest update that what ships knows of; null where that is not said
 * @param until the newest Patch Tuesday of which what was imported names an update; null where nothing imported was used, or
 *     it names none
 * @param imported day of the newest import that was used, UTC; null where only what ships was used
 */
public record Freshness(
        @Nullable LocalDate shipped,
        @Nullable LocalDate until,
        @Nullable LocalDate imported) {

    /** Only what ships was used. */
    public static Freshness shipped(Lines lines) {
        return new Freshness(lines.until(), null, null);
    }

    /** What was imported was used, too; where nothing was imported, only what ships. */
    public static Freshness of(Lines lines, Catalogue imported) {
        return new Freshness(lines.until(), imported.until(), imported.imported());
    }

    /** "Knowledge until 2026-06-09, imported 2026-06-28". */
    public Wording words() {
        if (imported == null) {
            return shipped == null
                    ? new Wording("Knowledge: only what ships with Firebreak", "脆弱性情報: 同梱分のみ")
                    : Wording.format(
                            "Knowledge: only what ships with Firebreak, with updates until %s; nothing imported was used",
                            "脆弱性情報: 同梱分のみ（更新プログラムは %s まで）。取り込んだ情報は使用していません", Wording.date(shipped));
        }
        return until == null
                ? Wording.format(
                        "Knowledge of no Patch Tuesday, imported %s",
                        "脆弱性情報: 月例更新の情報なし（%s 取り込み）", Wording.date(imported))
                : Wording.format(
                        "Knowledge until %s, imported %s",
                        "脆弱性情報: %s まで（%s 取り込み）", Wording.date(until), Wording.date(imported));
    }
}
