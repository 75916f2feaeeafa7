package dev.firebreak.core.estate;

import dev.firebreak.core.advisory.Wording;
import dev.firebreak.core.assess.Verdict;

/** How a machine shows on the board: its verdict, unless it has been silent too long to be believed. Worst first. */
public enum Light {
    EXPOSED("exposed", new Wording("exposed", "未適用")),
    UNKNOWN("unknown", new Wording("unknown", "未確認")),
    SILENT("silent", new Wording("silent", "応答なし")),
    MITIGATED("mitigated", new Wording("mitigated", "緩和済み")),
    PATCHED("patched", new Wording("patched", "適用済み")),
    NOT_AFFECTED("not_affected", new Wording("not affected", "影響なし"));

    private final String id;
    private final Wording label;

    Light(String id, Wording label) {
        this.id = id;
        this.label = label;
    }

    /** What a verdict shows as; one that is not bad news stops counting once its machine fell silent. */
    public static Light of(Verdict.Kind verdict, boolean silent) {
        return switch (verdict) {
            case VULNERABLE -> EXPOSED;
            case UNKNOWN -> silent ? SILENT : UNKNOWN;
            case MITIGATED -> silent ? SILENT : MITIGATED;
            case FIXED -> silent ? SILENT : PATCHED;
            case NOT_AFFECTED -> silent ? SILENT : NOT_AFFECTED;
        };
    }

    /** Name in our own formats. */
    public String id() {
        return id;
    }

    /** Name for people. */
    public Wording label() {
        return label;
    }
}
