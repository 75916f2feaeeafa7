package dev.firebreak.core.guidance;

import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Update;
import dev.firebreak.core.advisory.UpdatePackage;
import dev.firebreak.core.assess.Action;
import dev.firebreak.core.assess.MissingEvidence;
import dev.firebreak.core.text.Text;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One action in sentences: what to do, and what one needs for it.
 *
 * @param what the sentence
 * @param details labelled lines under it
 */
public record ActionText(Text what, List<Detail> details) {

    public static final Text FILE = new Text("file", "ファイル");
    public static final Text SHA1 = Text.same("SHA-1");
    public static final Text FOR = new Text("for", "対象");
    public static final Text FIRST = new Text("first", "先に適用");
    public static final Text NEWEST = new Text("or", "または");
    public static final Text NOTE = new Text("note", "注意");
    public static final Text FROM = new Text("from", "入手先");
    public static final Text ADDRESS = Text.same("URL");
    public static final Text COMMAND = new Text("command", "コマンド");

    /**
     * @param verbatim whether it is to be copied as it stands (a file's name, a command), so that no line break may go in
     */
    public record Detail(Text label, Text value, boolean verbatim) {}

    public ActionText {
        details = List.copyOf(details);
    }

    /** The actions of a finding that deal with it; replacing Windows, which takes longer, is told elsewhere. */
    public static List<ActionText> of(List<Action> actions) {
        boolean patched = actions.stream().anyMatch(Action.Install.class::isInstance);
        return actions.stream()
                .filter(a -> !(a instanceof Action.Migrate))
                .map(a -> of(a, patched))
                .toList();
    }

    /** @param patched whether an update closes the hole, so that anything else only bridges the time until then */
    public static ActionText of(Action action, boolean patched) {
        return switch (action) {
            case Action.Install install -> install(install);
            case Action.Restart(var why) ->
                new ActionText(
                        Text.format(
                                "Restart it, then collect and assess again: %s",
                                "再起動してから再収集・再判定します: %s", ReasonText.of(why)),
                        List.of());
            case Action.Mitigate(var mitigation, var how) -> {
                Text instruction = mitigation.wording().instruction();
                yield new ActionText(
                        patched
                                ? Text.format("Until then, %s", "適用するまで %s", instruction)
                                : new Text(capitalised(instruction.en()), instruction.ja()),
                        List.of(new Detail(COMMAND, Text.same(MitigationCommand.apply(how)), true)));
            }
            case Action.Isolate(var why) ->
                new ActionText(Text.format("Isolate it: %s", "隔離します: %s", ReasonText.of(why)), List.of());
            case Action.Collect(var what) ->
                new ActionText(Text.format("Collect %s", "収集します: %s", missing(what)), List.of());
            case Action.Migrate migrate -> new ActionText(migrate(migrate), List.of());
        };
    }

    private static String capitalised(String sentence) {
        return sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
    }

    /** What to collect, in one sentence. */
    public static Text missing(List<MissingEvidence> what) {
        return new Text(
                what.stream().map(m -> m.label().en()).collect(Collectors.joining("; and ")),
                what.stream().map(m -> m.label().ja()).collect(Collectors.joining("、")));
    }

    /** What to move to, and why. */
    public static Text migrate(Action.Migrate migrate) {
        LocalDate from = migrate.from();
        LocalDate until = migrate.until();
        Text to = until == null
                ? new Text(migrate.to(), migrate.to() + " ")
                : Text.format("%s (supported until %s)", "%s（サポート期限 %s）", migrate.to(), Text.date(until));
        return from == null
                ? Text.format("Replace it with %s", "%sに移行します", to)
                : Text.format(
                        "Replace it with %s: its support ended on %s",
                        "%sに移行します（使用中の OS は %s にサポートが終了しています）", to, Text.date(from));
    }

    private static ActionText install(Action.Install install) {
        List<Detail> details = new ArrayList<>();
        UpdatePackage choice = install.choice();
        if (!install.prerequisites().isEmpty()) {
            details.add(new Detail(FIRST, joined(install.prerequisites()), false));
        }
        if (choice.file() != null) {
            add(details, FILE, choice.file());
            add(details, SHA1, choice.sha1());
            add(details, ADDRESS, choice.url());
        } else {
            Text note = install.note();
            if (note != null && install.channel() != Action.Channel.SERVICE_PACK) {
                details.add(new Detail(NOTE, note, false));
            }
        }
        add(details, FROM, install.search());
        Update newest = install.newest();
        if (newest != null) {
            details.add(new Detail(NEWEST, newest(newest), false));
        }
        return new ActionText(headline(install), details);
    }

    private static Text headline(Action.Install install) {
        return switch (install.channel()) {
            case SERVICE_PACK -> {
                Text name =
                        install.note() != null ? install.note() : install.kind().label();
                yield Text.format("First install %s (%s%s)", "先に %s（%s%s）を適用します", name, install.kb(), target(install));
            }
            case WINDOWS_UPDATE ->
                Text.format(
                        "Install %s (%s) through Windows Update or WSUS",
                        "Windows Update または WSUS で %s（%s）を適用します",
                        install.kb(),
                        install.kind().label());
            case UPDATE_CATALOG ->
                Text.format(
                        "Install %s (%s%s) from the Microsoft Update Catalog",
                        "Microsoft Update カタログの %s（%s%s）を適用します",
                        install.kb(),
                        install.kind().label(),
                        target(install));
        };
    }

    /** Architecture and language, as far as they are known. */
    private static Text target(Action.Install install) {
        Architecture architecture = install.choice().architecture();
        String language = install.choice().language();
        if (architecture == null && language == null) {
            return Text.same("");
        }
        String parts = architecture == null
                ? String.valueOf(language)
                : language == null ? architecture.id() : architecture.id() + " " + language;
        return new Text(", " + parts, "、" + parts);
    }

    private static Text newest(Update newest) {
        LocalDate published = newest.published();
        return published == null
                ? Text.format("%s, the latest rollup, also contains the fix", "最新のロールアップ %s（同じ修正を含みます）", newest.kb())
                : Text.format(
                        "%s (%s), the latest rollup, also contains the fix",
                        "最新のロールアップ %s（%s 公開、同じ修正を含みます）", newest.kb(), Text.date(published));
    }

    private static void add(List<Detail> details, Text label, @Nullable String value) {
        if (value != null) {
            details.add(new Detail(label, Text.same(value), true));
        }
    }

    /** Parts in a row. */
    public static Text joined(List<Text> parts) {
        return new Text(
                parts.stream().map(Text::en).collect(Collectors.joining(", ")),
                parts.stream().map(Text::ja).collect(Collectors.joining("、")));
    }
}
