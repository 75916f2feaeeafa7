package dev.firebreak.app.report;

import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.Cvss;
import dev.firebreak.core.advisory.Edition;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.advisory.Lifecycle;
import dev.firebreak.core.advisory.Lifecycle.State;
import dev.firebreak.core.advisory.Lifecycle.Support;
import dev.firebreak.core.advisory.Platform;
import dev.firebreak.core.advisory.Product;
import dev.firebreak.core.advisory.Update;
import dev.firebreak.core.advisory.UpdateKind;
import dev.firebreak.core.advisory.UpdatePackage;
import dev.firebreak.core.assess.Action;
import dev.firebreak.core.assess.Action.Channel;
import dev.firebreak.core.assess.Action.Install;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Finding;
import dev.firebreak.core.assess.MissingEvidence;
import dev.firebreak.core.assess.ProductIdentity;
import dev.firebreak.core.assess.Reason;
import dev.firebreak.core.assess.Reason.Kind;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.FileObserved;
import dev.firebreak.core.inventory.Evidence.HotfixesListed;
import dev.firebreak.core.inventory.Evidence.OsObserved;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Snapshot;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A small estate of machines, some with names that attack whoever reads the report. */
final class Estate {

    static final LocalDate AS_OF = LocalDate.of(2017, 5, 14);
    static final Instant GENERATED = Instant.parse("2017-05-14T09:30:00Z");

    private static final Cvss SCORE = new Cvss("CVSS:3.0/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H", 8.1);

    static final Advisory MS17_010 = new Advisory(
            "MS17-010",
            Set.of(),
            List.of("CVE-2017-0143", "CVE-2017-0144", "CVE-2017-0147"),
            new Text(
                    "Remote code execution in the Windows SMBv1 server (EternalBlue, WannaCry)",
                    "Windows SMBv1 サーバーのリモートコード実行の脆弱性（EternalBlue / WannaCry）"),
            LocalDate.of(2017, 3, 14),
            Map.of(),
            null,
            true,
            List.of(),
            Map.of(
                    "CVE-2017-0143", SCORE,
                    "CVE-2017-0144", SCORE,
                    "CVE-2017-0147", SCORE));

    static final Support SUPPORTED = new Support(State.EXTENDED, LocalDate.of(2020, 1, 14));
    static final Support ENDED = new Support(State.UNSUPPORTED, LocalDate.of(2014, 4, 8));

    static final Product XP = product("windows-xp-sp3", "Windows XP SP3", "5.1.2600", Architecture.X86);
    static final Product WIN7 = product("windows-7-sp1", "Windows 7 SP1", "6.1.7601", Architecture.X64);
    static final Product WIN10 = product("windows-10-1607", "Windows 10 1607", "10.0.14393", Architecture.X64);

    private static final String SEARCH = "https://www.catalog.update.microsoft.com/Search.aspx?q=KB4012598";
    private static final String XP_FILE =
            "windowsxp-kb4012598-x86-custom-enu_eceb7d5023bbb23c0dc633e46b9c2f14fa6ee9dd.exe";

    static final Action MIGRATE =
            new Action.Migrate("Windows 10 Version 1703", LocalDate.of(2014, 4, 8), LocalDate.of(2018, 10, 9));
    static final Action ISOLATE = new Action.Isolate(new Text(
            "no update for it is to be had against MS17-010: take it off the network, or block TCP 445 and 139 to it",
            "MS17-010 を修正する更新プログラムが入手できないため、ネットワークから切り離すか TCP 445/139 を遮断する"));
    static final Action DISABLE = new Action.DisableSmb1(
            "reg add HKLM\\SYSTEM\\CurrentControlSet\\Services\\LanmanServer\\Parameters /v SMB1 /t REG_DWORD /d 0 /f");

    static final List<Lifecycle> LIFECYCLES = List.of(
            lifecycle("windows-xp", "Windows XP", LocalDate.of(2009, 4, 14), LocalDate.of(2014, 4, 8)),
            lifecycle("windows-7", "Windows 7", LocalDate.of(2015, 1, 13), LocalDate.of(2020, 1, 14)));

    private Estate() {}

    private static Lifecycle lifecycle(String id, String name, LocalDate mainstream, LocalDate extended) {
        return new Lifecycle(
                id, name, Platform.CLIENT, mainstream.minusYears(6), mainstream, extended, null, true, null);
    }

