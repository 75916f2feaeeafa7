package dev.firebreak.app.judging;

import static dev.firebreak.app.judging.Hosts.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.advisory.Setting;
import dev.firebreak.core.assess.Action;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.FileObserved;
import dev.firebreak.core.inventory.Evidence.HotfixesListed;
import dev.firebreak.core.inventory.Evidence.LanguageObserved;
import dev.firebreak.core.inventory.Evidence.OsObserved;
import dev.firebreak.core.inventory.Evidence.SettingObserved;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Machines told in words, and what has to come out: products, evidence, dates, packages. */
class JudgingTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # caption                                    | version          | SP | arch | complete list   | srv.sys          | verdict
            Microsoft Windows 7 Professional             | 6.1.7601         | 1  | x64  | KB958644        | 6.1.7601.23689   | fixed
            Microsoft Windows 7 Professional             | 6.1.7601         | 1  | x64  | KB958644        | 6.1.7601.23688   | vulnerable
            Microsoft Windows 7 Professional             | 6.1.7601         | 1  | x64  | KB4012212       | 6.1.7601.23000   | vulnerable
            Microsoft Windows 7 Professional             | 6.1.7600         | 0  | x64  | KB4012212       | -                | vulnerable
            Microsoft Windows 7 Professional             | 6.1.7600         | 0  | x64  | -               | -                | vulnerable
            Microsoft Windows 7 Professional             | 6.1.7601         | 1  | x64  | -               | -                | unknown
            Microsoft Windows 7 Professional             | 6.1.7601         | 1  | x64  | -               | 6.3.9600.99999   | unknown
            Microsoft Windows Server 2008 R2 Datacenter  | 6.1.7601         | 1  | ia64 | KB4012212       | -                | fixed
            Windows Embedded Standard                    | 6.1.7601         | 1  | x86  | KB4012212       | -                | fixed
            Microsoft Windows Vista Business             | 6.0.6002         | 2  | x86  | -               | 6.0.6002.19743   | fixed
            Microsoft Windows Vista Business             | 6.0.6002         | 2  | x86  | -               | 6.0.6002.23000   | vulnerable
            Microsoft Windows Vista Business             | 6.0.6001         | 1  | x86  | KB4012598       | -                | vulnerable
            Microsoft Windows Vista Business             | 6.0.6000         | 0  | x86  | -               | -                | vulnerable
            Microsoft Windows XP Professional            | 5.1.2600         | 2  | x86  | KB958644        | -                | vulnerable
            Microsoft Windows XP Professional            | 5.1.2600         | 0  | x86  | -               | -                | vulnerable
            Microsoft Windows XP Professional            | 5.1.2600         | -  | x86  | KB4012598       | -                | fixed
            Microsoft Windows XP Professional            | 5.1.2600         | -  | x86  | KB958644        | -                | vulnerable
            Microsoft Windows XP Professional            | 5.1.2600         | -  | x86  | -               | -                | unknown
            Microsoft Windows XP Professional            | 5.1.2600         | 3  | x86  | -               | 5.1.2600.7208    | fixed
            Microsoft(R) Windows(R) Server 2003          | 5.2.3790         | 1  | x86  | KB958644        | -                | vulnerable
            Microsoft Windows 2000 Professional          | 5.0.2195         | 4  | x86  | KB958644        | -                | unknown
            Microsoft Windows 10 Pro                     | 10.0.14393.953   | 0  | x64  | -               | -                | fixed
            Microsoft Windows 10 Pro                     | 10.0.14393.952   | 0  | x64  | -               | -                | vulnerable
            Microsoft Windows 10 Pro                     | 10.0.14393.952   | 0  | x64  | KB4013429       | -                | vulnerable
            Microsoft Windows 10 Enterprise 2015 LTSB    | 10.0.10240.17319 | 0  | x64  | -               | -                | fixed
            Microsoft Windows 10 Pro                     | 10.0.10586.1     | 0  | x64  | -               | -                | vulnerable
            Microsoft Windows 10 Pro                     | 10.0.15063       | 0  | x64  | -               | -                | not_affected
            Microsoft Windows 10 Pro                     | 10.0.19045       | 0  | x64  | -               | -                | not_affected
            Microsoft Windows 11 Pro                     | 10.0.26200       | 0  | x64  | -               | -                | not_affected
            Microsoft Windows Server 2025 Standard       | 10.0.26100       | 0  | x64  | -               | -                | not_affected
            Microsoft Windows 10 Insider                 | 10.0.14900       | 0  | x64  | KB958644        | -                | unknown
            -                                            | 6.1.7601         | 1  | x64  | KB4012215       | -                | fixed
            -                                            | 6.1.7601         | 1  | x64  | KB958644        | -                | vulnerable
            -                                            | 6.2.9200         | 0  | x64  | KB4012217       | -                | unknown
            Microsoft Windows Server 2012 R2 Standard    | 6.3.9600         | 0  | x64  | KB4012213       | -                | fixed
            Microsoft Windows 8.1 Pro N                  | 6.3.9600         | 0  | x86  | KB4015550       | -                | fixed
            Microsoft Windows Embedded 8 Standard        | 6.2.9200         | 0  | x64  | KB4012217       | -                | fixed
            """)
    void a_machine_is_judged_by_its_own_product(
            String caption, String version, Integer sp, String arch, String kbs, String srv, String verdict) {
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(new OsObserved(
                caption, Build.of(version), sp, Architecture.ofId(arch).orElseThrow(), null, SOURCE));
        if (kbs != null) {
            evidence.add(HotfixesListed.whole(KbSet.of(Integer.parseInt(kbs.substring(2))), SOURCE));
        }
        if (srv != null) {
            evidence.add(new FileObserved("C:\\WINDOWS\\system32\\drivers\\srv.sys", Build.of(srv), SOURCE));
        }
        assertThat(judge(evidence.toArray(Evidence[]::new)).kind().id()).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # with SMBv1 off    | verdict
            XP_SP3              | vulnerable
            SERVER_2003         | vulnerable
            VISTA               | mitigated
            SEVEN               | mitigated
            SERVER_2016         | mitigated
            """)
    void smb1_can_be_turned_off_from_vista_on(Hosts host, String verdict) {
        Verdict judged = judge(
                host.os,
                HotfixesListed.whole(KbSet.EMPTY, SOURCE),
                new SettingObserved(Setting.SMB1_SERVER, "disabled", SOURCE));
        assertThat(judged.kind().id()).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # system        | locale | as of      | first action                                                       | last
            XP_SP3          | en-us  | 2017-05-14 | updateCatalog KB4012598 windowsxp-kb4012598-x86-custom-enu_eceb7d5023bbb23c0dc633e46b9c2f14fa6ee9dd.exe | migrate
            XP_SP3          | zh-tw  | 2017-05-14 | updateCatalog KB4012598 windowsxp-kb4012598-x86-custom-cht_a84b778a7caa21af282f93ea0cdada0f7abb7d6a.exe | migrate
            XP_SP3          | ja     | 2017-05-14 | updateCatalog KB4012598 - (JPN)                                    | migrate
            XP_SP3          | en-us  | 2017-03-20 | isolate                                                            | migrate
            SERVER_2003     | en-us  | 2017-05-14 | updateCatalog KB4012598 windowsserver2003-kb4012598-x86-custom-enu_f617caf6e7ee6f43abe4b386cb1d26b3318693cf.exe | migrate
            VISTA_X64       | ja-jp  | 2017-05-14 | updateCatalog KB4012598 windows6.0-kb4012598-x64_6a186ba2b2b98b2144b50f88baf33a5fa53b5d76.msu | migrate
            VISTA_X64       | ja-jp  | 2017-04-01 | windowsUpdate KB4012598 -                                          | smb1-server-off
            SEVEN           | ja-jp  | 2017-05-14 | windowsUpdate KB4012215 -                                          | smb1-server-off
            SEVEN           | ja-jp  | 2021-05-14 | updateCatalog KB4012215 -                                          | migrate
            EIGHT           | en-us  | 2017-05-14 | updateCatalog KB4012598 windows8-rt-kb4012598-x64_f05841d2e94197c2dca4457f1b895e8f632b7f8e.msu | migrate
            EIGHT           | en-us  | 2017-03-20 | smb1-server-off                                                        | migrate
            TEN_1607        | en-us  | 2017-05-14 | windowsUpdate KB4013429 -                                          | smb1-server-off
            SERVER_2016     | en-us  | 2017-05-14 | windowsUpdate KB4013429 -                                          | smb1-server-off
            """)
    void the_right_package_for_the_day(Hosts host, String locale, LocalDate asOf, String first, String last) {
        Assessment assessment = assess(
                asOf,
                host.os,
                new LanguageObserved(locale, null, SOURCE),
                HotfixesListed.whole(KbSet.of(958644), SOURCE));
        List<Action> actions = assessment.findings().getFirst().actions();
        assertThat(told(actions.getFirst())).isEqualToIgnoringCase(first);
        assertThat(told(actions.getLast()).split(" ")[0]).isEqualTo(last);
    }

    private static String told(Action action) {
        return switch (action) {
            case Action.Install i -> {
                String file = i.choice().file() == null ? "-" : i.choice().file();
                String language = i.choice().file() == null && i.choice().language() != null
                        ? " (" + i.choice().language() + ")"
                        : "";
                yield i.channel().id() + " " + i.kb() + " " + file + language;
            }
            case Action.Isolate i -> "isolate";
            case Action.Mitigate m -> m.mitigation().id();
            case Action.Migrate m -> "migrate " + m.to();
            case Action.Restart r -> "restart";
            case Action.Collect c -> "collect";
        };
    }
}
