package dev.firebreak.app.web.pages.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.web.pages.frame.PageTexts;
import dev.firebreak.core.rollout.Outcome;
import dev.firebreak.core.text.Language;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AuditDetailsTest {

    private static final PageTexts EN = new PageTexts(Language.EN, ZoneOffset.UTC);
    private static final PageTexts JA = new PageTexts(Language.JA, ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            site 大阪: 3 kept, 1 known, 0 complaints          | 拠点 大阪: 新規 3 件、受信済み 1 件、問題点 0 件
            site Osaka: 3 kept, 1 known, 2 problems           | 拠点 Osaka: 新規 3 件、受信済み 1 件、問題点 2 件
            machine PC7 of site Osaka                         | 端末 PC7（拠点 Osaka）
            site Osaka                                        | 拠点 Osaka
            key for admin, evidence:write                     | API キー（admin, evidence:write）
            by the one-time link                              | 最初のアカウント用のリンクから登録
            one-time link, from 192.0.2.7                     | 最初のアカウント用のリンクが無効（接続元 192.0.2.7）
            sign-on: name taken, from 192.0.2.7               | シングルサインオン: 同名のアカウントが存在（接続元 192.0.2.7）
            sign-on: invalid_grant, from 192.0.2.7            | シングルサインオン: invalid_grant（接続元 192.0.2.7）
            wrong password, from 192.0.2.7                    | パスワード誤り（接続元 192.0.2.7）
            12 more                                           | ほか 12 件
            from 192.0.2.7                                    | 接続元 192.0.2.7
            operator                                          | 運用担当
            operator, 9f2c                                    | 運用担当、9f2c
            viewer -> admin                                   | 閲覧者 → 管理者
            viewer -> admin locked                            | 閲覧者 → 管理者、停止中
            unlocked                                          | 停止解除
            MS17-010 until 2017-06-30: 検査装置、ベンダー確認待ち | MS17-010、期限 2017/06/30: 検査装置、ベンダー確認待ち
            MS17-010, install:KB4012598: 12 machines          | MS17-010、KB4012598 の適用（12 台）
            MS17-010, undo:smb1-server-off: 1 machines        | MS17-010、元に戻す: smb1-server-off（1 台）
            0123456789abcdef0123456789abcdef, apply:spooler-off | 適用: spooler-off（指示 0123456789abcdef0123456789abcdef）
            0123456789abcdef0123456789abcdef, install:KB4012598, installer reports success (exit code 3010); restart required | KB4012598 の適用（指示 0123456789abcdef0123456789abcdef）: インストーラーは成功を報告（終了コード 3010）。再起動が必要です
            0123456789abcdef0123456789abcdef, install:KB4012598, not applicable: this package does not fit this Windows, which proves nothing (exit code 0x80240017) | KB4012598 の適用（指示 0123456789abcdef0123456789abcdef）: 対象外: パッケージが Windows に合いません（適用済みの根拠にはなりません）（終了コード 0x80240017）
            0123456789abcdef0123456789abcdef, install:KB4012598, the installer did not end in time | KB4012598 の適用（指示 0123456789abcdef0123456789abcdef）: インストーラーが時間内に終了しませんでした
            """)
    void japanese_readers_are_told_in_japanese(String detail, String told) {
        assertThat(AuditDetails.text(detail, JA)).isEqualTo(told);
    }

    /** What the log holds of a report is made of these words: each is told in Japanese. */
    @ParameterizedTest
    @EnumSource(Outcome.Kind.class)
    void every_outcome_is_told_in_japanese(Outcome.Kind kind) {
        for (Outcome outcome :
                new Outcome[] {Outcome.of(kind), new Outcome(kind, 5L, false), new Outcome(kind, 0x80240017L, true)}) {
            String detail =
                    "0".repeat(32) + ", install:KB4012598, " + outcome.words().en();
            assertThat(AuditDetails.text(detail, JA))
                    .endsWith(": " + outcome.words().ja());
        }
    }

    @Test
    void what_is_not_ours_stands_as_it_was_written() {
        for (PageTexts texts : new PageTexts[] {EN, JA}) {
            assertThat(AuditDetails.text("{0} something -> else", texts)).isEqualTo("{0} something -> else");
            assertThat(AuditDetails.text("", texts)).isEqualTo("–");
        }
        assertThat(AuditDetails.text("viewer -> admin", EN)).isEqualTo("viewer → administrator");
        assertThat(AuditDetails.text("MS17-010 until 2017-06-30: scanner", EN))
                .isEqualTo("MS17-010 until 2017-06-30: scanner");
    }
}
