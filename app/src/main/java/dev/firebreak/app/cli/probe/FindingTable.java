package dev.firebreak.app.cli.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firebreak.app.cli.CommandMessages;
import dev.firebreak.app.probe.smb.SmbFinding;
import dev.firebreak.app.probe.smb.SmbFindingJson;
import dev.firebreak.app.probe.smb.SmbSigning;
import dev.firebreak.app.probe.smb.SmbTarget;
import dev.firebreak.core.text.SafeText;
import dev.firebreak.core.text.Text;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Findings for people: a block for each target, with the reasons below. */
final class FindingTable {

    private final PrintStream out;
    private final CommandMessages messages;
    private final int width;

    FindingTable(OutputStream out, CommandMessages messages, List<SmbTarget> targets) {
        this.out = out instanceof PrintStream print ? print : new PrintStream(out, true, UTF_8);
        this.messages = messages;
        this.width = targets.stream()
                .mapToInt(target -> target.name().length())
                .max()
                .orElse(0);
    }

    void row(SmbFinding finding) {
        List<String> dialects = SmbFindingJson.dialects(finding);
        String name = finding.host().name();
        out.println(SafeText.text(("%-" + Math.max(1, width) + "s  %s%s")
                .formatted(
                        finding.target().name(),
                        messages.text(
                                "probe.row",
                                dialects.isEmpty() ? messages.text("probe.none") : String.join(" ", dialects),
                                signing(finding.smb1().signing()),
                                signing(finding.smb2().signing()),
                                yes(finding.guest()),
                                messages.text("probe.patch."
                                        + finding.smb1().patch().name().toLowerCase(Locale.ROOT))),
                        name == null ? "" : "  " + name)));
        for (Text reason : finding.because()) {
            out.println("    " + SafeText.text(reason.in(messages.language())));
        }
        out.flush();
    }

    private String signing(@Nullable SmbSigning signing) {
        return signing == null
                ? "-"
                : messages.text("probe.signing." + signing.name().toLowerCase(Locale.ROOT));
    }

    private String yes(@Nullable Boolean value) {
        return value == null ? "-" : messages.text(value ? "probe.yes" : "probe.no");
    }
}
