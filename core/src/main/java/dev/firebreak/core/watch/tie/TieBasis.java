package dev.firebreak.core.watch.tie;

import dev.firebreak.core.text.Text;

/** Why a host in a detection is taken for a machine of the fleet. */
public enum TieBasis {
    /** The input names the machine. */
    NAME("name", Certainty.CERTAIN, new Text("the input names this machine", "入力にこの端末の名前が記録されています")),
    /** A DHCP server had given it the address at that time. */
    LEASE(
            "lease",
            Certainty.CERTAIN,
            new Text("it held this address by DHCP lease at that time", "その時刻に、DHCP リースでこのアドレスが割り当てられていました")),
    /** A lease names it, but begin or end of the lease is not known. */
    LEASE_UNDATED(
            "lease_undated",
            Certainty.LIKELY,
            new Text(
                    "a DHCP lease gave it this address; whether at that time is not recorded",
                    "DHCP リースでこのアドレスが割り当てられていますが、その時刻に有効だったかは記録されていません")),
    /** The first parts of the names are equal, and no other machine has that one. */
    SHORT_NAME(
            "short_name",
            Certainty.LIKELY,
            new Text("the input names a machine with this short name", "入力に記録された名前のホスト部分が一致しています")),
    /** It reported the address itself, at another time. */
    INVENTORY(
            "inventory",
            Certainty.LIKELY,
            new Text(
                    "it reported this address; another machine may have had it at that time",
                    "この端末が報告したアドレスです（その時刻には別の端末が使用していた可能性があります）")),
    /** More than one machine claims the address or name. */
    SEVERAL(
            "several",
            Certainty.AMBIGUOUS,
            new Text("several machines claim this address or name", "複数の端末がこのアドレスまたは名前に該当します")),
    /** The address of a proxy, resolver or router: others are behind it. */
    SHARED(
            "shared",
            Certainty.AMBIGUOUS,
            new Text("the address is shared: another machine behind it may be meant", "共用のアドレスです（背後にある別の端末の可能性があります）"));

    private final String id;
    private final Certainty certainty;
    private final Text label;

    TieBasis(String id, Certainty certainty, Text label) {
        this.id = id;
        this.certainty = certainty;
        this.label = label;
    }

    /** How certain a tie is. Only what is not ambiguous is counted as of a machine. */
    public enum Certainty {
        CERTAIN("certain", new Text("certain", "確実")),
        LIKELY("likely", new Text("likely", "可能性が高い")),
        AMBIGUOUS("ambiguous", new Text("not decided", "特定できません"));

        private final String id;
        private final Text label;

        Certainty(String id, Text label) {
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
    }

    /** Name in our own formats. */
    public String id() {
        return id;
    }

    public Certainty certainty() {
        return certainty;
    }

    /** The reason, for people. */
    public Text label() {
        return label;
    }
}
