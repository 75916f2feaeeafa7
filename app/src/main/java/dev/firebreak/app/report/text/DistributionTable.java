package dev.firebreak.app.report.text;

import dev.firebreak.app.report.model.ReportStyle;
import dev.firebreak.app.report.sheet.DistributionRow;
import dev.firebreak.core.rollout.DistributionList;
import dev.firebreak.core.rollout.MachineNeed;
import dev.firebreak.core.rollout.NeededPackage;
import dev.firebreak.core.rollout.PackageFile;
import dev.firebreak.core.text.SafeText;
import dev.firebreak.core.text.Text;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Distribution lists for a terminal: package by package, with the machines. */
public final class DistributionTable {

    private final TerminalPage page;
    private final Function<NeededPackage, Optional<PackageFile>> files;

    public DistributionTable(
            OutputStream out, ReportStyle style, Function<NeededPackage, Optional<PackageFile>> files) {
        this.page = new TerminalPage(out, style);
        this.files = files;
    }

    public void write(DistributionList list) {
        for (DistributionList.Item item : list.items()) {
            item(item);
        }
        if (!list.without().isEmpty()) {
            page.line(page.text(new Text("No package is known", "パッケージを選べない端末")));
            for (MachineNeed need : list.without()) {
                Text why = need.none() == null ? Text.same("") : need.none();
                page.hanging("  " + SafeText.name(need.machine()) + "  ", 4, page.text(why));
            }
            page.line();
        }
        if (list.items().isEmpty() && list.without().isEmpty()) {
            page.line(page.text(new Text("No machine needs a package.", "パッケージが必要な端末はありません。")));
        }
    }

    private void item(DistributionList.Item item) {
        NeededPackage needed = item.needed();
        PackageFile file = files.apply(needed).orElse(null);
        String target = needed.target().product() + " "
                + (needed.target().architecture() == null
                        ? "?"
                        : needed.target().architecture().id())
                + (needed.target().language() == null
                        ? ""
                        : " " + needed.target().language());
        page.line(page.text(Text.format(
                "%s  %s  (%s, %d machines)",
                "%s  %s（%s、%d 台）",
                needed.kb(),
                SafeText.name(target),
                needed.step().label(),
                item.machines().size())));
        detail(new Text("file", "ファイル"), file == null ? needed.file() : file.file());
        detail(Text.same("SHA-1"), needed.sha1());
        detail(Text.same("SHA-256"), file == null ? null : file.sha256());
        detail(new Text("from", "入手先"), file != null ? null : needed.url() != null ? needed.url() : needed.search());
        String note = page.text(DistributionRow.note(needed, file));
        if (!note.isEmpty()) {
            page.hanging("  " + page.text(new Text("note", "注意")) + "  ", 4, note);
        }
        detail(new Text("sites", "拠点"), page.text(DistributionRow.sites(item)));
        List<NeededPackage> first = item.machines().getFirst().first();
        if (!first.isEmpty()) {
            detail(
                    new Text("first", "先に適用"),
                    first.stream().map(p -> p.kb().toString()).collect(Collectors.joining(", ")));
        }
        page.hanging(
                "  " + page.text(new Text("machines", "端末")) + "  ",
                4,
                item.machines().stream().map(m -> SafeText.name(m.name())).collect(Collectors.joining(", ")));
        page.line();
    }

    private void detail(Text label, @org.jspecify.annotations.Nullable String value) {
        if (value != null && !value.isEmpty()) {
            page.line("  " + page.text(label) + "  " + SafeText.text(value));
        }
    }
}
