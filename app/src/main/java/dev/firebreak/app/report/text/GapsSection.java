package dev.firebreak.app.report.text;

import dev.firebreak.app.report.model.ReportTexts;
import dev.firebreak.core.fleet.ExpectedMachine;
import dev.firebreak.core.fleet.FleetGaps;
import dev.firebreak.core.fleet.Sighting;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.SafeText;
import dev.firebreak.core.text.Text;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Machines that no report covers, on a terminal: those that were expected, then those that were only seen. */
final class GapsSection {

    private static final Text MISSING = new Text("EXPECTED AND NEVER REPORTED", "あるはずなのに報告のない端末");
    private static final Text UNMANAGED = new Text("SEEN AND IN NO INVENTORY", "見つかったがインベントリーにない端末");
    private static final Text NO_TIME = new Text("time not known", "日時不明");

    private final TerminalPage page;

    GapsSection(TerminalPage page) {
        this.page = page;
    }

    void write(FleetGaps gaps) {
        if (!gaps.missing().isEmpty()) {
            heading(MISSING, gaps.missing().size());
            gaps.missing().forEach(this::missing);
            page.line();
        }
        if (!gaps.unmanaged().isEmpty()) {
            heading(UNMANAGED, gaps.unmanaged().size());
            gaps.unmanaged().forEach(device -> row(device.address(), device(device)));
            page.line();
        }
    }

    private void heading(Text what, int machines) {
        page.line(page.ink().bold(page.text(what) + "  " + page.text(ReportTexts.machines(machines))));
        page.line();
    }

    private void missing(FleetGaps.Missing missing) {
        ExpectedMachine machine = missing.machine();
        List<String> parts = new ArrayList<>();
        if (machine.system() != null) {
            parts.add(machine.system());
        }
        missing.labels().forEach(label -> parts.add(page.text(label.text())));
        if (machine.lastLogon() != null) {
            parts.add(page.text(Text.format("last logon %s", "最終ログオン %s", day(machine.lastLogon()))));
        }
        if (missing.seen() != null) {
            parts.add(page.text(
                    Text.format("seen at %s", "検出アドレス %s", missing.seen().address())));
        }
        parts.add(machine.source().toString());
        row(machine.dnsName() == null ? machine.name() : machine.dnsName(), parts);
    }

    private List<String> device(FleetGaps.Unmanaged device) {
        List<String> parts = new ArrayList<>();
        if (device.hostName() != null) {
            parts.add(device.hostName());
        }
        if (device.mac() != null) {
            parts.add(device.mac());
        }
        for (Sighting.Kind kind : device.kinds()) {
            parts.add(page.text(kind.label()));
        }
        parts.add(page.text(device.at() == null ? NO_TIME : day(device.at())));
        device.sources().stream().map(Source::toString).forEach(parts::add);
        return parts;
    }

    private void row(String name, List<String> parts) {
        page.hanging("    ? " + SafeText.text(name) + "  ", 8, SafeText.text(String.join(", ", parts)));
    }

    private static Text day(@Nullable Instant time) {
        return time == null ? NO_TIME : ReportTexts.date(LocalDate.ofInstant(time, ZoneOffset.UTC));
    }
}
