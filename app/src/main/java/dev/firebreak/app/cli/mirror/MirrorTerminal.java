package dev.firebreak.app.cli.mirror;

import dev.firebreak.app.cli.Cli;
import dev.firebreak.app.cli.CommandFailure;
import dev.firebreak.app.cli.CommandServices;
import dev.firebreak.app.cli.ExitCode;
import dev.firebreak.app.cli.FirebreakCommand;
import dev.firebreak.app.cli.StoreOptions;
import dev.firebreak.app.io.JsonWriter;
import dev.firebreak.app.server.ServerFailure;
import dev.firebreak.app.store.FleetDatabase;
import dev.firebreak.core.text.Language;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** What commands on packages and keys share: their language, rows and JSON lines, secrets, the audit log. */
record MirrorTerminal(FirebreakCommand firebreak, CommandServices services, StoreOptions store) {

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    Path folder() {
        return services.folder(store.data());
    }

    Language language() {
        return firebreak.messages().language();
    }

    String text(String key, @Nullable Object... values) {
        return firebreak.messages().text(key, values);
    }

    void say(String key, @Nullable Object... values) {
        firebreak.err().println(Cli.visible(text(key, values)).replace('\n', '?'));
    }

    /** A line of a table, tab-separated: for people and for cut. */
    void row(List<String> cells) {
        firebreak
                .out()
                .println(cells.stream()
                        .map(cell -> Cli.visible(cell).replace('\n', '?').replace('\t', ' '))
                        .collect(Collectors.joining("\t")));
    }

    /** One JSON object as a line. */
    void json(Consumer<JsonGenerator> fields) {
        var out = new ByteArrayOutputStream();
        try (JsonGenerator json = JsonWriter.to(out)) {
            json.writeStartObject();
            fields.accept(json);
            json.writeEndObject();
        }
        firebreak.out().println(out.toString(StandardCharsets.UTF_8));
    }

    String minute(@Nullable Instant when) {
        if (when == null) {
            return "-";
        }
        String text = MINUTE.format(when);
        return language() == Language.JA ? text.replace('-', '/') : text;
    }

    /** Whoever may open the files is who the system says. */
    String user() {
        return "terminal:" + System.getProperty("user.name", "?");
    }

    /** Writes into the audit log of the server's data, where the folder has any. */
    void note(String what, String about, String detail) {
        try (FleetDatabase open = store.place(services).open()) {
            open.auditLog().add(services.clock().instant(), user(), what, about, detail);
        } catch (ServerFailure e) {
            if (e.kind() != ServerFailure.Kind.NO_DATA) {
                throw e;
            }
            // A folder that no server has used has no audit log; the package's own record names who and when.
        }
    }

    CommandFailure unusable(IOException e) {
        return new CommandFailure(
                ExitCode.OUR_FAULT,
                "mirror.folder",
                folder(),
                e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
    }
}
