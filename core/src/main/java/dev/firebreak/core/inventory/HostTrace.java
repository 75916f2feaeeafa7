package dev.firebreak.core.inventory;

import dev.firebreak.core.text.Text;
import java.util.Arrays;
import java.util.Optional;

/**
 * What WannaCry leaves on a machine and {@code scripts/collect} looks for. Names from public reports: US-CERT alert TA17-132A,
 * Microsoft's entry Ransom:Win32/WannaCrypt, the analyses by FireEye (May 2017) and Cylance (June 2017). Each can be on a clean
 * machine too (a sample kept for research, a note copied with a share), so all it says is "suspected".
 */
public enum HostTrace {
    SERVICE("wannacry-service", new Text("service mssecsvc2.0", "サービス mssecsvc2.0")),
    WORM_FILE("wannacry-mssecsvc", new Text("file mssecsvc.exe in the Windows folder", "Windows フォルダーの mssecsvc.exe")),
    PAYLOAD("wannacry-tasksche", new Text("file tasksche.exe", "ファイル tasksche.exe")),
    DECRYPTOR("wannacry-decryptor", new Text("file @WanaDecryptor@.exe", "ファイル @WanaDecryptor@.exe")),
    NOTE("wannacry-note", new Text("ransom note @Please_Read_Me@.txt", "脅迫文 @Please_Read_Me@.txt")),
    KEY_FILE("wannacry-keys", new Text("key file 00000000.pky or 00000000.eky", "鍵ファイル 00000000.pky または 00000000.eky")),
    COMPONENT("wannacry-wnry", new Text("component files *.wnry", "構成ファイル *.wnry")),
    ENCRYPTED("wannacry-encrypted", new Text("encrypted files *.WNCRY", "暗号化されたファイル *.WNCRY")),
    REGISTRY("wannacry-registry", new Text("registry key SOFTWARE\\WanaCrypt0r", "レジストリ キー SOFTWARE\\WanaCrypt0r"));

    private final String id;
    private final Text label;

    HostTrace(String id, Text label) {
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

    /** The trace of that name in our own formats; a name nobody knows is no trace. */
    public static Optional<HostTrace> ofId(String id) {
        return Arrays.stream(values()).filter(t -> t.id.equals(id)).findFirst();
    }
}
