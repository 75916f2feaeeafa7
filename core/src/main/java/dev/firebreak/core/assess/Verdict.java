package dev.firebreak.core.assess;

import dev.firebreak.core.text.Text;
import java.util.List;

/** What an advisory means for one machine, and why. */
public sealed interface Verdict {

    /** Reasons, the deciding ones first. */
    List<Reason> because();

    /** Exposed. */
    record Vulnerable(List<Reason> because) implements Verdict {
        public Vulnerable {
            because = List.copyOf(because);
        }
    }

    /** Nobody can tell from what was collected. */
    record Unknown(List<Reason> because, List<MissingEvidence> missing) implements Verdict {
        public Unknown {
            because = List.copyOf(because);
            missing = List.copyOf(missing);
        }
    }

    /** Not patched, or not known to be, but the hole cannot be reached: SMBv1 is off. */
    record Mitigated(List<Reason> because) implements Verdict {
        public Mitigated {
            because = List.copyOf(because);
        }
    }

    /** Patched, and this proves it. */
    record Fixed(List<Reason> because) implements Verdict {
        public Fixed {
            because = List.copyOf(because);
        }
    }

    /** Never had the hole, and this proves it. */
    record NotAffected(List<Reason> because) implements Verdict {
        public NotAffected {
            because = List.copyOf(because);
        }
    }

    /** The same verdict for other reasons. */
    default Verdict because(List<Reason> reasons) {
        return switch (this) {
            case Vulnerable v -> new Vulnerable(reasons);
            case Unknown u -> new Unknown(reasons, u.missing());
            case Mitigated m -> new Mitigated(reasons);
            case Fixed f -> new Fixed(reasons);
            case NotAffected n -> new NotAffected(reasons);
        };
    }

    /** Which of the five it is. */
    default Kind kind() {
        return switch (this) {
            case Vulnerable v -> Kind.VULNERABLE;
            case Unknown u -> Kind.UNKNOWN;
            case Mitigated m -> Kind.MITIGATED;
            case Fixed f -> Kind.FIXED;
            case NotAffected n -> Kind.NOT_AFFECTED;
        };
    }

    /** The five verdicts, worst first. */
    enum Kind {
        VULNERABLE("vulnerable", new Text("vulnerable", "未適用")),
        UNKNOWN("unknown", new Text("unknown", "未確認")),
        MITIGATED("mitigated", new Text("mitigated", "緩和済み")),
        FIXED("fixed", new Text("fixed", "適用済み")),
        NOT_AFFECTED("not_affected", new Text("not affected", "影響なし"));

        private final String id;
        private final Text label;

        Kind(String id, Text label) {
            this.id = id;
            this.label = label;
        }

        /** Name in our own formats. */
        public String id() {
            return id;
        }

        /** Name for people. */
        public Text label() {
            return label;
        }

        /** Whether it says that the machine is safe. */
        public boolean isGreen() {
            return this == FIXED || this == NOT_AFFECTED;
        }
    }
}
