package dev.firebreak.app.cli;

/** How the product ends; scripts rely on these numbers, so they never change meaning. */
public final class ExitCode {

    public static final int DONE = 0;
    /** Done, and what --fail-on asks about was found. */
    public static final int MATCHED = 1;

    public static final int WRONG_USAGE = 2;
    public static final int NOTHING_READ = 3;
    public static final int OUR_FAULT = 4;

    private ExitCode() {}
}
