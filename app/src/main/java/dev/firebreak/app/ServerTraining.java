package dev.firebreak.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.firebreak.app.collect.CheckInReader;
import dev.firebreak.app.server.BackupArchive;
import dev.firebreak.app.server.ShutdownSignal;
import dev.firebreak.core.fleet.EvidenceReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What {@link CommandTraining} is to commands, for the server: it starts with nothing, takes what some hundred machines send from this
 * computer, and stops. A server that knows which code will be busy has it ready before the first machine comes.
 */
final class ServerTraining {

    /** As many as it takes until what every check-in runs through is known to be busy. */
    private static final int CHECK_INS = 500;

    private static final int AT_ONCE = 4;
    private static final int TIMEOUT_MILLIS = 30_000;
    private static final Pattern ADDRESS = Pattern.compile("http://\\S+");
    private static final Map<String, String> ENGLISH = Map.of("LANG", "C.UTF-8");

    /** A machine's text with its name, which others take the place of. */
    private record Text(String machine, String text) {}

    private ServerTraining() {}

    /** @param args the folder of the example */
    public static void main(String... args) throws Exception {
        Path data = Files.createTempDirectory("firebreak-rehearsal-");
        List<Text> texts = texts(Path.of(args[0]));
        var shutdown = new ShutdownSignal(code -> {});
        var out = new ByteArrayOutputStream();
        var server = new Thread(() -> shutdown.finish(
                run(out, shutdown, "serve", "--quiet", "--lang", "en", "--port", "0", "--data", data.toString())));
        server.start();
        try {
            String url = address(server, out);
            var token = new ByteArrayOutputStream();
            run(
                    token,
                    new ShutdownSignal(code -> {}),
                    "token",
                    "add",
                    "--quiet",
                    "--site",
                    "Osaka",
                    "--data",
                    data.toString());
            send(url, token.toString(StandardCharsets.UTF_8).strip(), texts);
        } finally {
            shutdown.ask();
            server.join();
            BackupArchive.delete(data);
        }
    }

    private static int run(OutputStream out, ShutdownSignal shutdown, String... args) {
        var nobody = new PrintStream(OutputStream.nullOutputStream());
        return Main.run(ENGLISH, new PrintStream(out, true, StandardCharsets.UTF_8), nobody, shutdown, args);
    }

    private static String address(Thread server, ByteArrayOutputStream out) throws InterruptedException {
        while (true) {
            Matcher address = ADDRESS.matcher(out.toString(StandardCharsets.UTF_8));
            if (address.find()) {
                return address.group();
            }
            if (server.join(Duration.ofMillis(20))) {
                throw new IllegalStateException("the server did not start");
            }
        }
    }

    private static List<Text> texts(Path folder) throws IOException {
        List<Text> texts = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith("_systeminfo.txt"))
                    .sorted()
                    .toList()) {
                byte[] content = Files.readAllBytes(file);
                List<EvidenceReader.Part> parts = new CheckInReader()
                        .parts(null, String.valueOf(file.getFileName()), content)
                        .parts();
                String text = new String(content, ISO_8859_1);
                if (parts.size() == 1
                        && parts.getFirst().named()
                        && text.contains(parts.getFirst().machine())) {
                    texts.add(new Text(parts.getFirst().machine(), text));
                }
            }
        }
        return texts;
    }

    private static void send(String url, String token, List<Text> texts) throws Exception {
        try (ExecutorService senders = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < CHECK_INS; i++) {
                String machine = "REHEARSAL-%03d".formatted(i);
                Text text = texts.get(i % texts.size());
                byte[] body = text.text().replace(text.machine(), machine).getBytes(ISO_8859_1);
                var address = URI.create(url + "/api/v1/machines/" + machine + "/evidence");
                answers.add(senders.submit(() -> post(address, token, body)));
            }
            for (Future<Integer> answer : answers) {
                if (answer.get() != HttpURLConnection.HTTP_CREATED) {
                    throw new IllegalStateException("a check-in was answered with " + answer.get());
                }
            }
        }
    }

    private static int post(URI address, String token, byte[] body) throws IOException {
        var connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Authorization", "Bearer " + token);
        connection.setRequestProperty("Content-Type", "text/plain");
        connection.setDoOutput(true);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        connection.getOutputStream().write(body);
        int status = connection.getResponseCode();
        if (status == HttpURLConnection.HTTP_CREATED) {
            connection.getInputStream().readAllBytes();
        }
        return status;
    }
}
