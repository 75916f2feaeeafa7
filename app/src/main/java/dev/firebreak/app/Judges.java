package dev.firebreak.app;

import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Catalogue;
import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.assess.Assessor;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** Assessors by day, made once each; anew when more is known. */
final class Judges implements Function<LocalDate, Assessor> {

    /** Today, and the days that people look back at. */
    private static final int DAYS = 8;

    private final Knowledge knowledge;
    private final Supplier<Catalogue> catalogue;
    private final Map<LocalDate, Assessor> days = new LinkedHashMap<>(16, 0.75f, true);
    private Catalogue known;

    /** @param catalogue opens what was imported; asked at once, and at each {@link #learn} */
    Judges(Knowledge knowledge, Supplier<Catalogue> catalogue) {
        this.knowledge = knowledge;
        this.catalogue = catalogue;
        this.known = catalogue.get();
    }

    @Override
    public synchronized Assessor apply(LocalDate day) {
        Assessor assessor = days.get(day);
        if (assessor == null) {
            assessor = new Assessor(knowledge, knowledge.advisories(), known, day);
            days.put(day, assessor);
            if (days.size() > DAYS) {
                days.remove(days.keySet().iterator().next());
            }
        }
        return assessor;
    }

    /** Opens what was imported anew. What cannot be opened leaves everything as it was. */
    void learn() {
        Catalogue now = catalogue.get();
        synchronized (this) {
            known = now;
            days.clear();
        }
    }

    /** Ids of the advisories that boards are shown of. */
    List<String> advisories() {
        return knowledge.advisories().stream().map(Advisory::id).toList();
    }
}
