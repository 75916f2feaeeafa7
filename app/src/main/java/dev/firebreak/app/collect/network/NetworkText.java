package dev.firebreak.app.collect.network;

import dev.firebreak.app.io.text.TextDecoder;
import dev.firebreak.core.text.Text;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decodes lists of a network, which Windows writes in its code page, UTF-8 or UTF-16. */
public final class NetworkText {

    static final Text NO_TEXT = new Text("this is no text file", "テキストファイルではありません");
    static final Text TOO_LARGE = new Text("larger than 32 MiB: not read", "32 MiB を超えるため読み取りません");

    /** Larger files are not read. */
    public static final int LARGEST_BYTES = 32 << 20;

    /** Words at the beginning of a line that tell the code page: of {@code arp -a}, and of exports of the DHCP console and WSUS. */
    private static final List<String> LABELS = List.of(
            "インターフェイス",
            "インターネット アドレス",
            "クライアント IP アドレス",
            "クライアントの IP アドレス",
            "名前",
            "コンピューター名",
            "Schnittstelle",
            "Internetadresse",
            "Interface",
            "Interfaz",
            "Dirección de Internet",
            "Adresse Internet",
            "Client-IP-Adresse",
            "Adresse IP du client",
            "Интерфейс",
            "адрес в Интернете",
            "接口",
            "介面",
            "인터페이스",
            "名称",
            "Имя",
            "이름",
            "Dirección IP del cliente",
            "Indirizzo IP client",
            "Interfaccia",
            "Indirizzo Internet");

    private static final TextDecoder DECODER = new TextDecoder(NetworkText::labels);

    private NetworkText() {}

    /** The text; null where the bytes are none. */
    public static @Nullable String decode(byte[] content) {
        return DECODER.decode(content);
    }

    private static List<String> labels(String line) {
        String begin = line.strip();
        begin = begin.startsWith("\"") ? begin.substring(1) : begin;
        List<String> found = new ArrayList<>();
        for (String label : LABELS) {
            if (begin.startsWith(label)) {
                found.add(label);
            }
        }
        return found;
    }
}
