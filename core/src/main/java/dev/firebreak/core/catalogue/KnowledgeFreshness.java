package dev.firebreak.core.catalogue;

import dev.firebreak.core.advisory.UpdateLines;
import dev.firebreak.core.text.Text;
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
public record KnowledgeFreshness(
        @Nullable LocalDate shipped,
        @Nullable LocalDate until,
        @Nullable LocalDate imported) {

    /** Only what ships was used. */
    public static KnowledgeFreshness shipped(UpdateLines lines) {
        return new KnowledgeFreshness(lines.until(), null, null);
    }

    /** What was imported was used, too; where nothing was imported, only what ships. */
    public static KnowledgeFreshness of(UpdateLines lines, Catalogue imported) {
        return new KnowledgeFreshness(lines.until(), imported.until(), imported.imported());
    }

    /** "Knowledge until 2026-06-09, imported 2026-06-28". */
    public Text words() {
        if (imported == null) {
            return shipped == null
                    ? new Text("Knowledge: only what ships with Firebreak", "脆弱性情報: 同梱分のみ")
                    : Text.format(
                            "Knowledge: only what ships with Firebreak, with updates until %s; nothing imported was used",
                            "脆弱性情報: 同梱分のみ（更新プログラムは %s まで）。取り込んだ情報は使用していません", Text.date(shipped));
        }
        return until == null
                ? Text.format(
                        "Knowledge of no Patch Tuesday, imported %s", "脆弱性情報: 月例更新の情報なし（%s 取り込み）", Text.date(imported))
                : Text.format(
                        "Knowledge until %s, imported %s",
                        "脆弱性情報: %s まで（%s 取り込み）", Text.date(until), Text.date(imported));
    }
}
