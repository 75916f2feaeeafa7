package dev.firebreak.core.inventory;

import java.util.List;

/** What could be read, and what could not: dirty input keeps the good and shows the bad. */
public record Read<T>(List<T> items, List<Problem> problems) {

    public Read {
        items = List.copyOf(items);
        problems = List.copyOf(problems);
    }
}
