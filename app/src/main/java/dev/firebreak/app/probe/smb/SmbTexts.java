package dev.firebreak.app.probe.smb;

import dev.firebreak.core.text.Text;

/** What a finding rests on, for people. */
final class SmbTexts {

    static final Text SMB1_ANSWERED =
            new Text("SMBv1 was accepted (dialect NT LM 0.12)", "SMBv1（NT LM 0.12）が受け入れられました");
    static final Text SMB1_REFUSED =
            new Text("SMBv1 was refused, and SMB2 or later was accepted", "SMBv1 は拒否され、SMB2 以降が受け入れられました");
    static final Text SMB2_REFUSED = new Text("SMB2 and later were refused", "SMB2 以降は拒否されました");
    static final Text NOT_ASKED = new Text(
            "MS17-010 could not be asked, because SMBv1 did not answer; a firewall looks the same",
            "SMBv1 の応答がないため、MS17-010 は確認できません（ファイアウォールで遮断されている場合も同じ結果になります）");
    static final Text NO_ANSWER = new Text("no answer in time", "時間内に応答がありません");
    static final Text MALFORMED = new Text("the answer is no valid SMB message", "応答が正しい SMB メッセージではありません");
    static final Text CLOSED = new Text("the connection was closed", "接続が切断されました");

    private SmbTexts() {}

    static Text noConnection(String why) {
        return Text.format("no connection (%s)", "接続できません（%s）", why);
    }

    static Text smb1(Text end) {
        return Text.format("SMBv1: %s", "SMBv1: %s", end);
    }

    static Text smb2(Text end) {
        return Text.format("SMB2 and later: %s", "SMB2 以降: %s", end);
    }

    static Text dialect(SmbDialect dialect, Text end) {
        return Text.format("dialect %s: %s", "ダイアレクト %s: %s", dialect.label(), end);
    }

    static Text patchCutOff(Text end) {
        return Text.format("the MS17-010 question was not answered: %s", "MS17-010 の確認に応答がありません: %s", end);
    }

    static Text noSession(String status) {
        return Text.format(
                "MS17-010 could not be asked: no session without a password (%s)",
                "パスワードなしのセッションが拒否されたため、MS17-010 は確認できません（%s）", status);
    }

    static Text noShare(String status) {
        return Text.format(
                "MS17-010 could not be asked: IPC$ was refused (%s)",
                "IPC$ への接続が拒否されたため、MS17-010 は確認できません（%s）", status);
    }

    static Text peek(SmbPatch patch, String status) {
        return switch (patch) {
            case VULNERABLE ->
                Text.format(
                        "the MS17-010 question (PeekNamedPipe) was answered %s, STATUS_INSUFF_SERVER_RESOURCES: the update is missing",
                        "MS17-010 の確認（PeekNamedPipe）の応答は %s（STATUS_INSUFF_SERVER_RESOURCES）です。更新プログラムが未適用です", status);
            case NOT_VULNERABLE ->
                Text.format(
                        "the MS17-010 question (PeekNamedPipe) was answered %s, as by a patched system; this alone proves no update",
                        "MS17-010 の確認（PeekNamedPipe）の応答は %s で、修正済みのシステムと同じです。これだけでは更新プログラムの適用を証明できません", status);
            case UNKNOWN ->
                Text.format(
                        "the MS17-010 question (PeekNamedPipe) was answered %s, which proves nothing",
                        "MS17-010 の確認（PeekNamedPipe）の応答は %s で、修正の有無を判断できません", status);
        };
    }
}
