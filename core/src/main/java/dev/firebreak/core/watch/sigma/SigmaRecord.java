package dev.firebreak.core.watch.sigma;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One log record as rules see it: fields by Sigma's names, and where it comes from. Values are kept as they were logged; the lower-case
 * form that most comparisons need is made once.
 */
public final class SigmaRecord {

    private final Set<String> products;
    private final Set<String> categories;
    private final Set<String> services;
    private final Map<String, String> fields;
    private final Map<String, String> lowerCase;

    /** @param fields by name; names are compared exactly, as in the public rules */
    public SigmaRecord(Set<String> products, Set<String> categories, Set<String> services, Map<String, String> fields) {
        this.products = Set.copyOf(products);
        this.categories = Set.copyOf(categories);
        this.services = Set.copyOf(services);
        this.fields = Map.copyOf(fields);
        this.lowerCase = HashMap.newHashMap(fields.size());
    }

    public Set<String> products() {
        return products;
    }

    public Set<String> categories() {
        return categories;
    }

    public Set<String> services() {
        return services;
    }

    public Map<String, String> fields() {
        return fields;
    }

    /** The value of a field; null where the record has none. */
    @Nullable
    String value(String field) {
        return fields.get(field);
    }

    /** The same in lower case. */
    @Nullable
    String lowerCase(String field) {
        String value = fields.get(field);
        return value == null ? null : lowerCase.computeIfAbsent(field, f -> value.toLowerCase(Locale.ROOT));
    }

    List<String> names() {
        return List.copyOf(fields.keySet());
    }
}
