package dev.firebreak.core.watch.infection;

import dev.firebreak.core.text.Text;
import dev.firebreak.core.watch.killswitch.ProbeNonce;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the {@code User-Agent} of a call says it is. Whoever calls chooses it: a label, and no reason to leave a call out. */
public enum AgentKind {
    /** None was sent, as the worm sends none. */
    NONE("none", new Text("no User-Agent, as the worm", "User-Agent なし（ワームと同じ）"), List.of()),
    SCANNER(
            "scanner",
            new Text("scanner", "スキャナー"),
            List.of(
                    "nmap",
                    "zgrab",
                    "masscan",
                    "nessus",
                    "qualys",
                    "openvas",
                    "nikto",
                    "censys",
                    "shodan",
                    "greenbone",
                    "nuclei")),
    TOOL(
            "tool",
            new Text("command-line tool", "コマンドラインツール"),
            List.of("curl/", "wget/", "powershell", "python", "go-http-client", "java/", "okhttp", "libwww")),
    BROWSER("browser", new Text("browser", "ブラウザー"), List.of("mozilla/", "opera/")),
    /** It says that it is a probe of ours, and no probe that we know of had its nonce. */
    UNKNOWN_PROBE("unknownProbe", new Text("claims to be a Firebreak probe", "Firebreak の確認と称する通信"), List.of()),
    OTHER("other", new Text("unknown program", "不明なプログラム"), List.of());

    private final String id;
    private final Text label;
    private final List<String> marks;

    AgentKind(String id, Text label, List<String> marks) {
        this.id = id;
        this.label = label;
        this.marks = marks;
    }

    /** Name in our own formats. */
    public String id() {
        return id;
    }

    /** For people. */
    public Text label() {
        return label;
    }

    /** Whether persons and their programs call like that, and the worm does not. */
    public boolean isVisit() {
        return this == SCANNER || this == TOOL || this == BROWSER;
    }

    /** Of a header's value. Scanners that pose as browsers name themselves behind it, so they come first. */
    public static AgentKind of(@Nullable String agent) {
        if (agent == null || agent.isBlank()) {
            return NONE;
        }
        if (ProbeNonce.ofAgent(agent).isPresent()) {
            return UNKNOWN_PROBE;
        }
        String lower = agent.toLowerCase(Locale.ROOT);
        for (AgentKind kind : values()) {
            if (kind.marks.stream().anyMatch(lower::contains)) {
                return kind;
            }
        }
        return OTHER;
    }
}
