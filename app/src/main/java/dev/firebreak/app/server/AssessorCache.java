package dev.firebreak.app.server;

import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.advisory.UpdateLines;
import dev.firebreak.core.assess.Assessor;
import dev.firebreak.core.catalogue.AdvisoryFactory;
import dev.firebreak.core.catalogue.Catalogue;
import dev.firebreak.core.catalogue.KnowledgeFreshness;
import dev.firebreak.core.dashboard.AdvisoryBoards;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Assessors by day, made once each; anew when more is known, or when another board is wanted. */
public final class AssessorCache implements Function<LocalDate, Assessor>, AdvisoryBoards {

    /** Today, and the days that people look back at. */
    private static final int DAYS = 8;

    private final Supplier<Knowledge> basis;
    private final UpdateLines lines;
    private final Supplier<Catalogue> catalogue;
    private final BoardList list;
    private final Map<LocalDate, Assessor> days = new LinkedHashMap<>(16, 0.75f, true);
    private Catalogue known;
    private List<String> wanted;
    private Knowledge shipped;
    private Knowledge knowledge;
    private long version;

    /**
     * @param basis what ships, with the support dates that were imported; asked at once, and at each {@link #learn}
     * @param catalogue opens what was imported; asked at once, and at each {@link #learn}
     * @param list of the boards that are wanted besides those of what ships
     */
    public AssessorCache(Supplier<Knowledge> basis, UpdateLines lines, Supplier<Catalogue> catalogue, BoardList list) {
        this.basis = basis;
        this.shipped = basis.get();
        this.lines = lines;
        this.catalogue = catalogue;
        this.list = list;
        this.known = catalogue.get();
        this.wanted = list.read();
        this.knowledge = all(shipped, lines, known, wanted);
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
        Knowledge supported = basis.get();
        synchronized (this) {
            shipped = supported;
            known = now;
            assessor(wanted);
        }
    }

    /** What is known now, with the advisories that boards are shown of. */
    synchronized Knowledge knowledge() {
        return knowledge;
    }

    /** Ids of the advisories that boards are shown of. */
    List<String> advisories() {
        return knowledge().advisories().stream().map(Advisory::id).toList();
    }

    /** Another number whenever machines have to be judged anew because of another board. */
    synchronized long version() {
        return version;
    }

    @Override
    public synchronized KnowledgeFreshness freshness() {
        return KnowledgeFreshness.of(lines, known);
    }

    @Override
    public synchronized AddResult add(String name) {
        String id = name.strip().toUpperCase(Locale.ROOT);
        if (knowledge.advisory(id).isPresent() || wanted.contains(id)) {
            return AddResult.PRESENT;
        }
        if (!BoardList.isId(id) || told(shipped, lines, known, id).isEmpty()) {
            return AddResult.UNKNOWN;
        }
        if (wanted.size() >= BoardList.MOST) {
            return AddResult.FULL;
        }
        List<String> more = new ArrayList<>(wanted);
        more.add(id);
        list.write(more);
        version++;
        assessor(more);
        return AddResult.ADDED;
    }

    @Override
    public synchronized boolean drop(String id) {
        List<String> fewer = new ArrayList<>(wanted);
        if (!fewer.remove(id)) {
            return false;
        }
        list.write(fewer);
        version++;
        assessor(fewer);
        return true;
    }

    @Override
    public synchronized List<String> added() {
        return wanted;
    }

    private void assessor(List<String> ids) {
        wanted = List.copyOf(ids);
        knowledge = all(shipped, lines, known, wanted);
        days.clear();
    }

    private static Knowledge all(Knowledge shipped, UpdateLines lines, Catalogue known, List<String> wanted) {
        return shipped.with(wanted.stream()
                .filter(id -> shipped.advisory(id).isEmpty())
                .flatMap(id -> told(shipped, lines, known, id).stream())
                .toList());
    }

    private static Optional<Advisory> told(Knowledge shipped, UpdateLines lines, Catalogue known, String id) {
        return new AdvisoryFactory(known, shipped.products(), lines)
                .named(id)
                .map(advisory -> advisory.withMitigations(shipped.mitigations()));
    }
}
