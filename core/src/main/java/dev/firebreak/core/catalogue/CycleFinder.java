package dev.firebreak.core.catalogue;

import dev.firebreak.core.advisory.Kb;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** Finds updates that contain each other in a circle (Tarjan's strongly connected components, without recursion). */
public final class CycleFinder {

    private final SortedMap<Kb, TreeSet<Kb>> edges;
    private final Map<Kb, Integer> order = new HashMap<>();
    private final Map<Kb, Integer> low = new HashMap<>();
    private final Deque<Kb> stack = new ArrayDeque<>();
    private final SortedSet<Kb> onStack = new TreeSet<>();
    private final List<List<Kb>> found = new ArrayList<>();

    private CycleFinder(SortedMap<Kb, TreeSet<Kb>> edges) {
        this.edges = edges;
    }

    /** Each circle with its updates ascending. */
    public static List<List<Kb>> in(SortedMap<Kb, TreeSet<Kb>> edges) {
        CycleFinder circles = new CycleFinder(edges);
        for (Kb kb : edges.keySet()) {
            if (!circles.order.containsKey(kb)) {
                circles.walk(kb);
            }
        }
        return circles.found;
    }

    private record Step(Kb kb, Iterator<Kb> rest) {}

    private void walk(Kb first) {
        Deque<Step> path = new ArrayDeque<>();
        path.push(enter(first));
        while (!path.isEmpty()) {
            Step step = path.element();
            if (step.rest().hasNext()) {
                Kb next = step.rest().next();
                if (!order.containsKey(next)) {
                    path.push(enter(next));
                } else if (onStack.contains(next)) {
                    low.merge(step.kb(), order.getOrDefault(next, 0), Math::min);
                }
            } else {
                path.pop();
                if (!path.isEmpty()) {
                    low.merge(path.element().kb(), low.getOrDefault(step.kb(), 0), Math::min);
                }
                leave(step.kb());
            }
        }
    }

    private Step enter(Kb kb) {
        order.put(kb, order.size());
        low.put(kb, order.size() - 1);
        stack.push(kb);
        onStack.add(kb);
        return new Step(kb, edges.getOrDefault(kb, new TreeSet<>()).iterator());
    }

    private void leave(Kb kb) {
        if (!order.getOrDefault(kb, -1).equals(low.get(kb))) {
            return;
        }
        List<Kb> circle = new ArrayList<>();
        Kb last;
        do {
            last = stack.pop();
            onStack.remove(last);
            circle.add(last);
        } while (!last.equals(kb));
        if (circle.size() > 1) {
            found.add(circle.stream().sorted().toList());
        }
    }
}
