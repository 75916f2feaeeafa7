package dev.firebreak.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firebreak.app.server.ShutdownSignal;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.Map;

/**
 * Runs commands of the product inside a network namespace: one JVM for many commands, so that a test does not pay a start for each. A line on
 * standard input is one command, its arguments separated by tabs; the answer is the exit code, the number of lines, and the lines.
 */
public final class NamespaceAgent {

    private NamespaceAgent() {}

    public static void main(String... args) throws IOException {
        var out = new PrintStream(System.out, true, UTF_8);
        out.println("ready");
        var in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            var bytes = new ByteArrayOutputStream();
            var said = new PrintStream(bytes, true, UTF_8);
            int exit =
                    Main.run(Map.of("LANG", "C.UTF-8"), said, said, new ShutdownSignal(code -> {}), line.split("\t"));
            said.flush();
            String text = bytes.toString(UTF_8);
            out.println(exit + " " + text.lines().count());
            text.lines().forEach(out::println);
            out.flush();
        }
    }
}