    static List<Assessment> machines() {
        return List.of(
                windows7("PC-0001", "pc1_systeminfo.txt", "Osaka"),
                windows7("PC-0010", "pc10_systeminfo.txt", "Osaka"),
                windows7("経理部-端末02", "keiri/端末02.txt", "東京本社"),
                xp("XP-LAB-EN", "lab/xp_en.txt", xpEnglish(), "Osaka"),
                xp("XP-受付", "lab/xp_ja.txt", xpJapanese(), "東京本社"),
                truncated("SRV-FILE01"),
                fixed("PC-NEW-7"),
                notAffected("LAPTOP-22"),
                mitigated("SRV-PRINT"),
                windows7("\u001B[31mroot\u001B[0m\u009B2J", "evil/esc.txt", "\u202Egnihsihp"),
                windows7("=cmd|'/C calc'!A0", "evil/csv.txt", "@SUM(A1)"),
                windows7("<script>alert(1)</script>\"'&", "evil/html.txt", "</td><img src=x onerror=alert(1)>"),
                windows7("half\uD83D\nname", "evil/surrogate\uDE00.txt", null));
    }

    static List<Problem> complaints() {
        return List.of(
                new Problem(
                        new Source("broken.txt", 12), new Text("no version of Windows in it", "Windows のバージョンが見当たらない")),
                new Problem(
                        Source.of("evil/\u001B]0;owned\u0007.bin"),
                        new Text("binary file, not read", "バイナリ ファイルのため読み取り対象外")));
    }

    static Assessment windows7(String machine, String file, @Nullable String site) {
        Source source = new Source(file, 14);
        Reason why = new Reason(
                Kind.HOTFIX_ABSENT,
                new Text(
                        "none of the 210 updates installed is KB4012215, KB4012212 or contains it",
                        "適用済みの更新プログラム 210 件に、KB4012215, KB4012212 もそれを含む更新もない"),
                HotfixesListed.whole(KbSet.of(2999226, 3000483), source));
        Install install = new Install(
                new Kb(4012215),
                UpdateKind.MONTHLY_ROLLUP,
                Channel.WINDOWS_UPDATE,
                new UpdatePackage(Architecture.X64, null, null, null, null),
                List.of(),
                new Update(
                        new Kb(4019264), UpdateKind.MONTHLY_ROLLUP, LocalDate.of(2017, 5, 9), null, Build.NO_REVISION),
                null,
                null);
        return assessed(
                snapshot(machine, file, site, why),
                identity(WIN7, Architecture.X64, "ja-jp", file),
                SUPPORTED,
                new Verdict.Vulnerable(List.of(why)),
                List.of(install, DISABLE));
    }

    static Assessment xp(String machine, String file, Install install, String site) {
        Reason why = new Reason(
                Kind.FILE_OLD,
                new Text(
                        "srv.sys is 5.1.2600.5512, older than the fix (5.1.2600.7208)",
                        "srv.sys のバージョンは 5.1.2600.5512 で、修正版（5.1.2600.7208）より古い"),
                new FileObserved(
                        "C:\\WINDOWS\\system32\\drivers\\srv.sys", Build.of("5.1.2600.5512"), new Source(file, 40)));
        return assessed(
                snapshot(machine, file, site, why),
                identity(XP, Architecture.X86, "ja-jp", file),
                ENDED,
                new Verdict.Vulnerable(List.of(why)),
                List.of(install, MIGRATE));
    }

    static Install xpEnglish() {
        return new Install(
                new Kb(4012598),
                UpdateKind.STANDALONE,
                Channel.UPDATE_CATALOG,
                new UpdatePackage(
                        Architecture.X86,
                        "ENU",
                        XP_FILE,
                        "eceb7d5023bbb23c0dc633e46b9c2f14fa6ee9dd",
                        "http://download.windowsupdate.com/d/csa/csa/secu/2017/02/" + XP_FILE),
                List.of(new Text("Windows XP Service Pack 3 (KB936929)", "Windows XP Service Pack 3（KB936929）")),
                null,
                null,
                SEARCH);
    }

    static Install xpJapanese() {
        return new Install(
                new Kb(4012598),
                UpdateKind.STANDALONE,
                Channel.UPDATE_CATALOG,
                new UpdatePackage(Architecture.X86, "JPN", null, null, null),
                List.of(),
                null,
                new Text(
                        "the name of the Japanese file could not be confirmed: search the catalogue",
                        "日本語版のファイル名は確認できていない: カタログで検索する"),
                SEARCH);
    }

