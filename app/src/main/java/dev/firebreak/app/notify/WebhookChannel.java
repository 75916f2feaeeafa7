package dev.firebreak.app.notify;

import dev.firebreak.core.notice.Audience;
import dev.firebreak.core.text.Language;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLException;

/**
 * Posts a notice as JSON to an address. With a secret, {@code Firebreak-Signature: t=<seconds since 1970>,v1=<hex>} carries the
 * HMAC-SHA256 (RFC 2104) over {@code <t>.<body>}: the receiver knows who sent it, and that it is no replay of an old one.
 */
final class WebhookChannel implements NoticeChannel {

    private final NoticeSettings.Webhook hook;
    private final HttpClient client;
    private final InstantSource clock;

    WebhookChannel(NoticeSettings.Webhook hook, HttpClient client, InstantSource clock) {
        this.hook = hook;
        this.client = client;
        this.clock = clock;
    }

    /** A redirect would carry the notice, signed, to where nobody meant it to go. */
    static HttpClient client() {
        return HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    }

    @Override
    public String name() {
        return hook.name();
    }

    @Override
    public Set<Audience> audiences() {
        return hook.audiences();
    }

    @Override
    public Language language() {
        return hook.language();
    }

    @Override
    public Duration patience() {
        return hook.timeout().plusSeconds(5);
    }

    @Override
    public void send(OutgoingNotice outgoing) throws DeliveryFailure {
        refuseMetadata();
        byte[] body = outgoing.json();
        HttpRequest.Builder request = HttpRequest.newBuilder(hook.url())
                .timeout(hook.timeout())
                .header("Content-Type", "application/json; charset=utf-8")
                .header("User-Agent", "Firebreak")
                .header("Firebreak-Delivery", outgoing.id())
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        Secret secret = hook.secret();
        if (secret != null) {
            request.header(
                    "Firebreak-Signature", signature(secret, clock.instant().getEpochSecond(), body));
        }
        int status;
        try {
            HttpResponse<InputStream> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            // The status is the answer: what follows may be endless, or break off.
            response.body().close();
            status = response.statusCode();
        } catch (HttpConnectTimeoutException e) {
            throw DeliveryFailure.forNow(new Text("no connection in the time allowed", "制限時間内に接続できませんでした"));
        } catch (HttpTimeoutException e) {
            throw DeliveryFailure.forNow(new Text("no answer in the time allowed", "制限時間内に応答がありませんでした"));
        } catch (SSLException e) {
            throw DeliveryFailure.forNow(new Text(
                    "TLS failed: the certificate is not trusted, or not for this name",
                    "TLS 接続に失敗しました（証明書が信頼できない、または名前が一致しません）"));
        } catch (IOException e) {
            throw DeliveryFailure.forNow(new Text("the connection failed or broke off", "接続できないか、途中で切断されました"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw DeliveryFailure.forNow(new Text("interrupted", "中断されました"));
        }
        judge(status);
    }

    private static void judge(int status) throws DeliveryFailure {
        if (status / 100 == 2) {
            return;
        }
        Text why = Text.format("the receiver answered %s", "受信側の応答: %s", status);
        if (status / 100 == 3) {
            throw DeliveryFailure.forGood(Text.format(
                    "the receiver answered %s: redirects are not followed, name the new address",
                    "受信側の応答: %s（リダイレクトには従いません。新しい URL を設定してください）", status));
        }
        // Timeout, too early, too many requests (RFC 9110, 8470, 6585): these pass. Other 4xx do not.
        if (status / 100 == 4 && !List.of(408, 425, 429).contains(status)) {
            throw DeliveryFailure.forGood(why);
        }
        throw DeliveryFailure.forNow(why);
    }

    /**
     * Where a cloud answers its machines with their keys, a notice has no business: whoever can write the settings must not be able to
     * make the server talk to it. The platform remembers a name's addresses for 30 seconds, so the call goes to those looked at here.
     */
    private void refuseMetadata() throws DeliveryFailure {
        try {
            for (InetAddress address : InetAddress.getAllByName(hook.url().getHost())) {
                if (!hook.allowLinkLocal() && isMetadata(address)) {
                    throw DeliveryFailure.forGood(new Text(
                            "the address is link-local or a cloud's metadata service; refused unless \"allowLinkLocal\" is true",
                            "リンクローカルまたはクラウドのメタデータ用アドレスのため送信しません（許可するには「allowLinkLocal」を true に設定）"));
                }
            }
        } catch (UnknownHostException e) {
            throw DeliveryFailure.forNow(new Text("the name has no address", "名前を解決できません"));
        }
    }

    /** 169.254.0.0/16 and fe80::/10; 0.0.0.0; those that clouds took from other ranges; each also written as IPv6. */
    static boolean isMetadata(InetAddress address) {
        byte[] bytes = address.getAddress();
        String hex = HexFormat.of().formatHex(bytes);
        return address.isLinkLocalAddress()
                || address.isAnyLocalAddress()
                || address.isMulticastAddress()
                // 100.100.100.200, fd00:ec2::254, fd20:ce::254
                || hex.equals("646464c8")
                || hex.equals("fd000ec2000000000000000000000254")
                || hex.equals("fd2000ce000000000000000000000254")
                // NAT64 (RFC 6052) of 169.254.0.0/16
                || hex.startsWith("0064ff9b0000000000000000a9fe");
    }

    static String signature(Secret secret, long seconds, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((seconds + ".").getBytes(StandardCharsets.US_ASCII));
            return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
