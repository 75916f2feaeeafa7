package dev.firebreak.core.guidance;

import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Update;
import dev.firebreak.core.advisory.UpdatePackage;
import dev.firebreak.core.advisory.Wording;
import dev.firebreak.core.assess.Action;
import dev.firebreak.core.assess.Missing;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One action in sentences: what to do, and what one needs for it.
 *
 * @param what the sentence
 * @param details labelled lines under it
 */
public record Step(Wording what, List<Detail> details) {

    public static final Wording FILE = new Wording("file", "ファイル");
    public static final Wording SHA1 = Wording.same("SHA-1");
    public static final Wording FOR = new Wording("for", "対象");
    public static final Wording FIRST = new Wording("first", "先に適用");
    public static final Wording NEWEST = new Wording("or", "または");
    public static final Wording NOTE = new Wording("note", "注意");
    public static final Wording FROM = new Wording("from", "入手先");
    public static final Wording ADDRESS = Wording.same("URL");
    public static final Wording COMMAND = new Wording("command", "コマンド");

    /**
     * @param verbatim whether it is to be copied as it stands (a file's name, a command), so that no line break may go in
     */
    public record Detail(Wording label, Wording value, boolean verbatim) {}

    public Step {
        details = List.copyOf(details);
    }

    /** The actions of a finding that deal with it; replacing Windows, which takes longer, is told elsewhere. */
    public static List<Step> of(List<Action> actions) {
        boolean patched = actions.stream().anyMatch(Action.Install.class::isInstance);
        return actions.stream()
                .filter(a -> !(a instanceof Action.Migrate))
                .map(a -> of(a, patched))
                .toList();
    }

    /** @param patched whether an update closes the hole, so that anything else only bridges the time until then */
    public static Step of(Action action, boolean patched) {
        return switch (action) {
            case Action.Install install -> install(install);
            case Action.Restart(var why) ->
                new Step(
                        Wording.format("Restart it, then collect and assess again: %s", "再起動してから再収集・再判定する: %s", why),
                        List.of());
            case Action.DisableSmb1(var how) ->
                new Step(
                        patched
                                ? new Wording("Until then, turn the SMBv1 server off", "適用するまで SMBv1 サーバーを無効にする")
                                : new Wording("Turn the SMBv1 server off", "SMBv1 サーバーを無効にする"),
                        List.of(new Detail(COMMAND, Wording.same(how), true)));
            case Action.Isolate(var why) -> new Step(Wording.format("Isolate it: %s", "隔離する: %s", why), List.of());
            case Action.Collect(var what) ->
                new Step(Wording.format("Collect %s", "収集する: %s", missing(what)), List.of());
            case Action.Migrate migrate -> new Step(migrate(migrate), List.of());
        };
    }

    /** What to collect, in one sentence. */
    public static Wording missing(List<Missing> what) {
        return new Wording(
                what.stream().map(m -> m.label().en()).collect(Collectors.joining("; and ")),
                what.stream().map(m -> m.label().ja()).collect(Collectors.joining("、")));
    }

    /** What to move to, and why. */
    public static Wording migrate(Action.Migrate migrate) {
        LocalDate from = migrate.from();
        LocalDate until = migrate.until();
        Wording to = until == null
                ? new Wording(migrate.to(), migrate.to() + " ")
                : Wording.format("%s (supported until %s)", "%s（サポート期限 %s）", migrate.to(), Wording.date(until));
        return from == null
                ? Wording.format("Replace it by %s", "%sに移行する", to)
                : Wording.format(
                        "Replace it by %s: its support ended on %s",
                        "%sに移行する（現行 OS は %s にサポート終了）", to, Wording.date(from));
    }

    private static Step install(Action.Install install) {
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
            Wording note = install.note();
            if (note != null && install.channel() != Action.Channel.SERVICE_PACK) {
                details.add(new Detail(NOTE, note, false));
            }
        }
        add(details, FROM, install.search());
        Update newest = install.newest();
        if (newest != null) {
            details.add(new Detail(NEWEST, newest(newest), false));
        }
        return new Step(headline(install), details);
    }

    private static Wording headline(Action.Install install) {
        return switch (install.channel()) {
            case SERVICE_PACK -> {
                Wording name =
                        install.note() != null ? install.note() : install.kind().label();
                yield Wording.format(
                        "First install %s (%s%s)", "先に %s（%s%s）を適用する", name, install.kb(), target(install));
            }
            case WINDOWS_UPDATE ->
                Wording.format(
                        "Install %s (%s) through Windows Update or WSUS",
                        "Windows Update または WSUS で %s（%s）を適用する",
                        install.kb(),
                        install.kind().label());
            case UPDATE_CATALOG ->
                Wording.format(
                        "Install %s (%s%s) from the Microsoft Update Catalog",
                        "Microsoft Update カタログの %s（%s%s）を適用する",
                        install.kb(),
                        install.kind().label(),
                        target(install));
        };
    }

    /** Architecture and language, as far as they are known. */
    private static Wording target(Action.Install install) {
        Architecture architecture = install.choice().architecture();
        String language = install.choice().language();
        if (architecture == null && language == null) {
            return Wording.same("");
        }
        String parts = architecture == null
                ? String.valueOf(language)
                : language == null ? architecture.id() : architecture.id() + " " + language;
        return new Wording(", " + parts, "、" + parts);
    }

    private static Wording newest(Update newest) {
        LocalDate published = newest.published();
        return published == null
                ? Wording.format("%s, the newest of its line, which carries it too", "同系列の最新 %s（同じ修正を含む）", newest.kb())
                : Wording.format(
                        "%s of %s, the newest of its line, which carries it too",
                        "同系列の最新 %s（%s 公開、同じ修正を含む）", newest.kb(), Wording.date(published));
    }

    private static void add(List<Detail> details, Wording label, @Nullable String value) {
        if (value != null) {
            details.add(new Detail(label, Wording.same(value), true));
        }
    }

    /** Parts in a row. */
    public static Wording joined(List<Wording> parts) {
        return new Wording(
                parts.stream().map(Wording::en).collect(Collectors.joining(", ")),
                parts.stream().map(Wording::ja).collect(Collectors.joining("、")));
    }
}
