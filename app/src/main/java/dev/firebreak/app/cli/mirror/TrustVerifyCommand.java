package dev.firebreak.app.cli.mirror;

import dev.firebreak.app.cli.CommandFailure;
import dev.firebreak.app.cli.ExitCode;
import dev.firebreak.app.cli.FormatOption;
import dev.firebreak.app.io.JsonWriter;
import dev.firebreak.app.io.PlainFiles;
import dev.firebreak.app.io.tuf.TrustFolder;
import dev.firebreak.app.io.tuf.TufClient;
import dev.firebreak.app.io.tuf.TufFailure;
import dev.firebreak.app.io.tuf.TufServer;
import dev.firebreak.app.io.tuf.TufSource;
import dev.firebreak.app.io.tuf.TufTarget;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code trust verify}: whether a server, an exported tree or a medium is what was signed, not expired and not older than one seen before. */
@Command(name = "verify")
final class TrustVerifyCommand implements Callable<Integer> {

    private static final int MAX_ROOT_BYTES = 1 << 20;
    private static final int MAX_TOKEN_BYTES = 4096;
    private static final int MAX_TIMESTAMP_BYTES = 16 << 10;
    private static final List<String> REPOSITORIES = List.of("mirror", "orders", "media");

    @ParentCommand
    @Nullable
    TrustCommand parent;

    @Option(names = "--root", paramLabel = "FILE")
    @Nullable
    Path root;

    @Option(names = "--repository", paramLabel = "NAME")
    @Nullable
    String repository;

    @Option(names = "--token-file", paramLabel = "FILE")
    @Nullable
    Path token;

    @Option(names = "--content")
    boolean content;

    @Mixin
    FormatOption output = new FormatOption();

    @Parameters(paramLabel = "PLACE")
    String place = "";

    /** What is verified: metadata, and whether a file is what they say. */
    private interface Repository extends AutoCloseable {
        TufSource metadata();

        void check(TufTarget target, boolean hashed) throws IOException, TufFailure;

        @Override
        void close();
    }

