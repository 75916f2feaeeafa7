package dev.firebreak.app.feed.store;

import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.catalogue.CycleFinder;
import dev.firebreak.core.catalogue.VendorStatement;
import dev.firebreak.core.text.Text;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds updates of which one file says that each replaces the next, in a circle. */
final class CircularSupersedence {

    private static final int MAX_NAMED = 8;

    private record Place(String file, long line) {}

    private final TreeMap<Kb, TreeSet<Kb>> replaced = new TreeMap<>();
    private final Map<Kb, Place> places = new HashMap<>();

    interface ProblemRows {
        void addProblem(String file, long line, Text what);
    }

    void said(VendorStatement statement, String file, long line) {
        Kb kb = statement.kb();
        if (kb == null || statement.supersedes().isEmpty()) {
            return;
        }
        TreeSet<Kb> older = replaced.computeIfAbsent(kb, k -> new TreeSet<>());
        statement.supersedes().stream().filter(o -> !o.equals(kb)).forEach(older::add);
        places.putIfAbsent(kb, new Place(file, line));
    }

    /** The statements are kept: others may say what is true of these updates. */
    void tell(ProblemRows problems) {
        for (List<Kb> circle : CycleFinder.in(replaced)) {
            Place place = places.getOrDefault(circle.getFirst(), new Place("", 0));
            String names = circle.stream().limit(MAX_NAMED).map(Kb::toString).collect(Collectors.joining(", "));
            problems.addProblem(
                    place.file(),
                    place.line(),
                    Text.format(
                            "each of these is said to replace the next, in a circle; only what is surely newer counts as"
                                    + " containing the older: %s%s",
                            "置き換えが循環しています。明らかに新しいものが古いものを含む関係だけを採用します: %s%s",
                            names,
                            circle.size() > MAX_NAMED ? " …" : ""));
        }
    }
}
