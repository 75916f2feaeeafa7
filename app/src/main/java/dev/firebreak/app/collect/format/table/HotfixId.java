package dev.firebreak.app.collect.format.table;

import dev.firebreak.core.advisory.Kb;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One entry of a list of installed updates, by the id that Windows wrote. */
public sealed interface HotfixId {

    /** The entry names this update. */
    record Update(Kb kb) implements HotfixId {}

    /** The entry names no update: {@code File 1} and package GUIDs of XP, {@code S867460}, {@code IDNMitigationAPIs}. */
    record NoUpdate() implements HotfixId {}

    /** The entry was cut, or holds a text beside the number whose meaning is not known: {@code KB4012212 (failed)}. */
    record Unreadable() implements HotfixId {}

    /** Suffixes of packages for parts of Windows: {@code KB951376-v2}, {@code KB954155_WM9}, {@code KB976749-IE8}. */
    Pattern UPDATE = Pattern.compile(
            "(?i)((?:KB|Q)\\d{5,8}|\\d{6,7})((?:[-_](?:v\\d{1,2}|IE\\d{1,2}|WMP?\\d{1,2}L?|x64|x86|amd64|ia64))*)(?:\\s+-\\s+(.{1,40}))?");

    /** Whether a text holds something like a number of an update. */
    Pattern NUMBER =
            Pattern.compile("(?i)KB\\s?\\d|(?<![A-Za-z0-9])Q\\d{4}|(?<![-0-9A-Za-z{])\\d{6,8}(?![-0-9A-Za-z}])");

    Pattern CUT = Pattern.compile("(?i)(?:KB|Q)\\s?\\d{0,4}|.*(?:\\.\\.\\.|…)");

    /**
     * What XP and Server 2003 write behind the number ({@code KB898461 - Update}): the kind of the package, in the language of
     * the package.
     */
    Set<String> KINDS = Set.of(
            "update",
            "security update",
            "critical update",
            "hotfix",
            "qfe",
            "service pack",
            "update rollup",
            "更新",
            "更新プログラム",
            "修正プログラム",
            "セキュリティ更新プログラム",
            "安全更新程序",
            "安全性更新",
            "업데이트",
            "보안 업데이트",
            "sicherheitsupdate",
            "mise à jour",
            "mise à jour de sécurité",
            "correctif",
            "actualización",
            "actualización de seguridad",
            "aggiornamento",
            "aggiornamento rapido",
            "aggiornamento della protezione",
            "atualização",
            "atualização de segurança",
            "обновление",
            "обновление безопасности",
            "исправление",
            "aktualizacja",
            "aktualizace",
            "frissítés",
            "güncelleştirme",
            "uppdatering",
            "opdatering",
            "oppdatering",
            "päivitys",
            "ενημέρωση",
            "עדכון",
            "تحديث");

    /** Reads an entry. */
    static HotfixId parse(String entry) {
        String text = entry.strip();
        Matcher match = UPDATE.matcher(text);
        if (match.matches()) {
            String kind = match.group(3);
            Optional<Kb> kb = kind == null || KINDS.contains(kind.strip().toLowerCase(Locale.ROOT))
                    ? Kb.parse(match.group(1))
                    : Optional.empty();
            return kb.<HotfixId>map(Update::new).orElseGet(Unreadable::new);
        }
        return text.isEmpty()
                        || CUT.matcher(text).matches()
                        || NUMBER.matcher(text).find()
                ? new Unreadable()
                : new NoUpdate();
    }

    /** The update that an entry names; empty where it names none or cannot be read. */
    static Optional<Kb> update(String entry) {
        return parse(entry) instanceof Update update ? Optional.of(update.kb()) : Optional.empty();
    }
}
