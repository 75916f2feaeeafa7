package dev.firebreak.app.cli;

import dev.firebreak.app.server.ServerData;
import dev.firebreak.app.store.FleetDatabase;
import dev.firebreak.core.access.AuditLog;
import dev.firebreak.core.dashboard.DamagedStorage;
import dev.firebreak.core.fleet.StorageFull;
import dev.firebreak.core.text.Language;
import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** The terminal of a command that works on what the server keeps: opens it, notes what was done, shows tables. */
record StoreTerminal(FirebreakCommand firebreak, InstantSource clock, String user) {

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    static StoreTerminal of(@Nullable FirebreakCommand parent, InstantSource clock) {
        return new StoreTerminal(Objects.requireNonNull(parent), clock, System.getProperty("user.name", "?"));
    }

    /** Does something with what is kept. */
    int open(ServerData data, ToIntFunction<FleetDatabase> work) {
        try (FleetDatabase database = data.open()) {
            return work.applyAsInt(database);
        }
    }

    /** Whoever may open the files is who the system says: that is what the audit names. */
    void note(AuditLog audit, String what, String about, String detail) {
        audit.add(now(), "terminal:" + user, what, about, detail);
    }

    /** Why a file could not be written or read, in a word. */
    String why(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String said = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
            if (cause instanceof DamagedStorage) {
                return text("kept.isDamaged");
            }
            if (cause instanceof StorageFull || said.contains("no space left") || said.contains("enough space")) {
                return text("kept.noRoom");
            }
        }
        return failure.getClass().getSimpleName();
    }

    Instant now() {
        return clock.instant();
    }

    PrintStream out() {
        return firebreak.out();
    }

    void print(String key, @Nullable Object... values) {
        firebreak.err().println(Cli.visible(text(key, values)).replace('\n', '?'));
    }

    String text(String key, @Nullable Object... values) {
        return firebreak.messages().text(key, values);
    }

    Language language() {
        return firebreak.messages().language();
    }

    String minute(Instant when) {
        String text = MINUTE.format(when);
        return language() == Language.JA ? text.replace('-', '/') : text;
    }

    /** A line of a table, tab-separated: for people and for cut. */
    void row(List<String> cells) {
        out().println(cells.stream()
                .map(cell -> Cli.visible(cell).replace('\n', '?'))
                .reduce((a, b) -> a + "\t" + b)
                .orElse(""));
    }
}
