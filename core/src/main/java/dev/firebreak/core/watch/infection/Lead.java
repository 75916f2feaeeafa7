package dev.firebreak.core.watch.infection;

import dev.firebreak.core.text.Text;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * A caller of a kill switch: a lead to an infected machine. A call is evidence and no proof; persons, scanners and tests call too.
 *
 * @param origin who called, as far as it is known
 * @param addresses from which it called
 * @param segments of these addresses
 * @param names that it called
 */
public record Lead(
        CallOrigin origin,
        Urgency urgency,
        Calls calls,
        List<String> addresses,
        Set<String> segments,
        Set<String> names,
        Set<AgentKind> agents,
        InfectionState state) {

    public Lead {
        addresses = List.copyOf(addresses);
        segments = Set.copyOf(segments);
        names = Set.copyOf(names);
        agents = Set.copyOf(agents);
    }

    /**
     * How often and when.
     *
     * @param probes calls that were probes of ours, which do not count otherwise
     */
    public record Calls(long dns, long http, long probes, Instant first, Instant last) {}

    /** What the calls mean, the most urgent first. */
    public enum Urgency {
        /** It asked for the name and got no answer by HTTP: if it is the worm, it goes on. */
        RUNNING(
                "running",
                new Text("Infected and not stopped, if it is the worm", "ワームの場合、停止していません"),
                new Text(
                        "It asked DNS for the name, and no HTTP request followed. The answer that stops the worm did not reach it.",
                        "DNS で名前を問い合わせましたが、HTTP の要求が続いていません。ワームを停止させる応答を受け取っていません。")),
        /** Its last call was answered by HTTP: if it is the worm, it stopped this time. */
        STOPPED(
                "stopped",
                new Text("Infected and stopped this time, if it is the worm", "ワームの場合、今回は停止しました"),
                new Text(
                        "Its request was answered. The worm stops at that, and starts again with the machine.",
                        "要求に応答しました。ワームは停止しますが、端末の再起動などで再び動作します。")),
        /** Others behind one address: nobody can tell which machines. */
        BEHIND(
                "behind",
                new Text("Machines behind a resolver, proxy or router", "リゾルバー・プロキシ・ルーターの背後の端末"),
                new Text(
                        "The calls come from a device that asks for others. Look in its own log for the machines.",
                        "ほかの端末に代わって問い合わせる機器からの呼び出しです。端末はその機器のログで確認してください。")),
        /** All requests came from browsers, scanners or tools. */
        VISIT(
                "visit",
                new Text("Probably a person or a scanner", "人またはスキャナーによるアクセスと思われます"),
                new Text(
                        "Every request names a browser, a scanner or a tool. The worm names none. Ask who used the machine.",
                        "すべての要求がブラウザー、スキャナー、ツールを名乗っています。ワームは名乗りません。端末の利用者に確認してください。")),
        /** Only probes of ours, and what belongs to them. */
        PROBE(
                "probe",
                new Text("Own probes only", "Firebreak の確認のみ"),
                new Text("All calls belong to killswitch check.", "すべて killswitch check による呼び出しです。"));

        private final String id;
        private final Text label;
        private final Text why;

        Urgency(String id, Text label, Text why) {
            this.id = id;
            this.label = label;
            this.why = why;
        }

        /** Name in our own formats. */
        public String id() {
            return id;
        }

        /** For people. */
        public Text label() {
            return label;
        }

        /** By what it is decided. */
        public Text why() {
            return why;
        }

        /** Whether somebody has to look. */
        public boolean isLead() {
            return this != PROBE;
        }
    }
}
