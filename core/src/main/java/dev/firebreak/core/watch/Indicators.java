package dev.firebreak.core.watch;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Indicators, and which of them an observed value is. A look-up costs the same however many there are. */
public final class Indicators {

    /** The id of the names that WannaCry asks for before it goes on. */
    public static final String WANNACRY_KILL_SWITCH = "wannacry-killswitch";

    private final List<Indicator> all;
    private final Map<String, Indicator> domains = new HashMap<>();

    /** Refuses two indicators of one kind and value: which of them an observation is would be a matter of chance. */
    public Indicators(List<Indicator> all) {
        this.all = List.copyOf(all);
        Set<String> seen = new HashSet<>();
        for (Indicator indicator : this.all) {
            if (!seen.add(indicator.kind() + " " + indicator.value())) {
                throw new IllegalArgumentException("listed twice: " + indicator.value());
            }
            if (indicator.kind() == Indicator.Kind.DOMAIN) {
                domains.put(indicator.value(), indicator);
            }
        }
    }

    /** All of them, in the order of the data. */
    public List<Indicator> all() {
        return all;
    }

    /** Those of one id, in the order of the data. */
    public List<Indicator> of(String id) {
        return all.stream().filter(i -> i.id().equals(id)).toList();
    }

    /** The domain that a name is or lies below, whatever its case, {@code www.} or final dot; the longest of several. */
    public Optional<Indicator> ofDomain(String name) {
        String rest = name.toLowerCase(Locale.ROOT);
        rest = rest.endsWith(".") ? rest.substring(0, rest.length() - 1) : rest;
        while (true) {
            Indicator found = domains.get(rest);
            int dot = rest.indexOf('.');
            if (found != null || dot < 0) {
                return Optional.ofNullable(found);
            }
            rest = rest.substring(dot + 1);
        }
    }

    /** The first of one kind that an observed value matches. */
    public Optional<Indicator> match(Indicator.Kind kind, String observed) {
        if (kind == Indicator.Kind.DOMAIN) {
            return ofDomain(observed);
        }
        return all.stream().filter(i -> i.kind() == kind && i.matches(observed)).findFirst();
    }
}
