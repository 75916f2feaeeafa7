package dev.firebreak.core.watch.tie;

import dev.firebreak.core.text.Text;
import dev.firebreak.core.watch.Detection;
import dev.firebreak.core.watch.Rules;
import dev.firebreak.core.watch.incident.IncidentCorrelator;

/** What a detection says of one of its two hosts. */
public enum HostPart {
    /** It did what was detected, or wrote the record that matched. */
    SOURCE("source", new Text("source", "送信元")),
    /** Another machine attacked it, or asked whether it lacks the fix. */
    ATTACKED("attacked", new Text("target of an attack", "攻撃の対象")),
    /** Its files were destroyed by another machine. */
    DAMAGED("damaged", new Text("file server whose files were changed", "ファイルを変更されたサーバー")),
    /** It was contacted, such as a name server that was asked: nothing is said against it. */
    CONTACTED("contacted", new Text("contacted", "接続先"));

    private final String id;
    private final Text label;

    HostPart(String id, Text label) {
        this.id = id;
        this.label = label;
    }

    /** What a detection says of its target. */
    public static HostPart ofTarget(Detection detection) {
        if (IncidentCorrelator.victim(detection) == null) {
            return CONTACTED;
        }
        return detection.rule().equals(Rules.RANSOMWARE_FILE_BURST) ? DAMAGED : ATTACKED;
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