    @Override
    public Integer call() {
        MirrorTerminal terminal = Objects.requireNonNull(parent).mirror();
        if (repository != null && !REPOSITORIES.contains(repository)) {
            throw new CommandFailure(ExitCode.WRONG_USAGE, "usage.value", "--repository", repository);
        }
        if (root == null && !TrustFolder.of(terminal.folder()).exists()) {
            throw new CommandFailure(ExitCode.WRONG_USAGE, "trust.verify.noRoot", terminal.folder());
        }
        try (Repository source = open(terminal)) {
            return verify(terminal, source);
        } catch (TufServer.NotRead e) {
            throw new CommandFailure(
                    ExitCode.NOTHING_READ,
                    "trust.verify.unread",
                    place,
                    e.text().in(terminal.language()));
        } catch (TufFailure e) {
            throw new CommandFailure(
                    ExitCode.MATCHED, "trust.verify.refused", place, e.text().in(terminal.language()));
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.NOTHING_READ,
                    "trust.verify.unread",
                    place,
                    PlainFiles.why(e).in(terminal.language()));
        }
    }

    private int verify(MirrorTerminal terminal, Repository source) throws IOException, TufFailure {
        byte[] anchor = root != null
                ? PlainFiles.bytes(root, MAX_ROOT_BYTES)
                : TrustFolder.of(terminal.folder()).anchor();
        String name = repository == null ? name(source.metadata()) : repository;
        // Each place has a memory of its own: what a server showed says nothing about a medium.
        Path seen = terminal.folder().resolve("seen").resolve(name + "-" + key(place));
        TufClient.State state = TufClient.open(seen, name, anchor)
                .update(source.metadata(), terminal.services().clock().instant());
        int faulty = 0;
        for (TufTarget target : state.targets().values()) {
            Text fault = null;
            if (content) {
                try {
                    source.check(target, state.root().consistentSnapshot());
                } catch (TufFailure e) {
                    fault = e.text();
                    faulty++;
                }
            }
            show(terminal, target, fault);
        }
        if (faulty > 0) {
            throw new CommandFailure(ExitCode.MATCHED, "trust.verify.differs", place, faulty);
        }
        terminal.say(
                content ? "trust.verify.whole" : "trust.verify.list",
                place,
                terminal.text("trust.what." + name),
                state.targets().size(),
                state.version(),
                state.root().version(),
                terminal.minute(state.expires()));
        return ExitCode.DONE;
    }

    /** What the metadata say they are; they are verified as that afterwards, so a wrong answer gains nothing. */
    private static String name(TufSource metadata) throws IOException, TufFailure {
        byte[] timestamp = metadata.read("timestamp.json", MAX_TIMESTAMP_BYTES)
                .orElseThrow(() -> new TufFailure(
                        TufFailure.Kind.MISSING,
                        new Text(
                                "no signed metadata here, so nothing can be verified",
                                "署名付きメタデータがありません。この場所の内容を保証するものはありません")));
        String name = TufClient.repository(timestamp);
        return REPOSITORIES.contains(name) ? name : "mirror";
    }

    private static String key(String place) {
        return UUID.nameUUIDFromBytes(place.replaceAll("/+$", "").getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private void show(MirrorTerminal terminal, TufTarget target, @Nullable Text fault) {
        String state = content ? (fault == null ? "good" : "faulty") : "listed";
        if (output.isNdjson()) {
            terminal.json(json -> {
                JsonWriter.text(json, "path", target.path());
                json.writeNumberProperty("length", target.length());
                json.writeStringProperty("sha256", target.sha256());
                json.writeStringProperty("state", state);
                JsonWriter.text(json, "reason", fault == null ? null : fault.in(terminal.language()));
                target.custom().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .filter(e -> CUSTOM.contains(e.getKey()))
                        .forEach(e -> JsonWriter.text(json, e.getKey(), e.getValue()));
            });
        } else {
            terminal.row(List.of(
                    terminal.text("trust.verify." + state),
                    target.path(),
                    Long.toString(target.length()),
                    target.sha256(),
                    fault == null ? "-" : fault.in(terminal.language())));
        }
    }

    private static final List<String> CUSTOM = List.of("kb", "architecture", "language", "sha1", "machine", "task");

    private Repository open(MirrorTerminal terminal) {
        if (place.matches("(?i)https?://.*")) {
            String secret = secret(terminal);
            if (!TufServer.isAddress(place, secret != null)) {
                throw new CommandFailure(
                        ExitCode.WRONG_USAGE,
                        TufServer.isAddress(place, false) ? "trust.verify.clear" : "trust.verify.address",
                        place);
            }
            var server = new TufServer(place, secret, terminal.services().environment());
            return new Repository() {
                @Override
                public TufSource metadata() {
                    return server;
                }

                @Override
                public void check(TufTarget target, boolean hashed) throws IOException, TufFailure {
                    server.check(target, hashed);
                }

                @Override
                public void close() {
                    server.close();
                }
            };
        }
        Path folder = Path.of(place);
        if (!Files.isDirectory(folder)) {
            throw new CommandFailure(ExitCode.NOTHING_READ, "trust.verify.noFolder", place);
        }
        content = true;
        return new FolderRepository(folder);
    }

    /** An exported tree, or a medium, whose files stand beside the metadata. */
    private record FolderRepository(Path folder) implements Repository {
        @Override
        public TufSource metadata() {
            return TufSource.folder(folder.resolve("metadata"));
        }

        @Override
        public void check(TufTarget target, boolean hashed) throws IOException, TufFailure {
            Path targets = folder.resolve("targets");
            Path file = Files.isDirectory(targets)
                    ? targets.resolve(hashed ? target.hashedPath() : target.path())
                    : folder.resolve(target.path());
            try (InputStream in = PlainFiles.openUnlinked(file)) {
                target.check(in);
            } catch (NoSuchFileException e) {
                throw new TufFailure(TufFailure.Kind.MISSING, new Text("is missing", "ありません"));
            }
        }

        @Override
        public void close() {}
    }

    private @Nullable String secret(MirrorTerminal terminal) {
        try {
            String text = token == null
                    ? terminal.services().environment().getOrDefault("FIREBREAK_TOKEN", "")
                    : PlainFiles.text(token, MAX_TOKEN_BYTES)
                            .lines()
                            .findFirst()
                            .orElse("");
            String stripped = text.strip();
            if (!stripped.isEmpty() && !stripped.matches("[\\x21-\\x7E]{1,200}")) {
                throw new CommandFailure(ExitCode.WRONG_USAGE, "trust.verify.token");
            }
            return stripped.isEmpty() ? null : stripped;
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.WRONG_USAGE,
                    "mirror.unreadable",
                    token,
                    PlainFiles.why(e).in(terminal.language()));
        }
    }
}
