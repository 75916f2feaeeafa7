package dev.firebreak.app.cli;

import dev.firebreak.core.inventory.BugReports;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the maintainers need to fix a bug, in a file instead of on the administrator's screen; one file for each bug. */
public final class BugReport implements BugReports {

    /** So many calls tell one bug from another; a million records may meet the same one. */
    private static final int FRAMES_APART = 3;

    private final Path temp;
    private final Map<String, String> kept = new ConcurrentHashMap<>();

    /** @param temp folder for the reports */
    public BugReport(Path temp) {
        this.temp = temp;
    }

    @Override
    public String keep(Throwable bug) {
        StackTraceElement[] trace = bug.getStackTrace();
        String which = bug.getClass().getName() + Arrays.asList(trace).subList(0, Math.min(FRAMES_APART, trace.length));
        return kept.computeIfAbsent(which, w -> leave(bug, temp));
    }

    /** Says where the report is, or holds its gist itself where no file could be written. */
    static String leave(Throwable bug, Path temp) {
        var trace = new StringWriter();
        bug.printStackTrace(new PrintWriter(trace));
        String report = """
                firebreak %s
                java %s, %s %s %s

                %s""".formatted(
                        FirebreakCommand.Version.own(),
                        System.getProperty("java.vm.version"),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        System.getProperty("os.arch"),
                        trace);
        try {
            return Files.writeString(Files.createTempFile(temp, "firebreak-bug-", ".txt"), report)
                    .toString();
        } catch (IOException e) {
            return bug.getClass().getName();
        }
    }
}
