package dev.firebreak.core.watch.incident;

import dev.firebreak.core.text.Text;

/** What a machine did or suffered in an incident, the most urgent to isolate first. A role is a reading of detections, not proof. */
public enum HostRole {
    /** Destroys files on a server. */
    ENCRYPTING("encrypting", new Text("encrypting files", "ファイルを暗号化中")),
    /** Attacks others. */
    SPREADING("spreading", new Text("attacking others", "他の端末を攻撃中")),
    /** Was attacked and answered as only a machine does that was taken over, or began to act itself. */
    TAKEN_OVER("taken_over", new Text("taken over", "乗っ取り")),
    /** Looks for targets. */
    SCANNING("scanning", new Text("scanning", "スキャン中")),
    /** Asked for a kill-switch name or showed an indicator. */
    SUSPECTED("suspected", new Text("suspected", "感染の疑い")),
    /** Was attacked; nothing shows that the attack succeeded. */
    HIT("hit", new Text("attacked", "攻撃を受けた")),
    /** Its files were destroyed by another machine. */
    DAMAGED("damaged", new Text("files damaged", "ファイル被害")),
    /** Was asked whether it lacks the fix, and does. */
    PROBED("probed", new Text("probed: vulnerable", "調査された（未適用）"));

    private final String id;
    private final Text label;

    HostRole(String id, Text label) {
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

    /** Whether the machine itself is a danger to others. */
    public boolean isDanger() {
        return compareTo(SUSPECTED) <= 0;
    }
}
