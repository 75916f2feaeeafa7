package dev.firebreak.app.cli.deliver;

import dev.firebreak.app.cli.CommandFailure;
import dev.firebreak.app.cli.CommandServices;
import dev.firebreak.app.cli.ExitCode;
import dev.firebreak.app.deliver.MediumResults;
import dev.firebreak.app.io.PlainFiles;
import dev.firebreak.app.server.EvidenceImport;
import dev.firebreak.app.server.ServerData;
import dev.firebreak.app.store.FleetDatabase;
import dev.firebreak.core.dashboard.ImportedEvidence;
import dev.firebreak.core.inventory.SiteName;
import dev.firebreak.core.text.SafeText;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Brings the evidence of a medium into the server: its data folder, or a running one over HTTP. The reports of installers are not brought: they
 * are claims, and only evidence closes orders.
 */
final class ResultIntake {

    private static final int MOST_BYTES = 32 << 20;
    private static final int MOST_TOKEN_BYTES = 4096;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final JsonMapper JSON = new JsonMapper();

    @Option(names = "--site", paramLabel = "SITE")
    @Nullable
    String site;

    @Option(names = "--server", paramLabel = "URL")
    @Nullable
    URI server;

    @Option(names = "--token-file", paramLabel = "FILE")
    @Nullable
    Path tokenFile;

    @Option(names = "--database", paramLabel = "URL")
    @Nullable
    String database;

    /** What the server made of one file. */
    private record Taken(int kept, int known, int older, List<String> refused) {}

    private int kept;
    private int known;
    private int older;
    private int refused;
    private int unread;

    /** Whether anything is to be brought at all. */
    boolean isWanted() {
        if (site == null && (server != null || tokenFile != null || database != null)) {
            throw new CommandFailure(ExitCode.WRONG_USAGE, "deliver.collect.site");
        }
        return site != null;
    }

    /** Brings everything, and says what came of it. */
    void bring(MediumResults results, DeliveryInput input) {
        String of = Objects.requireNonNull(site).strip();
        Optional<Text> wrong = SiteName.refusal(of);
        if (wrong.isPresent()) {
            throw new CommandFailure(
                    ExitCode.WRONG_USAGE,
                    "deliver.collect.site.wrong",
                    wrong.get().in(input.firebreak().messages().language()));
        }
        int closed = server == null ? local(results, input, of) : remote(results, input, of);
        input.say("deliver.collect.taken", kept, known, older, refused, unread);
        if (closed >= 0) {
            input.say("deliver.collect.closed", closed);
        }
    }

    private int local(MediumResults results, DeliveryInput input, String of) {
        CommandServices services = input.services();
        var data = new ServerData(input.folder(), database, services.clock());
        String by = "terminal:" + System.getProperty("user.name", "?");
        try (EvidenceImport open = EvidenceImport.open(data, services.shipped(), input::say)) {
            each(results, input, (name, content) -> {
                ImportedEvidence imported = open.take(of, name, content, by);
                imported.problems().forEach(p -> input.say(Text.format("%s: %s", "%s: %s", p.source(), p.what())));
                imported.enrolled().forEach(m -> input.say("deliver.collect.enrolled", m));
                return new Taken(imported.kept(), imported.known(), imported.older(), imported.notYours());
            });
            return open.judge();
        } catch (FleetDatabase.CannotOpen e) {
            if (e.why() == FleetDatabase.Why.IN_USE) {
                throw new CommandFailure(ExitCode.OUR_FAULT, "deliver.collect.running", data.folder());
            }
            throw e;
        }
    }

    private interface Way {
        Taken take(String name, byte[] content) throws IOException;
    }

