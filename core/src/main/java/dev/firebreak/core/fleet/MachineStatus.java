package dev.firebreak.core.fleet;

import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.text.Text;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How a machine shows on the board: its verdict, unless it has been silent too long to be believed. Worst first. */
public enum MachineStatus {
    VULNERABLE("vulnerable", new Text("vulnerable", "未適用")),
    UNKNOWN("unknown", new Text("unknown", "未確認")),
    SILENT("silent", new Text("silent", "応答なし")),
    MITIGATED("mitigated", new Text("mitigated", "緩和済み")),
    FIXED("fixed", new Text("fixed", "適用済み")),
    NOT_AFFECTED("not_affected", new Text("not affected", "影響なし"));

    private final String id;
    private final Text label;

    MachineStatus(String id, Text label) {
        this.id = id;
        this.label = label;
    }

    /** What a verdict shows as; one that is not bad news stops counting once its machine fell silent. */
    public static MachineStatus of(Verdict.Kind verdict, boolean silent) {
        return switch (verdict) {
            case VULNERABLE -> VULNERABLE;
            case UNKNOWN -> silent ? SILENT : UNKNOWN;
            case MITIGATED -> silent ? SILENT : MITIGATED;
            case FIXED -> silent ? SILENT : FIXED;
            case NOT_AFFECTED -> silent ? SILENT : NOT_AFFECTED;
        };
    }

    /** The status of a name in our own formats; addresses made before say exposed and patched. */
    public static Optional<MachineStatus> named(@Nullable String id) {
        return Stream.of(values())
                .filter(status -> status.id.equals(id)
                        || (status == VULNERABLE && "exposed".equals(id))
                        || (status == FIXED && "patched".equals(id)))
                .findFirst();
    }

    /** Name in our own formats. */
    public String id() {
        return id;
    }

    /** Name for people. */
    public Text label() {
        return label;
    }
}
