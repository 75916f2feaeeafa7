package dev.firebreak.core.watch.sigma;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The logs that a rule is written for; a part that is null is not restricted.
 *
 * @param product such as {@code windows}
 * @param category kind of event, whatever program logs it, such as {@code process_creation}
 * @param service the log, such as {@code security}
 */
public record SigmaLogSource(
        @Nullable String product,
        @Nullable String category,
        @Nullable String service) {

    /**
     * Whether a record is of these logs.
     *
     * @param record what is known about the record's origin; a record of Sysmon's event 1 has category process_creation and service sysmon
     */
    boolean covers(SigmaRecord record) {
        return contains(record.products(), product)
                && contains(record.categories(), category)
                && contains(record.services(), service);
    }

    private static boolean contains(Set<String> origins, @Nullable String wanted) {
        return wanted == null || origins.contains(wanted);
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        part(text, "product", product);
        part(text, "category", category);
        part(text, "service", service);
        return text.toString();
    }

    private static void part(StringBuilder text, String name, @Nullable String value) {
        if (value != null) {
            text.append(text.isEmpty() ? "" : " ").append(name).append('=').append(value);
        }
    }
}
