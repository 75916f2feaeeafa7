package dev.firebreak.app.collect.format.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.FileObserved;
import dev.firebreak.core.inventory.Evidence.HotfixesListed;
import dev.firebreak.core.inventory.Evidence.IndicatorObserved;
import dev.firebreak.core.inventory.Evidence.LanguageObserved;
import dev.firebreak.core.inventory.Evidence.LookupFailed;
import dev.firebreak.core.inventory.Evidence.OsObserved;
import dev.firebreak.core.inventory.Evidence.ProbeAnswered;
import dev.firebreak.core.inventory.Evidence.SettingObserved;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.inventory.Source;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our own records, field by field: what is of a wrong type is named, and proves nothing. */
class InventoryRecordsTest {

    /** The rest of a record of PC7, what it tells, and how many complaints there are; ' stands for ". */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            'os':{'version':'10.0.14393'}                                                  | 10.0.14393                        | 0
            'os':{'version':'10.0.14393','revision':953}                                   | 10.0.14393.953                    | 0
            'os':{'version':'10.0.14393.953'}                                              | 10.0.14393.953                    | 0
            'os':{'version':'10.0.14393','revision':-1}                                    | 10.0.14393                        | 1
            'os':{'version':'10.0.14393','revision':'953'}                                 | 10.0.14393                        | 1
            'os':{'version':'10.0.14393','revision':99999999999999999999}                  | 10.0.14393                        | 1
            'os':{'version':'10.0.14393.1','revision':953}                                 | failed OPERATING_SYSTEM, 10.0.14393 | 1
            'os':{'version':17}                                                            | failed OPERATING_SYSTEM           | 2
            'os':{}                                                                        | failed OPERATING_SYSTEM           | 1
            'site':'Osaka'                                                                 | failed OPERATING_SYSTEM           | 1
            'os':{'version':'6.1.7601','language':'ja-JP'}                                 | 6.1.7601, ja-jp                   | 0
            'os':{'version':'6.1.7601','architecture':'abacus'}                            | 6.1.7601                          | 1
            'os':{'version':'6.1.7601'},'smb1':'disabled'                                  | 6.1.7601, smb1-server disabled            | 0
            'os':{'version':'6.1.7601'},'smb1':'off'                                       | 6.1.7601, failed SMB1             | 1
            'os':{'version':'6.1.7601'},'smb1':false                                       | 6.1.7601, failed SMB1             | 1
            'os':{'version':'6.1.7601'},'settings':{'spooler-start':'disabled','spooler-state':'stopped'} | 6.1.7601, spooler-start disabled, spooler-state stopped | 0
            'os':{'version':'6.1.7601'},'settings':{'rdp-nla':'required','smb3-compression':'disabled'}   | 6.1.7601, rdp-nla required, smb3-compression disabled | 0
            'os':{'version':'6.1.7601'},'settings':{'smb1-server':'disabled'}              | 6.1.7601, smb1-server disabled    | 0
            'os':{'version':'6.1.7601'},'settings':{'rdp-nla':'unknown'}                   | 6.1.7601, failed RDP              | 0
            'os':{'version':'6.1.7601'},'settings':{'rdp-nla':null}                        | 6.1.7601, failed RDP              | 0
            'os':{'version':'6.1.7601'},'settings':{'rdp-nla':'Required'}                  | 6.1.7601, failed RDP              | 1
            'os':{'version':'6.1.7601'},'settings':{'rdp-nla':true}                        | 6.1.7601, failed RDP              | 1
            'os':{'version':'6.1.7601'},'settings':{'spooler-start':'stopped'}             | 6.1.7601, failed SPOOLER          | 1
            'os':{'version':'6.1.7601'},'settings':{'smb4-server':'disabled'}              | 6.1.7601                          | 1
            'os':{'version':'6.1.7601'},'settings':['smb1-server']                         | 6.1.7601                          | 1
            'os':{'version':'6.1.7601'},'indicators':{'complete':true,'found':[]}          | 6.1.7601                          | 0
            'os':{'version':'6.1.7601'},'indicators':{'complete':true,'found':[{'trace':'wannacry-note','place':'C:/x','count':3}]} | 6.1.7601, wannacry-note x 3 | 0
            'os':{'version':'6.1.7601'},'indicators':{'complete':true,'found':[{'trace':'wannacry-service'}]} | 6.1.7601, wannacry-service x 1 | 0
            'os':{'version':'6.1.7601'},'indicators':{'complete':false,'found':[{'trace':'wannacry-service'}]} | 6.1.7601, wannacry-service x 1, failed INDICATORS | 0
            'os':{'version':'6.1.7601'},'indicators':{'found':[]}                          | 6.1.7601, failed INDICATORS       | 0
            'os':{'version':'6.1.7601'},'indicators':{'complete':true,'found':[{'trace':'petya'}]} | 6.1.7601, failed INDICATORS | 1
            'os':{'version':'6.1.7601'},'indicators':{'complete':true,'found':[{'trace':'wannacry-note','count':0}]} | 6.1.7601, failed INDICATORS | 2
            'os':{'version':'6.1.7601'},'indicators':{'complete':true,'found':'none'}      | 6.1.7601, failed INDICATORS       | 1
            'os':{'version':'6.1.7601'},'indicators':true                                  | 6.1.7601, failed INDICATORS       | 1
            'os':{'version':'6.1.7601'},'hotfixes':{'complete':true,'ids':['KB4012212']}   | 6.1.7601, whole [KB4012212]       | 0
            'os':{'version':'6.1.7601'},'hotfixes':{'ids':['KB4012212']}                   | 6.1.7601, partial [KB4012212]     | 0
            'os':{'version':'6.1.7601'},'hotfixes':{'complete':'yes','ids':['KB4012212']}  | 6.1.7601, partial [KB4012212]     | 1
            'os':{'version':'6.1.7601'},'hotfixes':{'complete':true,'ids':['KB40','File 1']} | 6.1.7601, partial []            | 1
            'os':{'version':'6.1.7601'},'hotfixes':{'complete':true,'ids':[null]}          | 6.1.7601, partial []              | 1
            'os':{'version':'6.1.7601'},'hotfixes':{'complete':true,'ids':'KB4012212'}     | 6.1.7601, failed HOTFIXES         | 1
            'os':{'version':'6.1.7601'},'hotfixes':['KB4012212']                           | 6.1.7601, failed HOTFIXES         | 1
            'os':{'version':'6.1.7601'},'files':[{'path':'srv.sys','version':'6.1.7601.23689'}] | 6.1.7601, srv.sys 6.1.7601.23689 | 0
            'os':{'version':'6.1.7601'},'files':[{'path':'srv.sys'}]                       | 6.1.7601, failed FILE_VERSION     | 1
            'os':{'version':'6.1.7601'},'files':[{'path':'srv.sys','version':'6.1'}]       | 6.1.7601, failed FILE_VERSION     | 1
            'os':{'version':'6.1.7601'},'components':[{'name':'.NET Framework 4','release':533320,'installed':true}] | 6.1.7601, .NET Framework 4=4.8.1 | 0
            'os':{'version':'6.1.7601'},'components':[{'name':'.NET Framework 4','version':'4.8','installed':true}]  | 6.1.7601, .NET Framework 4=4.8   | 0
            'os':{'version':'6.1.7601'},'components':[{'name':'Adobe Flash Player','installed':false}]               | 6.1.7601, Adobe Flash Player=no  | 0
            'os':{'version':'6.1.7601'},'components':[{'name':'Adobe Flash Player','installed':'no'}]                | 6.1.7601                         | 1
            'os':{'version':'6.1.7601'},'components':[{'name':'Adobe Flash Player'}]                                 | 6.1.7601                         | 1
            'os':{'version':'6.1.7601'},'components':[{'installed':false}]                                           | 6.1.7601                         | 1
            'os':{'version':'6.1.7601'},'components':'none'                                                          | 6.1.7601                         | 1
            'os':{'version':'6.1.7601'},'anything':{'else':[1]}                            | 6.1.7601                          | 0
            """)
    void a_record_tells(String rest, String told, int complaints) {
        Read<EvidencePart> read = read("{'machine':'PC7'," + rest + "}");
        assertThat(read.items())
                .singleElement()
                .extracting(EvidencePart::machine)
                .isEqualTo("PC7");
        assertThat(read.items().getFirst().evidence().stream()
                        .map(InventoryRecordsTest::told)
                        .collect(Collectors.joining(", ")))
                .isEqualTo(told);
        assertThat(read.problems()).hasSize(complaints);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {'os':{'version':'6.1.7601'}}
            {'machine':' ','os':{'version':'6.1.7601'}}
            {'machine':7,'os':{'version':'6.1.7601'}}
            {'machine':'A','machine':'B','os':{'version':'6.1.7601'}}
            {'machine':'A','os':{'version':'6.1.7601'},'smb1':'enabled','smb1':'disabled'}
            {'machine':'A','os':{'version':'6.1.7601'}} {'machine':'B'}
            [{'machine':'A','os':{'version':'6.1.7601'}}]
            null
            """)
    void what_names_no_machine_for_certain_is_a_complaint(String line) {
        Read<EvidencePart> read = read(line);
        assertThat(read.items()).isEmpty();
        assertThat(read.problems()).hasSize(1);
    }

    @Test
    void no_part_of_a_record_is_a_record() {
        String line = "{'machine':'PC7','os':{'version':'6.1.7601'},'hotfixes':{'complete':true,'ids':['KB4012212']}}";
        for (int length = 0; length < line.length(); length++) {
            Read<EvidencePart> read = read(line.substring(0, length));
            assertThat(read.items()).isEmpty();
            assertThat(read.problems()).hasSize(1);
        }
    }

    private static Read<EvidencePart> read(String line) {
        return InventoryRecords.parse(
                line.replace('\'', '"'), Source.of("fleet.ndjson").at(1));
    }

    private static String told(Evidence evidence) {
        return switch (evidence) {
            case OsObserved os -> os.build().toString();
            case LanguageObserved language -> String.valueOf(language.locale());
            case HotfixesListed list -> (list.complete() ? "whole " : "partial ") + list.ids();
            case FileObserved file -> file.path() + " " + file.version();
            case SettingObserved seen -> seen.setting().id() + " " + seen.value();
            case IndicatorObserved seen -> seen.trace().id() + " x " + seen.count();
            case ProbeAnswered probe -> "probe " + probe.vulnerable();
            case Evidence.ComponentObserved part -> part.component() + "=" + (part.installed() ? part.version() : "no");
            case Evidence.Contested contest -> "contested";
            case LookupFailed failed -> "failed " + failed.look();
        };
    }
}
