package dev.firebreak.app.report.sheet;

import dev.firebreak.app.report.model.ReportTexts;
import dev.firebreak.core.guidance.ActionText;
import dev.firebreak.core.rollout.DistributionList;
import dev.firebreak.core.rollout.MachineNeed;
import dev.firebreak.core.rollout.NeededPackage;
import dev.firebreak.core.rollout.PackageFile;
import dev.firebreak.core.text.SafeText;
import dev.firebreak.core.text.Text;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Distribution lists as rows: one a machine and package, or one a package. */
public final class DistributionRow {

    /** Headings of {@link #machine}. */
    public static final List<Text> MACHINE = List.of(
            new Text("machine", "端末名"),
            new Text("site", "拠点"),
            new Text("advisory", "アドバイザリ"),
            Text.same("KB"),
            new Text("step", "区分"),
            new Text("windows", "Windows"),
            new Text("architecture", "アーキテクチャ"),
            new Text("language", "言語"),
            ActionText.FILE,
            ActionText.SHA1,
            Text.same("SHA-256"),
            ActionText.FIRST,
            ActionText.FROM,
            ActionText.NOTE);

    /** Headings of {@link #item}. */
    public static final List<Text> ITEM = List.of(
            ReportTexts.COUNT,
            Text.same("KB"),
            new Text("step", "区分"),
            new Text("windows", "Windows"),
            new Text("architecture", "アーキテクチャ"),
            new Text("language", "言語"),
            ActionText.FILE,
            ActionText.SHA1,
            Text.same("SHA-256"),
            new Text("bytes", "バイト数"),
            new Text("sites", "拠点"),
            ActionText.FROM,
            ActionText.NOTE);

    private static final Text NOTHING = Text.same("");

    private DistributionRow() {}

    /** One machine that needs a package. */
    public static List<Text> machine(
            DistributionList.Item item, DistributionList.Machine machine, @Nullable PackageFile file) {
        NeededPackage needed = item.needed();
        return List.of(
                plain(machine.name()),
                plain(machine.site()),
                plain(machine.advisory()),
                Text.same(needed.kb().toString()),
                needed.step().label(),
                plain(needed.target().product()),
                architecture(needed),
                language(needed),
                name(needed, file),
                plain(needed.sha1()),
                plain(file == null ? null : file.sha256()),
                first(machine.first()),
                from(needed),
                note(needed, file));
    }

    /** A machine that needs something of which no package is known. */
    public static List<Text> without(MachineNeed need) {
        return List.of(
                plain(need.machine()),
                plain(need.site()),
                plain(need.advisory()),
                NOTHING,
                NOTHING,
                plain(need.product()),
                NOTHING,
                NOTHING,
                NOTHING,
                NOTHING,
                NOTHING,
                NOTHING,
                NOTHING,
                need.none() == null ? NOTHING : need.none());
    }

    /** One package. */
    public static List<Text> item(DistributionList.Item item, @Nullable PackageFile file) {
        NeededPackage needed = item.needed();
        return List.of(
                Text.same(Integer.toString(item.machines().size())),
                Text.same(needed.kb().toString()),
                needed.step().label(),
                plain(needed.target().product()),
                architecture(needed),
                language(needed),
                name(needed, file),
                plain(needed.sha1()),
                plain(file == null ? null : file.sha256()),
                plain(file == null ? null : Long.toString(file.bytes())),
                sites(item),
                from(needed),
                note(needed, file));
    }

    /** How many machines of which site. */
    public static Text sites(DistributionList.Item item) {
        return joined(
                item.sites().entrySet().stream().toList(),
                e -> Text.format(
                        "%s %d",
                        "%s %d 台",
                        e.getKey().isEmpty() ? new Text("no site", "拠点の情報なし") : plain(e.getKey()),
                        e.getValue()));
    }

    private static Text first(List<NeededPackage> first) {
        return joined(
                first, p -> Text.format("%s (%s)", "%s（%s）", p.kb(), p.step().label()));
    }

    private static <T> Text joined(List<T> parts, Function<T, Text> words) {
        return new Text(
                parts.stream().map(p -> words.apply(p).en()).collect(Collectors.joining(", ")),
                parts.stream().map(p -> words.apply(p).ja()).collect(Collectors.joining("、")));
    }

    private static Text architecture(NeededPackage needed) {
        return needed.target().architecture() == null
                ? ReportTexts.NOT_KNOWN
                : Text.same(needed.target().architecture().id());
    }

    private static Text language(NeededPackage needed) {
        return needed.target().language() == null
                ? NOTHING
                : plain(needed.target().language());
    }

    private static Text name(NeededPackage needed, @Nullable PackageFile file) {
        return plain(file == null ? needed.file() : file.file());
    }

    private static Text from(NeededPackage needed) {
        return plain(needed.url() == null ? needed.search() : needed.url());
    }

    /** Why no file is named; and where one is named but not there, that it has to be fetched first. */
    public static Text note(NeededPackage needed, @Nullable PackageFile file) {
        if (file != null) {
            return NOTHING;
        }
        return needed.note() != null
                ? needed.note()
                : new Text(
                        "not in the package store yet: firebreak mirror fetch, or mirror add FILE",
                        "まだ保管庫にありません: firebreak mirror fetch または mirror add FILE");
    }

    private static Text plain(@Nullable String text) {
        return text == null || text.isEmpty() ? NOTHING : Text.same(SafeText.name(text));
    }
}
