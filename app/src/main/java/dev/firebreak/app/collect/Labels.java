package dev.firebreak.app.collect;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What {@code systeminfo} calls things in the languages of Windows. Read from a table of ours; the values decide, so a
 * language that is missing here costs its name and nothing else.
 */
final class Labels {

    /** Language, label of the machine's name, of the system's name, of the hotfixes. */
    private static final List<List<String>> TABLE = List.of(
            List.of("en", "Host Name", "OS Name", "Hotfix(s)"),
            List.of("ja", "ホスト名", "OS 名", "ホットフィックス"),
            List.of("ja", "ホスト名", "OS 名", "ホットフィックス(s)"),
            List.of("de", "Hostname", "Betriebssystemname", "Hotfix(es)"),
            List.of("fr", "Nom de l'hôte", "Nom du système d'exploitation", "Correctif(s)"),
            List.of("fr", "Nom de l'hôte", "Nom du système d'exploitation", "Correction(s)"),
            List.of("es", "Nombre de host", "Nombre del sistema operativo", "Revisión(es)"),
            List.of("it", "Nome host", "Nome SO", "Aggiornamenti rapidi"),
            List.of("pt-br", "Nome do host", "Nome do sistema operacional", "Hotfix(es)"),
            List.of("pt-pt", "Nome do anfitrião", "Nome do SO", "Correcções"),
            List.of("ru", "Имя узла", "Название ОС", "Исправление(я)"),
            List.of("zh-cn", "主机名", "OS 名称", "修补程序"),
            List.of("zh-tw", "主機名稱", "作業系統名稱", "Hotfix"),
            List.of("ko", "호스트 이름", "OS 이름", "핫픽스"),
            List.of("nl", "Hostnaam", "Naam van besturingssysteem", "Hotfix(es)"),
            List.of("sv", "Värdnamn", "OS-namn", "Snabbkorrigeringar"),
            List.of("pl", "Nazwa hosta", "Nazwa systemu operacyjnego", "Poprawki"),
            List.of("cs", "Název hostitele", "Název operačního systému", "Opravy hotfix"),
            List.of("tr", "Ana Bilgisayar Adı", "İşletim Sistemi Adı", "Düzeltmeler"),
            List.of("hu", "Állomásnév", "Operációs rendszer neve", "Gyorsjavítások"),
            List.of("el", "Όνομα κεντρικού υπολογιστή", "Όνομα λειτουργικού συστήματος", "Άμεσες επιδιορθώσεις"));

    private static final Set<String> HOST_NAMES = column(1);
    private static final Set<String> HOTFIXES = column(3);
    private static final Map<String, String> LANGUAGES = languages();
    private static final Set<String> TELLING = TABLE.stream()
            .flatMap(row -> row.subList(1, row.size()).stream())
            .map(Labels::key)
            .filter(label -> label.chars().anyMatch(c -> c >= 0x80))
            .collect(Collectors.toUnmodifiableSet());

    private Labels() {}

    private static Set<String> column(int index) {
        return TABLE.stream().map(row -> key(row.get(index))).collect(Collectors.toUnmodifiableSet());
    }

    /** Names of the system are told apart best: "Hostname" is German, and English with a slip. */
    private static Map<String, String> languages() {
        Map<String, String> languages = new HashMap<>();
        TABLE.forEach(row -> languages.put(key(row.get(2)), row.getFirst()));
        return languages;
    }

    static boolean isHostName(String label) {
        return HOST_NAMES.contains(key(label));
    }

    static boolean isHotfixes(String label) {
        return HOTFIXES.contains(key(label));
    }

    /** Language of these labels as a tag in lower case; null where we do not know it. */
    static @Nullable String language(List<String> labels) {
        return labels.stream()
                .map(l -> LANGUAGES.get(key(l)))
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** How many labels we know stand in a text; those in ASCII tell nothing about its code page. */
    static int known(String text) {
        String normal = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        return (int) TELLING.stream().filter(normal::contains).count();
    }

    static String plain(String label) {
        return trimmed(label);
    }

    /** Without the blanks of any kind around it. */
    static String trimmed(String text) {
        return text.replace('\u00a0', ' ').replace('\u202f', ' ').strip();
    }

    private static String key(String label) {
        return Normalizer.normalize(label, Normalizer.Form.NFKC)
                .strip()
                .replaceAll("\\s+", " ")
                .toLowerCase(Locale.ROOT);
    }
}
