package dev.firebreak.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** {@code firebreak serve} as a process of its own, as an administrator starts it. */
final class LaunchedServer implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Path data;
    private final Path logs;
    private final Process process;
    private final String url;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Where it listens. */
    String url() {
        return url;
    }

    private LaunchedServer(Path data, Path logs, Process process, String url) {
        this.data = data;
        this.logs = logs;
        this.process = process;
        this.url = url;
    }

    /** Starts it and waits until it listens; the test is left out, and says so, where this build has no server. */
    static LaunchedServer start(Path data, Path logs, String... more) throws IOException, InterruptedException {
        return start(List.of(), data, logs, more);
    }

    /** The same with options for the JVM, which have the last word. */
    static LaunchedServer start(List<String> jvm, Path data, Path logs, String... more)
            throws IOException, InterruptedException {
        Files.createDirectories(logs);
        List<String> arguments = new ArrayList<>(List.of("serve", "--lang", "en", "--port", "0", "--data", "" + data));
        arguments.addAll(Arrays.asList(more));
        Path out = Files.createTempFile(logs, "serve", ".out");
        Path err = Files.createTempFile(logs, "serve", ".err");
        Process process = command(jvm, Main.class, arguments)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        Instant end = Instant.now().plus(TIMEOUT);
        while (Instant.now().isBefore(end)) {
            Optional<String> told = Files.readString(out, UTF_8)
                    .lines()
                    .filter(l -> l.startsWith("Firebreak listens on "))
                    .findFirst();
            if (told.isPresent()) {
                return new LaunchedServer(
                        data,
                        logs,
                        process,
                        told.get().substring("Firebreak listens on ".length()).strip());
            }
            if (!process.isAlive()) {
                String why = Files.readString(err, UTF_8);
                Assumptions.assumeFalse(why.contains("in this build"), "LEFT OUT, nothing was tested: " + why);
                throw new IOException("the server ended with " + process.exitValue() + ": " + why);
            }
            Thread.sleep(50);
        }
        process.destroyForcibly();
        throw new IOException("the server does not listen: " + Files.readString(err, UTF_8));
    }

    private static ProcessBuilder command(List<String> arguments) {
        return command(List.of(), Main.class, arguments);
    }

    /** A program of this build's, as a process of its own. */
    static ProcessBuilder command(List<String> jvm, Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(jvm);
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }

    /** What a command that ran to its end said and how it ended. */
    record Ended(int exit, String out, String err) {}

    /** Runs another command on the same data, beside the server. */
    static Ended run(Path logs, String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile(logs, "command", ".out");
        Path err = Files.createTempFile(logs, "command", ".err");
        Process process = command(List.of(arguments))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("does not end: " + List.of(arguments));
        }
        return new Ended(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    }

    /** A site's token, made beside the running server. */
    String token(String site) throws IOException, InterruptedException {
        Ended made = run(logs, "token", "add", "--site", site, "--data", data.toString(), "--lang", "en");
        if (made.exit() != 0) {
            throw new IOException(made.err());
        }
        return made.out().strip();
    }

    /** A machine's check-in; the status of the answer. */
    int checkIn(String token, String machine, byte[] content) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/api/v1/machines/" + machine + "/evidence"))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofByteArray(content))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    int port() {
        return URI.create(url).getPort();
    }

    /** Bytes of the heap that are in use after a collection. */
    long heapBytes() throws IOException, InterruptedException {
        jcmd("GC.run");
        return Pattern.compile("used (\\d+)K")
                        .matcher(jcmd("GC.heap_info").replaceAll("(?m)^ *(Metaspace|class space).*$", ""))
                        .results()
                        .mapToLong(m -> Long.parseLong(m.group(1)))
                        .sum()
                * 1024;
    }

    private String jcmd(String what) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), "" + process.pid(), what)
                .redirectErrorStream(true)
                .start();
        String said = new String(jcmd.getInputStream().readAllBytes(), UTF_8);
        jcmd.waitFor();
        return said;
    }

    /** Files and connections that the process has open; Linux only. */
    long openFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
            return files.count();
        }
    }

    /** kill -9. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM; how it ended. */
    int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        client.close();
    }
}
