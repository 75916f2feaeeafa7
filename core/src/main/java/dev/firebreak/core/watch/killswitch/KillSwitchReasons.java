package dev.firebreak.core.watch.killswitch;

import dev.firebreak.core.text.SafeText;
import dev.firebreak.core.text.Text;
import dev.firebreak.core.watch.killswitch.DnsObservation.Outcome;
import dev.firebreak.core.watch.killswitch.KillSwitchReason.Weight;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** The sentences of kill-switch verdicts. Texts of other machines are made safe to show. */
final class KillSwitchReasons {

    private static final DateTimeFormatter ENGLISH = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT);
    private static final DateTimeFormatter JAPANESE =
            DateTimeFormatter.ofPattern("uuuu/MM/dd HH:mm（'UTC'）", Locale.ROOT);

    private KillSwitchReasons() {}

    static KillSwitchReason notFresh(Instant time, Duration mostAge, Instant now) {
        return time.isAfter(now)
                ? of(
                        Weight.WARNING,
                        "The probe is dated %s, which is in the future. It proves nothing. Check the clock of that machine and probe again.",
                        "確認日時が未来（%s）のため、判定に使えません。その端末の時計を確認し、もう一度確認してください。",
                        moment(time))
                : of(
                        Weight.WARNING,
                        "The last probe is from %s, more than %d hours ago. It proves nothing about now: probe again.",
                        "最後の確認は %s で、%d 時間以上前です。現在の状態は分かりません。もう一度確認してください。",
                        moment(time),
                        mostAge.toHours());
    }

    static KillSwitchReason neverProbed() {
        return of(Weight.WARNING, "The name was not probed from this segment.", "このセグメントからは、この名前を確認していません。");
    }

    static KillSwitchReason noResolver() {
        return of(
                Weight.WARNING,
                "No DNS server is known for this machine. Name it with --resolver.",
                "この端末の DNS サーバーが分かりません。--resolver で指定してください。");
    }

    static KillSwitchReason noName(String resolver, Outcome outcome) {
        return outcome == Outcome.NXDOMAIN
                ? of(
                        Weight.ALERT,
                        "DNS server %s says that the name does not exist (NXDOMAIN). On every machine that uses it, the worm goes on. "
                                + "Add the record there.",
                        "DNS サーバー %s は「名前が存在しない」（NXDOMAIN）と応答します。このサーバーを使う端末では、ワームは停止しません。レコードを追加してください。",
                        safe(resolver))
                : of(
                        Weight.ALERT,
                        "DNS server %s has no IPv4 address (A record) for the name. On machines that use it, the worm goes on. Add the record there.",
                        "DNS サーバー %s には、この名前の IPv4 アドレス（A レコード）がありません。このサーバーを使う端末では、ワームは停止しません。レコードを追加してください。",
                        safe(resolver));
    }

    static KillSwitchReason noAnswer(String resolver, Outcome outcome, boolean othersAnswer) {
        return othersAnswer
                ? of(
                        Weight.WARNING,
                        "DNS server %s gave no address (%s). Windows asks the next server meanwhile, but what this one will say is not known.",
                        "DNS サーバー %s からアドレスが得られません（%s）。Windows は次のサーバーに問い合わせますが、このサーバーが応答した場合の結果は分かりません。",
                        safe(resolver),
                        reason(outcome))
                : of(
                        Weight.ALERT,
                        "DNS server %s gave no address (%s), and no other server did. On machines that ask DNS, the worm finds no address and goes on.",
                        "DNS サーバー %s からアドレスが得られず（%s）、ほかのサーバーからも得られません。DNS に問い合わせる端末では、ワームはアドレスを得られず停止しません。",
                        safe(resolver),
                        reason(outcome));
    }

    private static Text reason(Outcome outcome) {
        return switch (outcome) {
            case REFUSED -> new Text("it refuses the query: REFUSED", "問い合わせを拒否：REFUSED");
            case SERVFAIL ->
                new Text(
                        "it could not look the name up: SERVFAIL; often its own forwarder is down",
                        "名前解決に失敗：SERVFAIL。転送先の停止が多い原因です");
            case TIMEOUT -> new Text("no answer in time", "時間内に応答なし");
            case UNREACHABLE -> new Text("nobody answers at this address", "到達不能");
            case MALFORMED -> new Text("the answer is not valid DNS", "DNS として不正な応答");
            default -> new Text("another DNS error", "その他の DNS エラー");
        };
    }

    static KillSwitchReason notAsked(String resolver) {
        return of(
                Weight.WARNING,
                "DNS server %s was not asked successfully: the probe itself failed. Probe again.",
                "DNS サーバー %s に問い合わせできませんでした（確認側の失敗）。もう一度確認してください。",
                safe(resolver));
    }

    static KillSwitchReason transportsDiffer(String resolver, Outcome tcp) {
        return tcp == Outcome.ADDRESS
                ? of(
                        Weight.WARNING,
                        "DNS server %s gives other addresses over TCP than over UDP: two servers share the address, or something on the way answers.",
                        "DNS サーバー %s の応答が、UDP と TCP で異なります。1 つのアドレスを複数のサーバーが共有しているか、途中の機器が応答しています。",
                        safe(resolver))
                : of(
                        Weight.WARNING,
                        "DNS server %s contradicts itself: an address over UDP, none over TCP. Something on the way may answer over UDP.",
                        "DNS サーバー %s の応答が矛盾しています（UDP ではアドレスあり、TCP ではなし）。途中の機器が UDP に応答している可能性があります。",
                        safe(resolver));
    }

    static KillSwitchReason noTcp(String resolver) {
        return of(
                Weight.NOTE,
                "DNS server %s does not answer over TCP. The worm's question fits into UDP, so this does not matter to it.",
                "DNS サーバー %s は TCP では応答しません。ワームの問い合わせは UDP で足りるため、影響はありません。",
                safe(resolver));
    }

    static KillSwitchReason noNameByIpv6(String resolver) {
        return of(
                Weight.WARNING,
                "DNS server %s says NXDOMAIN when asked for an IPv6 address (AAAA). Some clients then take the name for absent. "
                        + "It must say that there is no such record.",
                "DNS サーバー %s は IPv6 アドレス（AAAA）の問い合わせに NXDOMAIN と応答します。名前自体がないと扱うクライアントがあります。「該当レコードなし」と応答する設定にしてください。",
                safe(resolver));
    }

    static KillSwitchReason severalAddresses(Collection<String> addresses) {
        return of(
                Weight.NOTE,
                "The DNS servers give %d addresses: %s. Each of them counts.",
                "DNS サーバーの応答には %d 個のアドレスがあります（%s）。すべてを判定の対象にします。",
                addresses.size(),
                safe(addresses.stream().limit(8).collect(Collectors.joining(", "))));
    }

    static KillSwitchReason someAddresses() {
        return of(
                Weight.WARNING,
                "Some of the addresses answer, others do not. Which one the worm takes is not known: remove those that do not answer from DNS.",
                "応答するアドレスと応答しないアドレスがあります。ワームがどちらを使うかは分かりません。応答しないアドレスを DNS から削除してください。");
    }

    static KillSwitchReason noIpv4() {
        return of(
                Weight.WARNING,
                "There is no IPv4 address. Machines without IPv6, Windows XP among them, cannot connect.",
                "IPv4 アドレスがありません。IPv6 を使わない端末（Windows XP など）は接続できません。");
    }

    static KillSwitchReason noIpv6Here(String address) {
        return of(
                Weight.NOTE,
                "This machine has no route to the IPv6 address %s and uses IPv4. Machines with IPv6 were not probed.",
                "この端末から IPv6 アドレス %s への経路はなく、IPv4 を使います。IPv6 を使う端末は確認していません。",
                safe(address));
    }

    static KillSwitchReason ipv6First(String address) {
        return of(
                Weight.WARNING,
                "Machines with IPv6 try %s first, and it does not answer. Remove its AAAA record or make it answer.",
                "IPv6 を使う端末は先に %s に接続しますが、応答がありません。AAAA レコードを削除するか、応答するようにしてください。",
                safe(address));
    }

    static KillSwitchReason hostsFile(Collection<String> addresses, KillSwitchVerdict others) {
        return of(
                Weight.WARNING,
                "The hosts file of this machine has the name (%s). That counts for this machine only; other machines of the segment: %s.",
                "この端末の hosts ファイルに名前が登録されています（%s）。有効なのはこの端末だけです。同じセグメントのほかの端末：%s。",
                safe(String.join(", ", addresses)),
                others.label());
    }

    static KillSwitchReason notProbed(String address, int port) {
        return of(
                Weight.WARNING,
                "The request to %s port %d was not made, or the probe itself failed. Probe again.",
                "%s のポート %d への要求は未実施か、確認側で失敗しました。もう一度確認してください。",
                safe(address),
                port);
    }

    static KillSwitchReason noConnection(WebObservation observation) {
        return switch (observation.connect()) {
            case REFUSED ->
                of(
                        Weight.ALERT,
                        "The direct connection to %s port %d is refused. The worm gets no answer and goes on. "
                                + "Start the sinkhole there, and let the segment reach it without a proxy.",
                        "%s のポート %d への直接接続が拒否されます。ワームは応答を得られず、停止しません。シンクホールを起動し、セグメントからプロキシなしで接続できるようにしてください。",
                        observation.address(),
                        observation.port());
            case TIMEOUT ->
                of(
                        Weight.ALERT,
                        "The direct connection to %s port %d gets no answer: a firewall drops it, or nobody is there. The worm goes on. "
                                + "Let the segment reach it without a proxy.",
                        "%s のポート %d への直接接続に応答がありません（ファイアウォールによる破棄、または相手が不在）。ワームは停止しません。セグメントからプロキシなしで接続できるようにしてください。",
                        observation.address(),
                        observation.port());
            default ->
                of(
                        Weight.ALERT,
                        "There is no way to %s port %d from here. The worm gets no answer and goes on. Add a route to the sinkhole.",
                        "ここから %s のポート %d へ到達できません。ワームは応答を得られず、停止しません。シンクホールへの経路を設定してください。",
                        observation.address(),
                        observation.port());
        };
    }

    static KillSwitchReason noHttp(WebObservation observation) {
        return of(
                Weight.ALERT,
                "%s port %d takes the connection but sends no HTTP answer. The worm goes on. Let an HTTP server answer there.",
                "%s のポート %d は接続を受け付けますが、HTTP の応答がありません。ワームは停止しません。HTTP サーバーが応答するようにしてください。",
                observation.address(),
                observation.port());
    }

    static KillSwitchReason notHttp(WebObservation observation) {
        return of(
                Weight.WARNING,
                "%s port %d answers, but not with HTTP. Whether that stops the worm is not confirmed.",
                "%s のポート %d の応答は HTTP ではありません。ワームが停止するかは未確認です。",
                observation.address(),
                observation.port());
    }

    static KillSwitchReason seen(WebObservation observation) {
        return of(
                Weight.NOTE,
                "The sinkhole at %s answered the direct request (HTTP %d) and saw it come from this machine's own address %s.",
                "%s のシンクホールが直接の要求に応答し（HTTP %d）、要求元をこの端末のアドレス %s として記録しました。",
                observation.address(),
                observation.status(),
                String.valueOf(observation.local()));
    }

    static KillSwitchReason traces(WebObservation observation) {
        return of(
                Weight.NOTE,
                "Headers of the answer from %s tell of a proxy, a cache or a redirect: %s",
                "%s の応答ヘッダーに、プロキシ、キャッシュまたはリダイレクトの形跡があります（%s）。",
                observation.address(),
                safe(String.join("; ", observation.traces())));
    }

    static KillSwitchReason otherReceipt(WebObservation observation) {
        return of(
                Weight.WARNING,
                "The answer from %s (HTTP %d) belongs to another request: a cache stands between. The worm stops, but calls may not reach the sinkhole.",
                "%s の応答（HTTP %d）は別の要求に対するものです。途中にキャッシュがあります。ワームは停止しますが、呼び出しがシンクホールに届かない可能性があります。",
                observation.address(),
                observation.status());
    }

    static KillSwitchReason notSeen(WebObservation observation) {
        return of(
                Weight.WARNING,
                "%s answered (HTTP %d), which stops the worm, but the sinkhole's log does not have the request. Infected machines stay unseen.",
                "%s が応答し（HTTP %d）、ワームは停止しますが、シンクホールのログに要求がありません。感染した端末は検知できません。",
                observation.address(),
                observation.status());
    }

    static KillSwitchReason otherAnswer(WebObservation observation) {
        return of(
                Weight.WARNING,
                "%s answered (HTTP %d), which stops the worm, but not as our sinkhole: a transparent proxy, a sign-in page or another server. "
                        + "Infected machines stay unseen, and the answer may end with that server.",
                "%s が応答し（HTTP %d）、ワームは停止しますが、応答したのはシンクホールではありません（透過プロキシ、認証画面、別のサーバーなど）。感染した端末は検知できません。そのサーバーが止まると、ワームは停止しなくなります。",
                observation.address(),
                observation.status());
    }

    static KillSwitchReason otherSource(WebObservation observation, String source) {
        return of(
                Weight.WARNING,
                "The sinkhole at %s answered, but saw the request come from %s instead of this machine (%s): a transparent proxy or address "
                        + "translation stands between. The worm stops; the log cannot tell which machine called.",
                "%s のシンクホールが応答しましたが、要求元は %s と記録され、この端末（%s）ではありません。途中に透過プロキシまたはアドレス変換（NAT）があります。ワームは停止しますが、呼び出した端末は特定できません。",
                observation.address(),
                safe(source),
                String.valueOf(observation.local()));
    }

    static KillSwitchReason sourceUnknown(WebObservation observation) {
        return of(
                Weight.WARNING,
                "The sinkhole at %s answered. Whether it saw this machine's own address could not be compared.",
                "%s のシンクホールが応答しました。要求元がこの端末のアドレスとして記録されたかは比較できません。",
                observation.address());
    }

    static KillSwitchReason proxyTrap(ProxyObservation proxy) {
        return of(
                Weight.ALERT,
                "THE PROXY WORKS, DIRECT ACCESS DOES NOT: the name answers by proxy %s (HTTP %d), so a browser shows a page. "
                        + "The worm uses no proxy and goes on.",
                "プロキシ経由では応答しますが、直接接続では応答しません。プロキシ %s 経由の HTTP %d により、ブラウザーではページが表示されます。ワームはプロキシを使わないため、停止しません。",
                safe(proxy.where()),
                proxy.status());
    }

    static KillSwitchReason proxy(ProxyObservation proxy) {
        String detail = safe(proxy.detail());
        if (proxy.kind() == ProxyObservation.Kind.PAC) {
            return proxy.outcome() == ProxyObservation.Outcome.ANSWERED
                    ? of(
                            Weight.NOTE,
                            "For information: PAC file %s was read, not run. It holds: %s. The worm ignores PAC files.",
                            "参考：PAC ファイル %s を読み取りました（実行はしていません）。内容：%s。ワームは PAC ファイルを使いません。",
                            safe(proxy.where()),
                            detail)
                    : of(
                            Weight.NOTE,
                            "For information: PAC file %s could not be read (%s). The worm ignores PAC files.",
                            "参考：PAC ファイル %s を読み取れません（%s）。ワームは PAC ファイルを使いません。",
                            safe(proxy.where()),
                            detail);
        }
        return switch (proxy.outcome()) {
            case ANSWERED ->
                of(
                        Weight.NOTE,
                        "For information: the name answers by proxy %s (HTTP %d). The worm uses no proxy, so this proves nothing.",
                        "参考：プロキシ %s 経由で応答があります（HTTP %d）。ワームはプロキシを使わないため、判定には使いません。",
                        safe(proxy.where()),
                        proxy.status());
            case REFUSED ->
                of(
                        Weight.NOTE,
                        "For information: proxy %s cannot or may not reach the name (HTTP %d). The worm uses no proxy.",
                        "参考：プロキシ %s は名前に到達できないか、許可していません（HTTP %d）。ワームはプロキシを使いません。",
                        safe(proxy.where()),
                        proxy.status());
            case NONE ->
                of(
                        Weight.NOTE,
                        "For information: proxy %s does not answer (%s). The worm uses no proxy.",
                        "参考：プロキシ %s は応答しません（%s）。ワームはプロキシを使いません。",
                        safe(proxy.where()),
                        detail);
        };
    }

    static KillSwitchReason logUnreadable() {
        return of(
                Weight.WARNING,
                "The sinkhole's log could not be read; only the sinkhole's own answer counts.",
                "シンクホールのログを読み取れません。シンクホール自身の応答だけで判定します。");
    }

    static KillSwitchReason otherPort(int port) {
        return of(
                Weight.WARNING,
                "Port %d was probed, as requested. The worm uses port 80 only: this is a rehearsal and says nothing about port 80.",
                "指定により、ポート %d を確認しました。ワームが使うのはポート 80 だけです。これは動作の試験であり、ポート 80 の状態は分かりません。",
                port);
    }

    private static Text moment(Instant time) {
        var utc = time.atOffset(ZoneOffset.UTC);
        return new Text(ENGLISH.format(utc), JAPANESE.format(utc));
    }

    private static String safe(String text) {
        return SafeText.name(text);
    }

    private static KillSwitchReason of(Weight weight, String en, String ja, Object... values) {
        return new KillSwitchReason(weight, Text.format(en, ja, values));
    }
}
