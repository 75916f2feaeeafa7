package dev.firebreak.app.fuzz;

/** What Jazzer calls: {@code --target_class} of every target; {@code --target_args} names the target. */
public final class JazzerEntry {

    private static FuzzTarget target = FuzzTargets.ALL.getFirst();

    private JazzerEntry() {}

    /** Reads the seeds first: loading and instrumenting the classes takes seconds that no input is to blame for. */
    public static void fuzzerInitialize(String[] arguments) throws Exception {
        target = FuzzTargets.named(arguments[0]);
        for (byte[] seed : target.seeds()) {
            target.run(seed);
        }
    }

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        target.run(input);
    }
}
