package dev.firebreak.core.watch.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.watch.Detection;
import dev.firebreak.core.watch.DetectorRun;
import dev.firebreak.core.watch.Event;
import dev.firebreak.core.watch.Flow;
import dev.firebreak.core.watch.Severity;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SigmaDetectorTest {

    private static final Instant TIME = Instant.parse("2017-05-18T08:12:10Z");
    private static final String SYSMON = "Microsoft-Windows-Sysmon/Operational";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        # channel                                  | id   | field and value         | categories                                 | service
        Microsoft-Windows-Sysmon/Operational       | 1    |                         | process_creation                           | sysmon
        Microsoft-Windows-Sysmon/Operational       | 3    |                         | network_connection                         | sysmon
        Microsoft-Windows-Sysmon/Operational       | 7    |                         | image_load                                 | sysmon
        Microsoft-Windows-Sysmon/Operational       | 11   |                         | file_event                                 | sysmon
        Microsoft-Windows-Sysmon/Operational       | 12   | EventType=DeleteKey     | registry_delete,registry_event             | sysmon
        Microsoft-Windows-Sysmon/Operational       | 12   | EventType=CreateKey     | registry_add,registry_event                | sysmon
        Microsoft-Windows-Sysmon/Operational       | 13   |                         | registry_event,registry_set                | sysmon
        Microsoft-Windows-Sysmon/Operational       | 17   |                         | pipe_created                               | sysmon
        Microsoft-Windows-Sysmon/Operational       | 22   |                         | dns_query                                  | sysmon
        Microsoft-Windows-Sysmon/Operational       | 23   |                         | file_delete                                | sysmon
        Microsoft-Windows-Sysmon/Operational       | 9999 |                         |                                            | sysmon
        Security                                   | 4688 |                         | process_creation                           | security
        Security                                   | 4663 |                         |                                            | security
        Security                                   | 4657 |                         | registry_event,registry_set                | security
        SYSTEM                                     | 7045 |                         |                                            | system
        Microsoft-Windows-PowerShell/Operational   | 4104 |                         | ps_script                                  | powershell
        PowerShellCore/Operational                 | 4103 |                         | ps_module                                  | powershell
        Windows PowerShell                         | 400  |                         | ps_classic_start                           | powershell-classic
        Some-Vendor/Operational                    | 1    |                         |                                            |
        """)
    void an_event_belongs_to_the_log_sources_of_its_channel_and_number(
            String channel, String id, String field, String categories, String service) {
        Map<String, String> fields = field == null ? Map.of() : Map.of(field.split("=")[0], field.split("=")[1]);
        SigmaRecord record = WindowsLogSources.record(channel, id, fields);
        assertThat(record.products()).containsExactly("windows");
        assertThat(record.categories().stream().sorted().collect(Collectors.joining(",")))
                .isEqualTo(categories == null ? "" : categories);
        assertThat(record.services()).isEqualTo(service == null ? Set.of() : Set.of(service));
    }

    @Test
    void audited_process_starts_have_sysmons_names() {
        SigmaRecord record = WindowsLogSources.record(
                "Security",
                "4688",
                Map.of(
                        "NewProcessName", "C:\\a.exe",
                        "ParentProcessName", "C:\\b.exe",
                        "NewProcessId", "0x10",
                        "ProcessId", "0x20",
                        "MandatoryLabel", "S-1-16-16384"));
        assertThat(record.fields())
                .containsEntry("Image", "C:\\a.exe")
                .containsEntry("ParentImage", "C:\\b.exe")
                .containsEntry("ProcessId", "0x10")
                .containsEntry("ParentProcessId", "0x20")
                .containsEntry("IntegrityLevel", "System")
                .containsEntry("NewProcessName", "C:\\a.exe");
    }

    @Test
    void audited_registry_changes_have_sysmons_names() {
        SigmaRecord record = WindowsLogSources.record(
                "Security",
                "4657",
                Map.of("ObjectName", "\\REGISTRY\\MACHINE\\SOFTWARE\\X", "ObjectValueName", "v", "NewValue", "1"));
        assertThat(record.fields())
                .containsEntry("TargetObject", "HKLM\\SOFTWARE\\X\\v")
                .containsEntry("Details", "1");
    }

    @Test
    void a_match_is_a_detection_of_the_rules_level_and_other_logs_do_not_match() {
        var rule = rule("r1", new SigmaLogSource("windows", "process_creation", null), "Image", "*\\tasksche.exe");
        var other = rule("r2", new SigmaLogSource("windows", null, "security"), "Image", "*\\tasksche.exe");
        var detector = new SigmaDetector(List.of(rule, other));
        Event event = log(SYSMON, 1, Map.of("Image", "C:\\WINDOWS\\tasksche.exe"));
        List<Detection> found = detector.step(detector.initial(), event).detections();
        assertThat(found).singleElement().satisfies(detection -> {
            assertThat(detection.rule()).isEqualTo("sigma:r1");
            assertThat(detection.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(detection.because().getFirst().en()).contains("Title r1");
        });
        assertThat(detector.key(event)).isNotNull();
        assertThat(detector.step(detector.initial(), log(SYSMON, 5, Map.of("Image", "C:\\WINDOWS\\tasksche.exe")))
                        .detections())
                .isEmpty();
    }

    @Test
    void name_look_ups_and_requests_match_whatever_told_of_them() {
        var dns = rule("d", new SigmaLogSource(null, "dns", null), "query", "*.bad.example");
        var proxy = rule("p", new SigmaLogSource(null, "proxy", null), "c-uri", "http://bad.example/x*");
        var detector = new SigmaDetector(List.of(dns, proxy));
        Flow flow = Flow.of("10.0.0.5", 1, "10.0.0.1", 53);
        assertThat(rules(detector, new Event.DnsQuery(TIME, "f", flow, "a.BAD.example", "A", null, List.of())))
                .containsExactly("sigma:d");
        assertThat(rules(detector, new Event.HttpRequest(TIME, "f", flow, "GET", "bad.example", "/x?y", null)))
                .containsExactly("sigma:p");
        assertThat(rules(detector, new Event.HttpRequest(TIME, "f", flow, "GET", "good.example", "/x?y", null)))
                .isEmpty();
    }

    /** The question and its answer are two events of one connection; another name is another matter. */
    @Test
    void a_look_up_is_told_once_and_a_record_each_time() {
        var dns = rule("d", new SigmaLogSource(null, "dns", null), "query", "*.bad.example");
        var start = rule("s", new SigmaLogSource("windows", "process_creation", null), "Image", "*a.exe");
        var run = new DetectorRun(List.of(new SigmaDetector(List.of(dns, start))), 10);
        Flow flow = Flow.of("10.0.0.5", 1, "10.0.0.1", 53);
        var asked = new Event.DnsQuery(TIME, "f", flow, "a.bad.example", "A", null, List.of());
        var answered = new Event.DnsQuery(TIME, "f", flow, "a.bad.example", "A", "NOERROR", List.of("192.0.2.1"));
        var other = new Event.DnsQuery(TIME, "f", flow, "b.bad.example", "A", null, List.of());
        assertThat(run.accept(asked)).hasSize(1);
        assertThat(run.accept(answered)).isEmpty();
        assertThat(run.accept(other)).hasSize(1);
        Event record = log(SYSMON, 1, Map.of("Image", "C:\\a.exe"));
        assertThat(run.accept(record)).hasSize(1);
        assertThat(run.accept(record)).hasSize(1);
    }

    @Test
    void a_rule_that_asks_for_a_field_which_is_never_there_is_known() {
        SigmaLogSource proxy = new SigmaLogSource(null, "proxy", null);
        assertThat(SigmaRecords.unknownFields(rule("a", proxy, "sc-status", "200")))
                .containsExactly("sc-status");
        assertThat(SigmaRecords.unknownFields(rule("a", proxy, "c-uri-extension", "exe")))
                .isEmpty();
        assertThat(SigmaRecords.unknownFields(
                        rule("a", new SigmaLogSource("windows", null, "security"), "Anything", "x")))
                .isEmpty();
    }

    @Test
    void names_with_spaces_and_hashes_in_one_field_have_the_names_that_rules_use() {
        assertThat(WindowsLogSources.record(
                                "Microsoft-Windows-Windows Defender/Operational",
                                "1121",
                                Map.of("Process Name", "C:\\a.exe", "Hashes", "SHA1=AB,MD5=CD,SHA256=EF,IMPHASH=01"))
                        .fields())
                .containsEntry("ProcessName", "C:\\a.exe")
                .containsEntry("Process_Name", "C:\\a.exe")
                .containsEntry("md5", "CD")
                .containsEntry("Imphash", "01");
    }

    @Test
    void what_a_sentence_was_filled_in_with_stands_for_the_sentence() {
        assertThat(WindowsLogSources.record("Application", "1033", Map.of("Data", "Some Agent\n1.0"))
                        .fields())
                .containsEntry("Message", "Some Agent\n1.0");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
        windows, process_creation, -,        true
        windows, -,                security, true
        windows, file_rename,      -,        false
        windows, -,                no-such,  false
        linux,   process_creation, -,        false
        zeek,    -,                dns,      true
        zeek,    dns,              -,        false
        -,       dns,              -,        true
        -,       webserver,        -,        false
        """)
    void rules_for_logs_that_are_not_read_are_known(String product, String category, String service, boolean isRead) {
        assertThat(SigmaRecords.isRead(new SigmaLogSource(product, category, service)))
                .isEqualTo(isRead);
    }

    private static List<String> rules(SigmaDetector detector, Event event) {
        return detector.step(detector.initial(), event).detections().stream()
                .map(Detection::rule)
                .toList();
    }

    private static SigmaRule rule(String id, SigmaLogSource source, String field, String... patterns) {
        List<SigmaExpression> any = Arrays.stream(patterns)
                .<SigmaExpression>map(
                        p -> new SigmaExpression.Field(field, new SigmaTest.Text(SigmaPattern.of(p, false))))
                .toList();
        return new SigmaRule(id, "Title " + id, SigmaLevel.CRITICAL, source, SigmaExpression.any(any));
    }

    private static Event log(String channel, int id, Map<String, String> fields) {
        return new Event.LogRecord(TIME, "f", Flow.at("PC5"), channel, id, fields);
    }
}
