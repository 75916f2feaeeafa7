package dev.firebreak.app.capture.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.Estates;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.watch.sigma.SigmaLevel;
import dev.firebreak.core.watch.sigma.SigmaRecord;
import dev.firebreak.core.watch.sigma.SigmaRule;
import dev.firebreak.core.watch.sigma.WindowsLogSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SigmaRuleReaderTest {

    private static final String HEAD = """
            title: T
            id: 0f06a3a5-6a09-413f-8743-e6cf35561297
            level: high
            logsource:
                category: process_creation
                product: windows
            detection:
            """;

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', nullValues = "(none)", textBlock = """
        # search                                 ; field value             ; matches
        f: cmd.exe                                ; CMD.EXE                 ; true
        f: cmd.exe                                ; xcmd.exe                ; false
        f: cmd*                                   ; cmd.exe /c              ; true
        f: c?d                                    ; cmd                     ; true
        f: c?d                                    ; cd                      ; false
        f: 'a\\\\*b'                                ; a\\xb                    ; true
        f: 'a\\\\*b'                                ; a*b                     ; false
        f: 'a\\*b'                                 ; a*b                     ; true
        f: 'a\\*b'                                 ; axb                     ; false
        f: 'a\\?b'                                 ; a?b                     ; true
        f: 'a\\?b'                                 ; axb                     ; false
        f: 'a\\b'                                  ; a\\b                     ; true
        f: 'a\\\\b'                                 ; a\\b                     ; true
        f|endswith: '\\tasksche.exe'               ; C:\\WINDOWS\\tasksche.exe ; true
        f|endswith: '\\tasksche.exe'               ; tasksche.exe            ; false
        f|startswith: 'C:\\'                       ; c:\\users                ; true
        f|contains: wana                          ; @WanaDecryptor@         ; true
        f|contains|all: [a, b]                    ; xbxa                    ; true
        f|contains|all: [a, b]                    ; xbx                     ; false
        f|contains: [a, b]                        ; xbx                     ; true
        f|contains|windash: ' -enc '              ; p.exe /enc x            ; true
        f|contains|windash: ' -enc '              ; p.exe –enc x            ; true
        f|contains|windash: ' -enc '              ; p.exe enc x             ; false
        f|contains|windash: 'a-b'                 ; a/b                     ; false
        f|re: '^[a-z]{4}\\.exe$'                   ; abcd.exe                ; true
        f|re: '^[a-z]{4}\\.exe$'                   ; ABCD.exe                ; false
        f|re|i: '^[a-z]{4}\\.exe$'                 ; ABCD.exe                ; true
        f|cidr: 10.0.0.0/8                        ; 10.255.1.2              ; true
        f|cidr: 10.0.0.0/8                        ; 11.0.0.1                ; false
        f|cidr: 172.16.0.0/12                     ; 172.31.255.255          ; true
        f|cidr: 172.16.0.0/12                     ; 172.32.0.0              ; false
        f|cidr: [127.0.0.0/8, 'fe80::/10']        ; fe80::1                 ; true
        f|cidr: '::1/128'                         ; 0:0:0:0:0:0:0:1         ; true
        f|cidr: 10.0.0.0/8                        ; ten                     ; false
        f|gte: 10                                 ; 10                      ; true
        f|gt: 10                                  ; 10                      ; false
        f|lt: 10                                  ; 9.5                     ; true
        f|lte: 10                                 ; many                    ; false
        f|cased: Cmd                              ; cmd                     ; false
        f|cased: Cmd                              ; Cmd                     ; true
        f|exists: true                            ; x                       ; true
        f|exists: false                           ; x                       ; false
        f|exists: false                           ; (none)                  ; true
        f: null                                   ; (none)                  ; true
        f: null                                   ; x                       ; false
        f: ''                                     ; (none)                  ; false
        f: ''                                     ; ``                      ; true
        f|neq: a                                  ; b                       ; true
        f|neq: a                                  ; a                       ; false
        f: 4688                                   ; 4688                    ; true
        f: [4688, 4689]                           ; 4689                    ; true
        """)
    void a_value_is_compared_as_the_specification_says(String search, String value, boolean matches) {
        assertThat(matches(HEAD + "    selection:\n        " + search + "\n    condition: selection\n", value))
                .isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        # condition                        | a     | b     | matches
        s_a and s_b                        | x     | x     | true
        s_a and s_b                        | x     | -     | false
        s_a or s_b                         | -     | x     | true
        s_a and not s_b                    | x     | -     | true
        not s_a and not s_b                | -     | -     | true
        not (s_a or s_b)                   | -     | x     | false
        s_a or s_b and not s_b             | x     | x     | true
        1 of s_*                           | x     | -     | true
        all of s_*                         | x     | -     | false
        all of them                        | x     | x     | true
        2 of them                          | x     | -     | false
        1 of s_* and not 1 of s_b*         | x     | x     | false
        ( s_a AND s_b )                    | x     | x     | true
        """)
    void searches_are_joined_as_the_condition_says(String condition, String a, String b, boolean matches) {
        String rule =
                HEAD + "    s_a:\n        a: x\n    s_b:\n        b: x\n    _helper:\n        c: never\n    condition: "
                        + condition + "\n";
        SigmaRule read = only(rule);
        assertThat(read.matches(record(Map.of("a", a, "b", b)))).isEqualTo(matches);
    }

    @Test
    void keywords_are_looked_for_in_every_field() {
        String rule = HEAD + "    keywords:\n        - mimikatz\n        - 'wana*tor'\n    condition: keywords\n";
        assertThat(matches(rule, "see @WanaDecryptor@")).isTrue();
        assertThat(matches(rule, "nothing")).isFalse();
    }

    @Test
    void all_keywords_may_be_wanted_and_mappings_in_a_list_are_alternatives() {
        String all = HEAD
                + "    keywords:\n        '|all':\n            - one\n            - two\n    condition: keywords\n";
        assertThat(matches(all, "two and one")).isTrue();
        assertThat(matches(all, "one")).isFalse();
        String alternatives =
                HEAD + "    selection:\n        - f: a\n        - f: b\n          g: c\n    condition: selection\n";
        assertThat(matches(alternatives, "a")).isTrue();
        assertThat(matches(alternatives, "b")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
        f|base64: x        ; selection               ; base64
        f|base64offset: x  ; selection               ; base64offset
        f|wide: x          ; selection               ; wide
        f|expand: x        ; selection               ; expand
        f|fieldref: x      ; selection               ; fieldref
        f|re: '(?<=a)b'    ; selection               ; (?<=a)b
        f|contains|re: x   ; selection               ; go together
        f: x               ; selection | count() > 5 ; "|"
        f: x               ; selection and other     ; other
        f: x               ; 1 of other_*            ; other_
        f: x               ; (selection              ; bracket
        f: x               ; ''                      ; ends early
        """)
    void a_rule_that_is_not_understood_is_named_with_the_reason(String search, String condition, String reason) {
        Read<SigmaRule> read = SigmaRuleReader.read(
                HEAD + "    selection:\n        " + search + "\n    condition: " + condition + "\n", "r.yml");
        assertThat(read.items()).isEmpty();
        assertThat(read.problems())
                .singleElement()
                .satisfies(p -> assertThat(p.what().en()).contains("\"T\"").contains(reason));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
        {a: b, a: c}
        !!java.lang.Runtime {}
        "[[[[["
        title: T
        """)
    void what_is_no_rule_is_a_problem(String text) {
        Read<SigmaRule> read = SigmaRuleReader.read(text, "r.yml");
        assertThat(read.items()).isEmpty();
        assertThat(read.problems()).isNotEmpty();
    }

    @Test
    void aliases_do_not_grow_without_bound() {
        var bomb = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("a%d: &a%d [*a%d,*a%d,*a%d]\n".formatted(i, i, i - 1, i - 1, i - 1));
        }
        assertThat(SigmaRuleReader.read(bomb.toString(), "bomb.yml").items()).isEmpty();
    }

    @Test
    void a_regular_expression_takes_linear_time() {
        SigmaRule rule = only(HEAD + "    selection:\n        f|re: '^(a+)+$'\n    condition: selection\n");
        assertThat(rule.matches(record(Map.of("f", "a".repeat(20_000) + "b")))).isFalse();
    }

    @Test
    void a_rule_is_for_the_logs_that_it_names() {
        SigmaRule rule = only(HEAD + "    selection:\n        Image|endswith: '\\cmd.exe'\n    condition: selection\n");
        Map<String, String> sysmon = Map.of("Image", "C:\\cmd.exe");
        assertThat(rule.matches(WindowsLogSources.record("Microsoft-Windows-Sysmon/Operational", "1", sysmon)))
                .isTrue();
        assertThat(rule.matches(WindowsLogSources.record("Microsoft-Windows-Sysmon/Operational", "5", sysmon)))
                .isFalse();
        Map<String, String> audited = Map.of("NewProcessName", "C:\\cmd.exe");
        assertThat(rule.matches(WindowsLogSources.record("Security", "4688", audited)))
                .isTrue();
        assertThat(rule.matches(WindowsLogSources.record("Security", "4689", audited)))
                .isFalse();
        assertThat(rule.level()).isEqualTo(SigmaLevel.HIGH);
    }

    /** 271 public rules, unchanged: each loads, but those of which the documentation lists the reason. */
    @Test
    void the_public_rules_load() throws IOException {
        Path folder = Estates.real("sigma");
        List<SigmaRule> rules = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".yml")).sorted().toList()) {
                Read<SigmaRule> read = SigmaRuleReader.read(
                        Files.readString(file), file.getFileName().toString());
                rules.addAll(read.items());
                read.problems().forEach(p -> refused.add(p.what().en()));
            }
        }
        assertThat(refused).isEmpty();
        assertThat(rules).hasSize(271);
    }

    private static boolean matches(String rule, String value) {
        Map<String, String> fields = new HashMap<>();
        if (value != null) {
            fields.put("f", value);
        }
        return only(rule).matches(record(fields));
    }

    private static SigmaRule only(String rule) {
        Read<SigmaRule> read = SigmaRuleReader.read(rule, "r.yml");
        assertThat(read.problems()).isEmpty();
        return read.items().getFirst();
    }

    private static SigmaRecord record(Map<String, String> fields) {
        return new SigmaRecord(Set.of("windows"), Set.of("process_creation"), Set.of("sysmon"), fields);
    }
}
