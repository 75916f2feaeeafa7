package dev.firebreak.core.guidance;

import dev.firebreak.core.assess.Reason;
import dev.firebreak.core.text.Text;

/** The rule that a deciding reason follows, in plain words. */
public final class RuleText {

    private RuleText() {}

    /** The rule behind a reason. */
    public static Text of(Reason.Kind kind) {
        return switch (kind) {
            case FILE_FIXED ->
                new Text(
                        "The version of the driver in use decides before anything else: from the fixed version of its branch on, the machine is fixed.",
                        "使用中のドライバーのバージョンを最優先で判定します。同じ系列の修正版以降であれば適用済みとします。");
            case FILE_OLD ->
                new Text(
                        "The version of the driver in use decides before anything else: below the fixed version of its branch it is vulnerable, whatever is listed as installed.",
                        "使用中のドライバーのバージョンを最優先で判定します。修正版より古ければ、一覧に更新プログラムがあっても未適用とします。");
            case REVISION_FIXED ->
                new Text(
                        "Updates of Windows 10 and later are cumulative: from the fixed revision of its branch on, the machine is fixed.",
                        "Windows 10 以降の更新は累積型のため、同じブランチの修正リビジョン以降であれば適用済みとします。");
            case REVISION_OLD ->
                new Text(
                        "Updates of Windows 10 and later are cumulative: below the fixed revision of its branch the machine is vulnerable.",
                        "Windows 10 以降の更新は累積型のため、同じブランチの修正リビジョンより古ければ未適用とします。");
            case HOTFIX_PRESENT ->
                new Text(
                        "One installed update that is the fix or contains it is sufficient.",
                        "修正そのもの、または修正を含む更新プログラムが 1 つでも適用されていれば適用済みとします。");
            case HOTFIX_ABSENT ->
                new Text(
                        "If a complete list of updates has no update with the fix, the machine is vulnerable.",
                        "更新プログラムの一覧が完全で、修正を含む更新が 1 つもなければ未適用とします。");
            case PRODUCT_NOT_AFFECTED ->
                new Text(
                        "This version of Windows never had the vulnerability, so no update is required.",
                        "このバージョンの Windows には脆弱性が存在しないため、更新の有無を問いません。");
            case SETTING_MITIGATES ->
                new Text(
                        "A setting keeps the attack from reaching the vulnerability. The update is still missing or unproven, so this is never called fixed.",
                        "攻撃が脆弱性に到達しない設定になっています。ただし更新は未適用または未確認のため、適用済みとはしません。");
            case PROBE_VULNERABLE ->
                new Text(
                        "A machine that a network scan finds vulnerable is vulnerable, whatever its lists say.",
                        "ネットワークスキャンで脆弱性が検出された端末は、一覧の内容によらず未適用とします。");
            case SERVICE_PACK_TOO_OLD ->
                new Text(
                        "The update cannot be installed on this service pack, so the machine cannot be fixed yet.",
                        "このサービス パックには更新を適用できないため、未適用とします。");
            case PENDING_RESTART, CONTRADICTION ->
                new Text(
                        "Where evidence contradicts itself, the worse of the two counts until it is resolved.",
                        "情報が矛盾する場合は、確認が済むまで悪いほうを採用します。");
            case HOTFIX_UNPROVEN, HOTFIX_NEVER_FIXES ->
                new Text(
                        "An update that is not confirmed to contain the fix proves nothing; the version of the driver would.",
                        "修正を含むと確認できない更新プログラムは根拠になりません。ドライバーのバージョンがあれば判定できます。");
            case LIST_INCOMPLETE,
                    LIST_ABSENT,
                    LOOK_FAILED,
                    FILE_OTHER_BRANCH,
                    PROBE_NOT_VULNERABLE,
                    SETTING_INEFFECTIVE ->
                new Text(
                        "Only a complete list shows that an update is missing; without other proof the answer is \"unknown\", never \"safe\".",
                        "「適用されていない」と言えるのは一覧が完全な場合だけであり、ほかに根拠情報がなければ「安全」ではなく「未確認」とします。");
            case PART_UNKNOWN ->
                new Text(
                        "A part of Windows that has updates of its own is fixed only if one of these updates is installed or evidence shows that the part is not installed.",
                        "独自の更新プログラムを持つ Windows の構成要素は、更新が適用済みの場合か、導入されていないという根拠がある場合にのみ、問題なしとします。");
            case PRODUCT_UNKNOWN, PRODUCT_AMBIGUOUS ->
                new Text(
                        "Which update counts depends on the product; where the product is open and the answers differ, the verdict is open.",
                        "どの更新が有効かは製品ごとに異なるため、製品を特定できず結果が分かれる場合は「未確認」とします。");
            case REVISION_BETWEEN ->
                new Text(
                        "A revision between two cumulative updates is that of a hotpatch: the list of updates shows which one runs.",
                        "2 つの累積更新の間にあるリビジョンはホットパッチによるものです。どのホットパッチかは、更新プログラムの一覧で確認します。");
            case NOT_COVERED ->
                new Text(
                        "An advisory that does not mention a product does not say that it is safe.",
                        "アドバイザリに記載のない製品は、安全とは判断しません。");
            case NOT_PUBLISHED ->
                new Text(
                        "On the day asked for the advisory was not public, so nothing could be known from it.",
                        "指定日の時点ではアドバイザリが公開されていないため、判定できません。");
            case SUPPORT_ENDED ->
                new Text(
                        "Without public updates it is not known which CVEs are fixed: the answer about everything is then \"unknown\".",
                        "更新プログラムの提供が終了した製品では、残っている脆弱性を確認できないため、全体の判定は「未確認」とします。");
            case KNOWLEDGE_OUTDATED ->
                new Text(
                        "Knowledge that lacks a Patch Tuesday of a week or more ago cannot say that nothing is open.",
                        "1 週間以上前の月例更新が脆弱性情報に含まれていない場合、「適用済み」とは判定しません。");
            case UPDATE_UNDATED ->
                new Text(
                        "Between the dated updates around it, an update without a date may or may not have been out.",
                        "公開日の記録がない更新プログラムは、前後の更新の公開日の間では、公開済みかどうかを判断できません。");
        };
    }
}
