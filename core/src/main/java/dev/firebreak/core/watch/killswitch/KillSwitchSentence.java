package dev.firebreak.core.watch.killswitch;

import static dev.firebreak.core.watch.killswitch.KillSwitchReason.Weight.ALERT;
import static dev.firebreak.core.watch.killswitch.KillSwitchReason.Weight.NOTE;
import static dev.firebreak.core.watch.killswitch.KillSwitchReason.Weight.WARNING;

import dev.firebreak.core.text.SafeText;
import dev.firebreak.core.text.Text;
import dev.firebreak.core.watch.killswitch.KillSwitchReason.Weight;
import java.util.Arrays;

/** The sentences of kill-switch verdicts, each with its weight; the values stand where {@code %s} and {@code %d} are. */
enum KillSwitchSentence {
    FUTURE(
            WARNING,
            "The probe is dated %s, which is in the future. It proves nothing. Check the clock of that machine and probe again.",
            "確認日時が未来（%s）のため、判定に使えません。その端末の時計を確認し、もう一度確認してください。"),
    STALE(
            WARNING,
            "The last probe is from %s, more than %d hours ago. It proves nothing about now: probe again.",
            "最後の確認は %s で、%d 時間以上前です。現在の状態は分かりません。もう一度確認してください。"),
    NEVER_PROBED(WARNING, "The name was not probed from this segment.", "このセグメントからは、この名前を確認していません。"),
    NO_RESOLVER(
            WARNING,
            "No DNS server is known for this machine. Name it with --resolver.",
            "この端末の DNS サーバーが分かりません。--resolver で指定してください。"),
    NO_SUCH_NAME(
            ALERT,
            "DNS server %s says that the name does not exist (NXDOMAIN). On every machine that uses it, the worm goes on. Add the record there.",
            "DNS サーバー %s は「名前が存在しない」（NXDOMAIN）と応答します。このサーバーを使う端末では、ワームは停止しません。レコードを追加してください。"),
    NO_IPV4_RECORD(
            ALERT,
            "DNS server %s has no IPv4 address (A record) for the name. On machines that use it, the worm goes on. Add the record there.",
            "DNS サーバー %s には、この名前の IPv4 アドレス（A レコード）がありません。このサーバーを使う端末では、ワームは停止しません。レコードを追加してください。"),
    NO_ANSWER_FROM_ONE(
            WARNING,
            "DNS server %s gave no address (%s). Windows asks the next server meanwhile, but what this one will say is not known.",
            "DNS サーバー %s からアドレスが得られません（%s）。Windows は次のサーバーに問い合わせますが、このサーバーが応答した場合の結果は分かりません。"),
    NO_ANSWER(
            ALERT,
            "DNS server %s gave no address (%s), and no other server did. On machines that ask DNS, the worm finds no address and goes on.",
            "DNS サーバー %s からアドレスが得られず（%s）、ほかのサーバーからも得られません。DNS に問い合わせる端末では、ワームはアドレスを得られず停止しません。"),
    NOT_ASKED(
            WARNING,
            "DNS server %s was not asked successfully: the probe itself failed. Probe again.",
            "DNS サーバー %s に問い合わせできませんでした（確認側の失敗）。もう一度確認してください。"),
    OTHER_ADDRESSES_BY_TCP(
            WARNING,
            "DNS server %s gives other addresses over TCP than over UDP: two servers share the address, or something on the way answers.",
            "DNS サーバー %s の応答が、UDP と TCP で異なります。1 つのアドレスを複数のサーバーが共有しているか、途中の機器が応答しています。"),
    NO_ADDRESS_BY_TCP(
            WARNING,
            "DNS server %s contradicts itself: an address over UDP, none over TCP. Something on the way may answer over UDP.",
            "DNS サーバー %s の応答が矛盾しています（UDP ではアドレスあり、TCP ではなし）。途中の機器が UDP に応答している可能性があります。"),
    NO_TCP(
            NOTE,
            "DNS server %s does not answer over TCP. The worm's question fits into UDP, so this does not matter to it.",
            "DNS サーバー %s は TCP では応答しません。ワームの問い合わせは UDP で足りるため、影響はありません。"),
    NO_NAME_BY_IPV6(
            WARNING,
            "DNS server %s says NXDOMAIN when asked for an IPv6 address (AAAA). Some clients then take the name for absent. It must say that there is no such record.",
            "DNS サーバー %s は IPv6 アドレス（AAAA）の問い合わせに NXDOMAIN と応答します。名前自体がないと扱うクライアントがあります。「該当レコードなし」と応答する設定にしてください。"),
    SEVERAL_ADDRESSES(
            NOTE,
            "The DNS servers give %d addresses: %s. Each of them counts.",
            "DNS サーバーの応答には %d 個のアドレスがあります（%s）。すべてを判定の対象にします。"),
    SOME_ADDRESSES(
            WARNING,
            "Some of the addresses answer, others do not. Which one the worm takes is not known: remove those that do not answer from DNS.",
            "応答するアドレスと応答しないアドレスがあります。ワームがどちらを使うかは分かりません。応答しないアドレスを DNS から削除してください。"),
    NO_IPV4(
            WARNING,
            "There is no IPv4 address. Machines without IPv6, Windows XP among them, cannot connect.",
            "IPv4 アドレスがありません。IPv6 を使わない端末（Windows XP など）は接続できません。"),
    NO_IPV6_ROUTE(
            NOTE,
            "This machine has no route to the IPv6 address %s and uses IPv4. Machines with IPv6 were not probed.",
            "この端末から IPv6 アドレス %s への経路はなく、IPv4 を使います。IPv6 を使う端末は確認していません。"),
    IPV6_FIRST(
            WARNING,
            "Machines with IPv6 try %s first, and it does not answer. Remove its AAAA record or make it answer.",
            "IPv6 を使う端末は先に %s に接続しますが、応答がありません。AAAA レコードを削除するか、応答するようにしてください。"),
    HOSTS_FILE(
            WARNING,
            "The hosts file of this machine has the name (%s). That counts for this machine only; other machines of the segment: %s.",
            "この端末の hosts ファイルに名前が登録されています（%s）。有効なのはこの端末だけです。同じセグメントのほかの端末：%s。"),
    NOT_PROBED(
            WARNING,
            "The request to %s port %d was not made, or the probe itself failed. Probe again.",
            "%s のポート %d への要求は未実施か、確認側で失敗しました。もう一度確認してください。"),
    REFUSED(
            ALERT,
            "The direct connection to %s port %d is refused. The worm gets no answer and goes on. Start the sinkhole there, and let the segment reach it without a proxy.",
            "%s のポート %d への直接接続が拒否されます。ワームは応答を得られず、停止しません。シンクホールを起動し、セグメントからプロキシなしで接続できるようにしてください。"),
    TIMEOUT(
            ALERT,
            "The direct connection to %s port %d gets no answer: a firewall drops it, or no server is there. The worm goes on. Let the segment reach it without a proxy.",
            "%s のポート %d への直接接続に応答がありません（ファイアウォールによる破棄、または相手が不在）。ワームは停止しません。セグメントからプロキシなしで接続できるようにしてください。"),
    UNREACHABLE(
            ALERT,
            "There is no way to %s port %d from here. The worm gets no answer and goes on. Add a route to the sinkhole.",
            "ここから %s のポート %d へ到達できません。ワームは応答を得られず、停止しません。シンクホールへの経路を設定してください。"),
    NO_HTTP(
            ALERT,
            "%s port %d takes the connection but sends no HTTP answer. The worm goes on. Let an HTTP server answer there.",
            "%s のポート %d は接続を受け付けますが、HTTP の応答がありません。ワームは停止しません。HTTP サーバーが応答するようにしてください。"),
    NOT_HTTP(
            WARNING,
            "%s port %d answers, but not with HTTP. Whether that stops the worm is not confirmed.",
            "%s のポート %d の応答は HTTP ではありません。ワームが停止するかは未確認です。"),
    SEEN(
            NOTE,
            "The sinkhole at %s answered the direct request (HTTP %d) and saw it come from this machine's own address %s.",
            "%s のシンクホールが直接の要求に応答し（HTTP %d）、要求元をこの端末のアドレス %s として記録しました。"),
    TRACES(
            NOTE,
            "Headers of the answer from %s show a proxy, a cache or a redirect: %s",
            "%s の応答ヘッダーに、プロキシ、キャッシュまたはリダイレクトの形跡があります（%s）。"),
    OTHER_RECEIPT(
            WARNING,
            "The answer from %s (HTTP %d) belongs to another request: a cache stands between. The worm stops, but calls may not reach the sinkhole.",
            "%s の応答（HTTP %d）は別の要求に対するものです。途中にキャッシュがあります。ワームは停止しますが、呼び出しがシンクホールに届かない可能性があります。"),
    NOT_SEEN(
            WARNING,
            "%s answered (HTTP %d), which stops the worm, but the sinkhole's log does not have the request. Infected machines stay unseen.",
            "%s が応答し（HTTP %d）、ワームは停止しますが、シンクホールのログに要求がありません。感染した端末は検知できません。"),
    OTHER_ANSWER(
            WARNING,
            "%s answered (HTTP %d), which stops the worm, but not as our sinkhole: a transparent proxy, a sign-in page or another server. Infected machines stay unseen, and the answer may end with that server.",
            "%s が応答し（HTTP %d）、ワームは停止しますが、応答したのはシンクホールではありません（透過プロキシ、認証画面、別のサーバーなど）。感染した端末は検知できません。そのサーバーが止まると、ワームは停止しなくなります。"),
    OTHER_SOURCE(
            WARNING,
            "The sinkhole at %s answered, but saw the request come from %s instead of this machine (%s): a transparent proxy or address translation stands between. The worm stops; the log cannot tell which machine called.",
            "%s のシンクホールが応答しましたが、要求元は %s と記録され、この端末（%s）ではありません。途中に透過プロキシまたはアドレス変換（NAT）があります。ワームは停止しますが、呼び出した端末は特定できません。"),
    SOURCE_UNKNOWN(
            WARNING,
            "The sinkhole at %s answered. Whether it saw this machine's own address could not be compared.",
            "%s のシンクホールが応答しました。要求元がこの端末のアドレスとして記録されたかは比較できません。"),
    PROXY_TRAP(
            ALERT,
            "THE PROXY WORKS, DIRECT ACCESS DOES NOT: the name answers by proxy %s (HTTP %d), so a browser shows a page. The worm uses no proxy and goes on.",
            "プロキシ経由では応答しますが、直接接続では応答しません。プロキシ %s 経由の HTTP %d により、ブラウザーではページが表示されます。ワームはプロキシを使わないため、停止しません。"),
    PAC_READ(
            NOTE,
            "For information: PAC file %s was read, not run. It holds: %s. The worm ignores PAC files.",
            "参考：PAC ファイル %s を読み取りました（実行はしていません）。内容：%s。ワームは PAC ファイルを使いません。"),
    PAC_UNREADABLE(
            NOTE,
            "For information: PAC file %s could not be read (%s). The worm ignores PAC files.",
            "参考：PAC ファイル %s を読み取れません（%s）。ワームは PAC ファイルを使いません。"),
    PROXY_ANSWERS(
            NOTE,
            "For information: the name answers by proxy %s (HTTP %d). The worm uses no proxy, so this proves nothing.",
            "参考：プロキシ %s 経由で応答があります（HTTP %d）。ワームはプロキシを使わないため、判定には使いません。"),
    PROXY_REFUSES(
            NOTE,
            "For information: proxy %s cannot or may not reach the name (HTTP %d). The worm uses no proxy.",
            "参考：プロキシ %s は名前に到達できないか、許可していません（HTTP %d）。ワームはプロキシを使いません。"),
    PROXY_SILENT(
            NOTE,
            "For information: proxy %s does not answer (%s). The worm uses no proxy.",
            "参考：プロキシ %s は応答しません（%s）。ワームはプロキシを使いません。"),
    LOG_UNREADABLE(
            WARNING,
            "The sinkhole's log could not be read; only the sinkhole's own answer counts.",
            "シンクホールのログを読み取れません。シンクホール自身の応答だけで判定します。"),
    OTHER_PORT(
            WARNING,
            "Port %d was probed, as requested. The worm uses port 80 only: this is a rehearsal and says nothing about port 80.",
            "指定により、ポート %d を確認しました。ワームが使うのはポート 80 だけです。これは動作の試験であり、ポート 80 の状態は分かりません。");

    private final Weight weight;
    private final String en;
    private final String ja;

    KillSwitchSentence(Weight weight, String en, String ja) {
        this.weight = weight;
        this.en = en;
        this.ja = ja;
    }

    /** The sentence as a reason. Texts among the values come from other machines and are made safe to show. */
    KillSwitchReason with(Object... values) {
        Object[] safe = Arrays.stream(values)
                .map(value -> value instanceof String text ? SafeText.name(text) : value)
                .toArray();
        return new KillSwitchReason(weight, Text.format(en, ja, safe));
    }
}