    static Assessment truncated(String machine) {
        String file = "srv/file01.txt";
        Reason why = new Reason(
                Kind.LIST_INCOMPLETE,
                new Text(
                        "the list of updates is not whole: it says 128 but holds 41",
                        "更新プログラムの一覧が不完全: 128 件とあるが 41 件しかない"),
                HotfixesListed.partial(KbSet.of(2999226), new Text("cut short", "途中で切れている"), new Source(file, 30)));
        List<MissingEvidence> missing = List.of(MissingEvidence.HOTFIX_LIST, MissingEvidence.FILE_VERSION);
        return assessed(
                snapshot(machine, file, "Osaka", why),
                identity(WIN7, Architecture.X64, "en-us", file),
                SUPPORTED,
                new Verdict.Unknown(List.of(why), missing),
                List.of(new Action.Collect(missing)));
    }

    static Assessment fixed(String machine) {
        String file = "new7.txt";
        Reason why = new Reason(
                Kind.HOTFIX_PRESENT,
                new Text("KB5001335 is installed: it contains the fix", "修正を含む KB5001335 が適用済み"),
                HotfixesListed.whole(KbSet.of(5001335), new Source(file, 22)));
        return assessed(
                snapshot(machine, file, "東京本社", why),
                identity(WIN7, Architecture.X64, "en-us", file),
                SUPPORTED,
                new Verdict.Fixed(List.of(why)),
                List.of());
    }

    static Assessment notAffected(String machine) {
        String file = "laptop.txt";
        OsObserved os = os(WIN10, Architecture.X64, file);
        Reason why = new Reason(
                Kind.PRODUCT_NOT_AFFECTED,
                new Text("this Windows shipped with the fix", "この Windows は修正済みの状態で出荷された"),
                os);
        return assessed(
                snapshot(machine, file, null, why),
                identity(WIN10, Architecture.X64, "en-us", file),
                new Support(State.MAINSTREAM, LocalDate.of(2018, 4, 10)),
                new Verdict.NotAffected(List.of(why)),
                List.of());
    }

    static Assessment mitigated(String machine) {
        String file = "print.txt";
        Reason off = new Reason(
                Kind.SMB1_DISABLED,
                new Text("the SMBv1 server is turned off", "SMBv1 サーバーが無効"),
                new Evidence.Smb1Observed(dev.firebreak.core.inventory.Smb1.DISABLED, new Source(file, 3)));
        Assessment open = windows7(machine, file, "Osaka");
        return assessed(
                open.snapshot(),
                open.identity(),
                SUPPORTED,
                new Verdict.Mitigated(List.of(off)),
                List.of(open.findings().getFirst().actions().getFirst()));
    }

    private static Assessment assessed(
            Snapshot snapshot, ProductIdentity identity, Support support, Verdict verdict, List<Action> actions) {
        return new Assessment(snapshot, identity, support, List.of(new Finding(MS17_010, verdict, actions)));
    }

    private static Snapshot snapshot(String machine, String file, @Nullable String site, Reason why) {
        Evidence seen = why.evidence();
        return new Snapshot(
                machine,
                Instant.parse("2017-05-13T23:00:00Z"),
                site,
                null,
                List.of("10.1.2.3"),
                List.of("file-server"),
                seen == null ? List.of() : List.of(seen),
                List.of(file),
                List.of());
    }

    private static Product product(String id, String name, String branch, Architecture architecture) {
        return new Product(
                id,
                Map.of(architecture, name + " for " + architecture.inNames() + " Systems"),
                name,
                Platform.CLIENT,
                Build.of(branch),
                Set.of(),
                0,
                Map.of(Edition.ANY, id));
    }

    private static ProductIdentity identity(Product product, Architecture architecture, String locale, String file) {
        return new ProductIdentity(
                List.of(product),
                product.nt(),
                architecture,
                Edition.ANY,
                List.of(os(product, architecture, file)),
                false,
                true,
                locale,
                null);
    }

    private static OsObserved os(Product product, Architecture architecture, String file) {
        return new OsObserved(product.shortName(), product.nt(), 1, architecture, Platform.CLIENT, new Source(file, 3));
    }
}
