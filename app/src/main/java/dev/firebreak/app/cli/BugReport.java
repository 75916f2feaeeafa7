package dev.firebreak.app.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the maintainers need to mend a bug, in a file instead of on the administrator's screen. */
final class BugReport {

    private BugReport() {}

    /** Says where the report is, or holds its gist itself where no file could be written. */
    static String leave(Throwable bug, Path temp) {
        var trace = new StringWriter();
        bug.printStackTrace(new PrintWriter(trace));
        String report = """
                firebreak %s
                java %s, %s %s %s

                %s""".formatted(
                        Firebreak.Version.own(),
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
