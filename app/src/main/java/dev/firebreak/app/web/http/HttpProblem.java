package dev.firebreak.app.web.http;

import dev.firebreak.core.text.Text;
import java.util.Locale;
import java.util.stream.Stream;

/** What can be wrong with a request, as it is told to programs (RFC 9457: {@code code} and {@code detail}) and, by status, to people. */
public enum HttpProblem {
    MALFORMED(400, new Text("The request is not understood.", "リクエストを解釈できません。")),
    UNAUTHENTICATED(
            401,
            new Text(
                    "Send a token that is good: Authorization: Bearer fb_...",
                    "有効なトークンを送ってください（Authorization: Bearer fb_...）。")),
    FORBIDDEN(403, new Text("This token or account lacks permission.", "このトークンまたはアカウントには権限がありません。")),
    CROSS_SITE(
            403,
            new Text(
                    "The request came from another site's page, or without the form's own token.",
                    "ほかのサイトのページから送られたか、フォームの確認用トークンがありません。")),
    NOT_FOUND(404, new Text("There is nothing at this address.", "このアドレスには何もありません。")),
    METHOD_NOT_ALLOWED(405, new Text("The address exists, but not for this method.", "このアドレスでは使えないメソッドです。")),
    TOO_SLOW(408, new Text("The body did not arrive in time.", "本文が時間内に届きませんでした。")),
    CONFLICT(409, new Text("It does not fit what is there.", "現在の状態と矛盾します。")),
    GONE(410, new Text("The resource no longer exists.", "すでに削除されています。")),
    CHANGED(412, new Text("It changed meanwhile. Look again, then decide.", "その間に内容が変わりました。読み直してからやり直してください。")),
    TOO_LARGE(413, new Text("The body is too large. Send it in parts.", "本文が大きすぎます。分けて送ってください。")),
    UNSUPPORTED(415, new Text("This content type or encoding is not supported.", "この形式または圧縮方法の内容は受け付けません。")),
    UNREADABLE(422, new Text("Nothing in it can be used.", "使える内容がありませんでした。")),
    TOO_MANY(429, new Text("Too many tries. Wait, then try again.", "試行回数が多すぎます。しばらく待ってからやり直してください。")),
    OURS(
            500,
            new Text(
                    "A fault of ours; the server's log has more under this number.",
                    "サーバー側の不具合です。詳細はサーバーのログをこの番号で探してください。")),
    DAMAGED(
            500,
            new Text(
                    "The server's database is damaged. Stop the server and restore a backup.",
                    "サーバーのデータベースが破損しています。サーバーを停止し、バックアップから復元してください。")),
    BUSY(503, new Text("Too much at once. Try again in a moment.", "処理が集中しています。少し待ってからやり直してください。")),
    AWAY(
            503,
            new Text(
                    "The database does not answer. Send it again in a moment; what is kept already is not kept twice.",
                    "データベースが応答しません。少し待ってから送り直してください。保存済みの内容が重複することはありません。")),
    FULL(
            507,
            new Text(
                    "The server's disk is full. Nothing of this was kept; send it again once there is room.",
                    "サーバーのディスクに空きがありません。この内容は保存されていません。空きができてから送り直してください。"));

    private final int status;
    private final Text detail;

    HttpProblem(int status, Text detail) {
        this.status = status;
        this.detail = detail;
    }

    public int status() {
        return status;
    }

    public Text detail() {
        return detail;
    }

    /** Name in our own formats; programs may rely on it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The problem that a bare status stands for. */
    public static HttpProblem of(int status) {
        return Stream.of(values()).filter(p -> p.status == status).findFirst().orElse(status < 500 ? MALFORMED : OURS);
    }
}
