package dev.firebreak.app.deliver;

import dev.firebreak.core.rollout.Outcome;
import dev.firebreak.core.text.Text;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a machine reports about an order or about an offline medium: {@code name=value} lines as our scripts write them. Hostile input: only
 * known names count, each once, and a text that holds anything else is refused whole.
 *
 * @param kb number as printed; null where not told
 * @param machine as it names itself; null where not told
 * @param medium id of the offline medium; null where not told
 * @param outcome what the exit code means; null where only {@code state=fetched} is told
 * @param booted last start by the machine's own clock, read as UTC; null where not told
 */
public record OutcomeText(
        @Nullable String machine,
        @Nullable String medium,
        @Nullable String kb,
        @Nullable String file,
        @Nullable Outcome outcome,
        boolean fetched,
        @Nullable Instant booted) {

    /** A report is a few lines. */
    public static final int MAX_BYTES = 4096;

    private static final int MAX_LINES = 40;
    private static final Set<String> NAMES = Set.of(
            "machine",
            "medium",
            "order",
            "kb",
            "file",
            "exit",
            "state",
            "boot",
            "checked",
            "windows",
            "architecture",
            "language");
    private static final DateTimeFormatter BOOT = DateTimeFormatter.ofPattern("uuuu/MM/dd HH:mm:ss", Locale.ROOT);

    /** Either what was read or why it is refused. */
    public record Result(
            @Nullable OutcomeText report, @Nullable Text refusal) {}

    /** Reads one report. */
    public static Result read(String text) {
        Map<String, String> values = new HashMap<>();
        String[] lines = text.split("\r?\n|\r", -1);
        if (text.length() > MAX_BYTES || lines.length > MAX_LINES) {
            return refused("the report is larger than any of ours", "報告が大きすぎます");
        }
        for (String line : lines) {
            if (line.isBlank()) {
                continue;
            }
            int equals = line.indexOf('=');
            String name = equals < 0 ? "" : line.substring(0, equals);
            String value = line.substring(equals + 1).strip();
            boolean plain = value.chars().allMatch(c -> c >= ' ' && c != 0x7F);
            if (!NAMES.contains(name) || !plain || values.put(name, value) != null) {
                return refused("the report holds a line that is none of ours", "報告に不明な行が含まれています");
            }
        }
        String state = values.get("state");
        String exit = values.get("exit");
        if ((exit == null) == (state == null) || (state != null && !state.equals("fetched"))) {
            return refused("the report tells neither an exit code nor a state", "報告に終了コードも状態もありません");
        }
        Outcome outcome = null;
        if (exit != null) {
            Optional<Outcome> parsed = Outcome.parse(exit);
            if (parsed.isEmpty()) {
                return refused("the exit code is no number", "終了コードが数値ではありません");
            }
            outcome = parsed.get();
        }
        return new Result(
                new OutcomeText(
                        values.get("machine"),
                        values.get("medium"),
                        values.get("kb"),
                        values.get("file"),
                        outcome,
                        state != null,
                        boot(values.get("boot"))),
                null);
    }

    private static @Nullable Instant boot(@Nullable String text) {
        try {
            return text == null ? null : LocalDateTime.parse(text, BOOT).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Result refused(String en, String ja) {
        return new Result(null, new Text(en, ja));
    }
}
