package dev.firebreak.app.collect.format.systeminfo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.collect.classify.Formats;
import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.app.collect.format.DecodedFile;
import dev.firebreak.app.collect.format.Format;
import dev.firebreak.app.collect.format.SysteminfoFormat;
import dev.firebreak.app.io.text.TextDecoder;
import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.inventory.Evidence.HotfixesListed;
import dev.firebreak.core.inventory.Evidence.LanguageObserved;
import dev.firebreak.core.inventory.Evidence.OsObserved;
import dev.firebreak.core.inventory.Source;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What systeminfo prints, in every language and code page, whole and cut. */
class SysteminfoOutputTest {

    private static final String WHOLE = """

            Host Name:                 PC-7
            OS Name:                   Microsoft Windows 7 Professional\u0020
            OS Version:                6.1.7601 Service Pack 1 Build 7601
            OS Manufacturer:           Microsoft Corporation
            OS Configuration:          Member Workstation
            OS Build Type:             Multiprocessor Free
            Registered Owner:          user
            Registered Organization:\u0020
            Product ID:                00371-OEM-8992671-00524
            Original Install Date:     3/14/2014, 9:01:22 AM
            System Boot Time:          5/12/2017, 8:02:11 PM
            System Type:               x64-based PC
            Processor(s):              1 Processor(s) Installed.
                                       [01]: Intel64 Family 6 Model 42 Stepping 7 GenuineIntel ~2261 Mhz
            Windows Directory:         C:\\Windows
            System Locale:             en-us;English (United States)
            Input Locale:              ja;Japanese
            Logon Server:              \\\\PC-7
            Hotfix(s):                 3 Hotfix(s) Installed.
                                       [01]: KB2534111
                                       [02]: KB2999226
                                       [03]: KB4012212
            Network Card(s):           1 NIC(s) Installed.
                                       [01]: Intel(R) 82579LM Gigabit Network Connection
                                             IP address(es)
                                             [01]: 10.1.2.3
            """.replace("\n", "\r\n");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # charset     | language | host label, name label, version label | rest of the version | type | locale | hotfix label and count
            IBM850        | de    | Hostname | Betriebssystemname | Betriebssystemversion | Service Pack 1 Build 7601 | x64-basierter PC | de;Deutsch (Deutschland) | Hotfix(es): 2 Hotfix(e) installiert.
            windows-31j   | ja    | ホスト名 | OS 名 | OS バージョン | Service Pack 1 ビルド 7601 | x64-based PC | ja;日本語 | ホットフィックス: 2 ホットフィックスがインストールされています。
            IBM850        | fr    | Nom de l'hôte | Nom du système d'exploitation | Version du système | Service Pack 1 version 7601 | PC à base de x64 | fr;Français (France) | Correctif(s): 2 Corrections installées.
            IBM850        | es    | Nombre de host | Nombre del sistema operativo | Versión del sistema operativo | Service Pack 1 Compilación 7601 | x64-based PC | es;Español (España) | Revisión(es): 2 revisión(es) instaladas.
            IBM850        | it    | Nome host | Nome SO | Versione SO | Service Pack 1 build 7601 | x64-based PC | it;Italiano (Italia) | Aggiornamenti rapidi: 2 Aggiornamenti rapidi installati.
            IBM850        | pt-br | Nome do host | Nome do sistema operacional | Versão do sistema operacional | Service Pack 1 compilação 7601 | x64-based PC | pt-br;Português (Brasil) | Hotfix(es): 2 hotfix(es) instalado(s).
            IBM866        | ru    | Имя узла | Название ОС | Версия ОС | Service Pack 1 построение 7601 | x64-based PC | ru;Русский | Исправление(я): Число установленных исправлений - 2.
            GB18030       | zh-cn | 主机名 | OS 名称 | OS 版本 | Service Pack 1 Build 7601 | x64-based PC | zh-cn;中文(中国) | 修补程序: 安装了 2 个修补程序。
            x-windows-950 | zh-tw | 主機名稱 | 作業系統名稱 | 作業系統版本 | Service Pack 1 組建 7601 | x64 型 PC | zh-tw;中文 (台灣) | Hotfix: 2 Hotfix 已安裝。
            x-windows-949 | ko    | 호스트 이름 | OS 이름 | OS 버전 | Service Pack 1 빌드 7601 | x64 기반 PC | ko;한국어 | 핫픽스: 2개의 핫픽스가 설치됨
            IBM850        | nl    | Hostnaam | Naam van besturingssysteem | Versie van besturingssysteem | Service Pack 1 Build 7601 | x64-gebaseerde pc | nl;Nederlands (Nederland) | Hotfix(es): 2 hotfix(es) geïnstalleerd.
            IBM852        | pl    | Nazwa hosta | Nazwa systemu operacyjnego | Wersja systemu operacyjnego | Service Pack 1 Kompilacja 7601 | Komputer x64 PC | pl;Polski | Poprawki: 2 poprawka(i) zainstalowana(e).
            IBM737        | el    | Όνομα κεντρικού υπολογιστή | Όνομα λειτουργικού συστήματος | Έκδοση λειτουργικού | Service Pack 1 Δομή 7601 | x64-based PC | el;Ελληνικά | Άμεσες επιδιορθώσεις: 2 εγκατεστημένες.
            IBM857        | none  | Bilgisayar | Sistem | Sürüm | Service Pack 1 Yapı 7601 | x64 tabanlı PC | tr;Türkçe | Yamalar: 2 yama yüklü.
            UTF-8         | none  | ชื่อ | ระบบ | รุ่น | Service Pack 1 รุ่นสร้าง 7601 | x64-based PC | th;ไทย | แก้ไข: 2 รายการ
            UTF-16LE      | none  | שם מארח | שם מערכת | גירסה | Service Pack 1 בנייה 7601 | x64-based PC | he;עברית | תיקונים: 2 תיקונים מותקנים.
            """)
    void every_language_is_read_by_its_values(
            String charset,
            String language,
            String host,
            String name,
            String version,
            String rest,
            String type,
            String locale,
            String hotfixes) {
        String[] fixes = hotfixes.split(": ", 2);
        String text = """

