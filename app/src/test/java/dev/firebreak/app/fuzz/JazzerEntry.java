package dev.firebreak.app.fuzz;

/** What Jazzer calls: {@code --target_class} of every target; {@code --target_args} names the target. */
public final class JazzerEntry {

    private static FuzzTarget target = FuzzTargets.ALL.getFirst();

    private JazzerEntry() {}

    public static void fuzzerInitialize(String[] arguments) {
        target = FuzzTargets.named(arguments[0]);
    }

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        target.run(input);
    }
}
