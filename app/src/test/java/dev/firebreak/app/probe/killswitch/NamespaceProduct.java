package dev.firebreak.app.probe.killswitch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/** The product in a namespace, driven over its standard input. */
record NamespaceProduct(Process process, BufferedReader out, Writer in) {

    record Starting(Process process) {
        NamespaceProduct ready() throws IOException {
            var out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
            String first = out.readLine();
            if (!"ready".equals(first)) {
                throw new IOException("the agent did not start: " + first);
            }
            return new NamespaceProduct(process, out, new OutputStreamWriter(process.getOutputStream(), UTF_8));
        }
    }

    static Starting start(String namespace) throws IOException {
        return new Starting(new ProcessBuilder(
                        "ip",
                        "netns",
                        "exec",
                        namespace,
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx160m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        "dev.firebreak.app.NamespaceAgent")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** A command that goes on until the agent ends. */
    void begin(String... arguments) throws IOException {
        in.write(String.join("\t", arguments) + "\n");
        in.flush();
    }

    SegmentLab.Answer run(String... arguments) throws IOException {
        begin(arguments);
        String head = out.readLine();
        if (head == null) {
            throw new IOException("the agent has gone");
        }
        String[] numbers = head.split(" ");
        List<String> lines = new ArrayList<>();
        for (int i = Integer.parseInt(numbers[1]); i > 0; i--) {
            lines.add(out.readLine());
        }
        return new SegmentLab.Answer(Integer.parseInt(numbers[0]), lines);
    }

    void close() throws IOException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        out.close();
    }
}
