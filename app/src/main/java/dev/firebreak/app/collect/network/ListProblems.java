package dev.firebreak.app.collect.network;

import dev.firebreak.core.inventory.MachineName;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Problems of one list: the first of them with their places, the others counted. */
final class ListProblems {

    private static final int MAX = 20;

    private final Source source;
    private final List<Problem> first = new ArrayList<>();
    private int count;

    ListProblems(Source source) {
        this.source = source;
    }

    void add(Problem problem) {
        count++;
        if (first.size() < MAX) {
            first.add(problem);
        }
    }

    void add(int line, Text what) {
        add(new Problem(source.at(line), what));
    }

    List<Problem> list() {
        List<Problem> all = new ArrayList<>(first);
        if (count > MAX) {
            all.add(new Problem(
                    source, Text.format("%d more problems of this file", "このファイルの問題は、ほかに %d 件あります", count - MAX)));
        }
        return all;
    }

    /** A host name without the dot at its end; null where the text is no name. */
    static @Nullable String host(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String name = text.strip();
        name = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return MachineName.of(name).isPresent() ? name : null;
    }
}
