package dev.firebreak.app.sinkhole;

import dev.firebreak.core.watch.Indicator;
import dev.firebreak.core.watch.Indicators;
import dev.firebreak.core.watch.killswitch.ProbeNonce;
import dev.firebreak.core.watch.killswitch.SeenProbe;
import dev.firebreak.core.watch.killswitch.SinkholeCall;
import dev.firebreak.core.watch.killswitch.SinkholeReceipt;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;

/** What the sinkhole answers to HTTP: the same page to every method, host and path, because any answer stops the worm. */
final class HttpAnswers {

    private static final byte[] PAGE = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>Firebreak sinkhole</title></head><body>
            <h1>Firebreak sinkhole</h1>
            <p>This answer stops one kind of worm (WannaCry) before it encrypts and spreads. Your request was logged. It does not repair the
            machine that asked, and does not replace the security update MS17-010. If you did not open this page yourself, tell your administrator:
            the machine may be infected.</p>
            <h1 lang="ja">Firebreak シンクホール</h1>
            <p lang="ja">この応答は、ある種のワーム（WannaCry）が暗号化と拡散を始める前に停止させるためのものです。このアクセスは記録されました。端末が修復されるわけではなく、更新プログラム
            MS17-010 の代わりにもなりません。自分でこのページを開いた覚えがない場合は、端末が感染しているおそれがあります。管理者に連絡してください。</p>
            </body></html>
            """.getBytes(StandardCharsets.UTF_8);

    private final Indicators indicators;
    private final NetworkSegments segments;
    private final InstantSource clock;
    private final SeenProbes probes = new SeenProbes();

    HttpAnswers(Indicators indicators, NetworkSegments segments, InstantSource clock) {
        this.indicators = indicators;
        this.segments = segments;
        this.clock = clock;
    }

    /** The call that a request is. */
    SinkholeCall call(HttpHead head, InetAddress source) {
        return new SinkholeCall(
                clock.instant(),
                NetworkSegments.text(source),
                segments.of(source),
                head.host(),
                indicators.ofDomain(head.host()).map(Indicator::id).orElse(null),
                Optional.ofNullable(head.agent()).flatMap(ProbeNonce::ofAgent).orElse(null),
                new SinkholeCall.Http(head.method(), head.target(), head.agent(), head.via()));
    }

    /** That the call is in the log: whoever knows its nonce may ask for it from now on. */
    void logged(SinkholeCall call) {
        probes.add(call);
    }

    /** The answer to that call. */
    byte[] answer(HttpHead head, SinkholeCall call) {
        String nonce = call.nonce();
        String receipt = nonce == null
                ? ""
                : SinkholeReceipt.HEADER + ": " + new SinkholeReceipt(nonce, call.source()).header() + "\r\n";
        String seen = nonce != null
                ? ""
                : SeenProbe.asked(head.target())
                        .map(probe -> SeenProbe.HEADER + ": " + probes.of(probe).header() + "\r\n")
                        .orElse("");
        byte[] top = ("HTTP/1.1 " + (head.malformed() ? "400 Bad Request" : "200 OK") + "\r\n"
                        + "Content-Type: text/html; charset=utf-8\r\n"
                        + "Content-Length: " + PAGE.length + "\r\n"
                        + "Cache-Control: no-store\r\n"
                        + "X-Content-Type-Options: nosniff\r\n"
                        + "Content-Security-Policy: default-src 'none'\r\n"
                        + receipt
                        + seen
                        + "Connection: close\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        if (head.method().equals("HEAD")) {
            return top;
        }
        byte[] whole = Arrays.copyOf(top, top.length + PAGE.length);
        System.arraycopy(PAGE, 0, whole, top.length, PAGE.length);
        return whole;
    }
}
