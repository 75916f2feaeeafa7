package dev.firebreak.app.web;

import dev.firebreak.core.fleet.Workers;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** Nobody works at the same time as another. */
public record OneByOne() implements Workers {

    @Override
    public <T, R> List<R> each(Collection<T> things, Function<T, R> work) {
        return things.stream().map(work).toList();
    }
}