    private void each(MediumResults results, DeliveryInput input, Way way) {
        for (Path file : results.evidence()) {
            String name = Objects.toString(file.getFileName(), "");
            byte[] content;
            try {
                content = PlainFiles.bytes(file, MOST_BYTES);
            } catch (IOException e) {
                unread++;
                input.say(Text.format("%s: %s", "%s: %s", SafeText.name(name), PlainFiles.why(e)));
                continue;
            }
            try {
                Taken taken = way.take(name, content);
                kept += taken.kept();
                known += taken.known();
                older += taken.older();
                refused += taken.refused().size();
                unread += taken.kept()
                                        + taken.known()
                                        + taken.older()
                                        + taken.refused().size()
                                == 0
                        ? 1
                        : 0;
                taken.refused().forEach(m -> input.say("deliver.collect.other", SafeText.name(m)));
            } catch (IOException e) {
                throw new CommandFailure(
                        ExitCode.NOTHING_READ,
                        "deliver.collect.unsent",
                        SafeText.name(name),
                        Objects.toString(e.getMessage(), e.getClass().getSimpleName()));
            }
        }
    }

    /** What orders it closed the server itself knows: -1. */
    private int remote(MediumResults results, DeliveryInput input, String of) {
        URI base = Objects.requireNonNull(server);
        if (!isProtected(base)) {
            throw new CommandFailure(ExitCode.WRONG_USAGE, "deliver.collect.https", base);
        }
        String token = token(input);
        try (HttpClient client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(PATIENCE)
                .build()) {
            each(results, input, (name, content) -> post(client, base, of, token, name, content));
        }
        return -1;
    }

    /** The token must not cross a network in clear text. */
    private static boolean isProtected(URI base) {
        if ("https".equalsIgnoreCase(base.getScheme())) {
            return base.getHost() != null;
        }
        try {
            return "http".equalsIgnoreCase(base.getScheme())
                    && base.getHost() != null
                    && base.getHost().matches("127\\.[0-9.]{5,11}|localhost|\\[::1\\]")
                    && InetAddress.getByName(base.getHost()).isLoopbackAddress();
        } catch (IOException e) {
            return false;
        }
    }

    private String token(DeliveryInput input) {
        String token = input.services().environment().getOrDefault("FIREBREAK_TOKEN", "");
        if (tokenFile != null) {
            try {
                token = PlainFiles.text(tokenFile, MOST_TOKEN_BYTES);
            } catch (IOException e) {
                throw new CommandFailure(
                        ExitCode.WRONG_USAGE,
                        "deliver.collect.token.unread",
                        tokenFile,
                        PlainFiles.why(e).in(input.firebreak().messages().language()));
            }
        }
        if (!token.strip().matches("[\\x21-\\x7e]{8,512}")) {
            throw new CommandFailure(ExitCode.WRONG_USAGE, "deliver.collect.token");
        }
        return token.strip();
    }

    private static Taken post(HttpClient client, URI base, String of, String token, String name, byte[] content)
            throws IOException {
        String address = base.toString().replaceAll("/+$", "") + "/api/v1/evidence?site=" + encoded(of) + "&file="
                + encoded(name);
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/octet-stream")
                .header("User-Agent", "firebreak-collect")
                .POST(HttpRequest.BodyPublishers.ofByteArray(content))
                .build();
        try {
            HttpResponse<byte[]> answer = client.send(
                    request, HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), 1 << 20));
            return switch (answer.statusCode()) {
                case 200 -> taken(JSON.readTree(answer.body()));
                // Nothing of this file can be used: the others may.
                case 422 -> new Taken(0, 0, 0, List.of());
                case 401, 403 ->
                    throw new CommandFailure(
                            ExitCode.NOTHING_READ, "deliver.collect.denied", base, answer.statusCode());
                default -> throw new IOException("HTTP " + answer.statusCode());
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (JacksonException e) {
            throw new IOException("the answer is not Firebreak's", e);
        }
    }

    private static Taken taken(JsonNode answer) {
        List<String> refused = new java.util.ArrayList<>();
        answer.path("notYours").forEach(n -> refused.add(n.asString("")));
        return new Taken(
                answer.path("kept").asInt(0),
                answer.path("known").asInt(0),
                answer.path("older").asInt(0),
                refused);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