                %s:   ワン-PC9
                %s:   Microsoft Windows 7 Professional
                %s:   6.1.7601 %s
                x:   %s
                y:   %s
                z:   en-us;whatever
                %s:   %s
                                       [01]: KB2534111
                                       [02]: KB4012212
                n:   1
                """.replace("ワン-", "").formatted(host, name, version, rest, type, locale, fixes[0], fixes[1]);
        EvidencePart piece = only(text.replace("\n", "\r\n").getBytes(Charset.forName(charset)));
        assertThat(piece.machine()).isEqualTo("PC9");
        assertThat(os(piece).caption()).isEqualTo("Microsoft Windows 7 Professional");
        assertThat(os(piece).build()).hasToString("6.1.7601");
        assertThat(os(piece).servicePack()).isEqualTo(1);
        assertThat(os(piece).architecture()).isEqualTo(Architecture.X64);
        assertThat(list(piece).complete()).isTrue();
        assertThat(list(piece).ids().toList()).hasSize(2);
        LanguageObserved seen = piece.evidence().stream()
                .filter(LanguageObserved.class::isInstance)
                .map(LanguageObserved.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(seen.locale()).isEqualTo(locale.substring(0, locale.indexOf(';')));
        assertThat(seen.display()).isEqualTo(language.equals("none") ? null : language);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            5.1.2600 Service Pack 3 Build 2600  | X86-based PC           | 5.1.2600   | 3 | X86
            5.1.2600 N/A Build 2600             | X86-based PC           | 5.1.2600   | 0 | X86
            5.2.3790 Service Pack 2 Build 3790  | Itanium (TM)-based PC  | 5.2.3790   | 2 | IA64
            10.0.14393 N/A Build 14393          | x64-based PC           | 10.0.14393 | 0 | X64
            10.0.17763 暂缺 Build 17763          | ARM64-based PC         | 10.0.17763 | 0 | ARM64
            6.3.9600 Н/Д построение 9600        | PC basado en x64       | 6.3.9600   | 0 | X64
            """)
    void versions_and_types_of_each_windows(
            String version, String type, String build, int servicePack, Architecture architecture) {
        OsObserved os = os(only(("H: PC\nN: Windows\nV: " + version + "\nT: " + type + "\n").getBytes()));
        assertThat(os.build()).hasToString(build);
        assertThat(os.servicePack()).isEqualTo(servicePack);
        assertThat(os.architecture()).isEqualTo(architecture);
    }

    @Example
    void a_complete_output_is_a_complete_list() {
        EvidencePart piece = only(WHOLE.getBytes());
        assertThat(list(piece).complete()).isTrue();
        assertThat(piece.machine()).isEqualTo("PC-7");
        assertThat(piece.addresses()).containsExactly("10.1.2.3");
        assertThat(piece.bootedAt()).hasToString("2017-05-12T20:02:11Z");
    }

    /** Wherever a file is cut, what is left never passes for a whole list of fewer updates. */
    @Property(tries = 2000)
    void no_prefix_is_a_complete_list(@ForAll @IntRange(max = 2000) int length) {
        String prefix = WHOLE.substring(0, Math.min(length, WHOLE.length()));
        var content = new DecodedFile(Source.of("x"), "x", prefix);
        var format = new SysteminfoFormat();
        if (!format.fits(content)) {
            return;
        }
        for (EvidencePart piece : format.read(content).items()) {
            @Nullable HotfixesListed list = listOrNull(piece);
            if (list != null && list.complete()) {
                assertThat(list.ids()).isEqualTo(list(only(WHOLE.getBytes())).ids());
            }
        }
    }

    /** Whatever bytes are changed, reading ends with an answer or a complaint. */
    @Property(tries = 500)
    void damaged_files_cause_no_fault(@ForAll @IntRange(max = 1500) int at, @ForAll byte[] damage) {
        byte[] bytes = WHOLE.getBytes();
        System.arraycopy(
                damage, 0, bytes, Math.min(at, bytes.length), Math.min(damage.length, Math.max(0, bytes.length - at)));
        String text = new TextDecoder(SysteminfoLabels::known).decode(bytes);
        if (text != null) {
            var content = new DecodedFile(Source.of("x"), "x", text);
            for (Format format : Formats.SHIPPED.all()) {
                if (format.fits(content)) {
                    assertThat(format.read(content)).isNotNull();
                }
            }
        }
    }

    private static EvidencePart only(byte[] bytes) {
        String text = Objects.requireNonNull(new TextDecoder(SysteminfoLabels::known).decode(bytes));
        List<EvidencePart> pieces = new SysteminfoFormat()
                .read(new DecodedFile(Source.of("x"), "x", text))
                .items();
        assertThat(pieces).hasSize(1);
        return pieces.getFirst();
    }

    private static OsObserved os(EvidencePart piece) {
        return piece.evidence().stream()
                .filter(OsObserved.class::isInstance)
                .map(OsObserved.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static HotfixesListed list(EvidencePart piece) {
        return Objects.requireNonNull(listOrNull(piece));
    }

    private static @Nullable HotfixesListed listOrNull(EvidencePart piece) {
        return piece.evidence().stream()
                .filter(HotfixesListed.class::isInstance)
                .map(HotfixesListed.class::cast)
                .findFirst()
                .orElse(null);
    }
}
