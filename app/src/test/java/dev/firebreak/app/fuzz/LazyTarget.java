package dev.firebreak.app.fuzz;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A target that is made when it is asked for: each process of Jazzer runs few of them, and instruments every class that is loaded. */
final class LazyTarget implements FuzzTarget {

    private final String name;
    private final Supplier<FuzzTarget> maker;

    @Nullable
    private FuzzTarget made;

    LazyTarget(String name, Supplier<FuzzTarget> maker) {
        this.name = name;
        this.maker = maker;
    }

    private FuzzTarget target() {
        if (made == null) {
            made = maker.get();
            if (!made.name().equals(name)) {
                throw new IllegalStateException(name + " is called " + made.name());
            }
        }
        return made;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<byte[]> seeds() throws Exception {
        return target().seeds();
    }

    @Override
    public void run(byte[] input) throws Exception {
        target().run(input);
    }

    @Override
    public int mostBytes() {
        return target().mostBytes();
    }

    @Override
    public String instrumented() {
        return target().instrumented();
    }

    @Override
    public String toString() {
        return name;
    }
}
