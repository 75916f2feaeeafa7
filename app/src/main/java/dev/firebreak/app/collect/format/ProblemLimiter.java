package dev.firebreak.app.collect.format;

import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The first complaints about a file and the number of the others: gigabytes of rubbish must not become as many complaints. */
public final class ProblemLimiter {

    private static final int MAX = 1000;

    private final Source file;
    private final Consumer<Problem> consumer;
    private final List<Problem> kept = new ArrayList<>();
    private long count;
    private boolean faults;

    /** Keeps them until they are added to those of the file. */
    public ProblemLimiter() {
        this(Source.of(""), problem -> {});
    }

    /** Hands them on at once; {@link #end} tells how many there were besides. */
    public ProblemLimiter(Source file, Consumer<Problem> consumer) {
        this.file = file;
        this.consumer = consumer;
    }

    public void add(Problem problem) {
        faults |= problem.isFault();
        if (count++ < MAX) {
            kept.add(problem);
            consumer.accept(problem);
        }
    }

    public void addAll(ProblemLimiter others) {
        others.kept.forEach(this::add);
        count += others.count - others.kept.size();
        faults |= others.faults;
    }

    public void end() {
        if (count > MAX) {
            // How a run ends depends on whether any was a fault of ours.
            consumer.accept(new Problem(file, CollectTexts.furtherLines(count - MAX), faults));
        }
    }
}
