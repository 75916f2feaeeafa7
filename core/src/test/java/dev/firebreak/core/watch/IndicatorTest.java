package dev.firebreak.core.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndicatorTest {

    private static final List<Indicator.Reference> SOURCE =
            List.of(new Indicator.Reference("a report", null, Indicator.Confidence.HIGH));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        # kind    | value                  | observed                      | matches
        DOMAIN    | bad.example            | bad.example                   | true
        DOMAIN    | Bad.Example.           | BAD.example                   | true
        DOMAIN    | bad.example            | bad.example.                  | true
        DOMAIN    | bad.example            | www.BAD.example               | true
        DOMAIN    | bad.example            | a.b.bad.example.              | true
        DOMAIN    | bad.example            | notbad.example                | false
        DOMAIN    | bad.example            | bad.example.com               | false
        DOMAIN    | bad.example            | example                       | false
        FILE_NAME | tasksche.exe           | C:\\ProgramData\\x\\TaskSche.EXE | true
        FILE_NAME | tasksche.exe           | /mnt/c/tasksche.exe           | true
        FILE_NAME | tasksche.exe           | tasksche.exe.bak              | false
        FILE_NAME | tasksche.exe           | mytasksche.exe                | false
        SERVICE   | mssecsvc2.0            | MSSECSVC2.0                   | true
        SERVICE   | mssecsvc2.0            | mssecsvc2                     | false
        MD5       | 0123456789ABCDEF0123456789abcdef | 0123456789abcdef0123456789ABCDEF | true
        URL       | http://x.example/A     | http://x.example/A            | true
        URL       | http://x.example/A     | http://x.example/a            | false
        """)
    void an_observation_matches_by_the_rule_of_its_kind(
            Indicator.Kind kind, String value, String observed, boolean matches) {
        var indicator = new Indicator("some-id", "Some", kind, value, null, SOURCE);
        assertThat(indicator.matches(observed)).isEqualTo(matches);
        assertThat(new Indicators(List.of(indicator)).match(kind, observed).isPresent())
                .isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        DOMAIN    | com
        DOMAIN    | a..example
        DOMAIN    | a b.example
        DOMAIN    | -a.example
        FILE_NAME | a/b.exe
        MD5       | 0123
        SHA256    | zz
        URL       | ftp://x.example/
        SERVICE   | ''
        """)
    void a_value_that_is_none_of_its_kind_is_refused(Indicator.Kind kind, String value) {
        assertThatThrownBy(() -> new Indicator("some-id", "Some", kind, value, null, SOURCE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_fact_without_a_source_is_refused() {
        assertThatThrownBy(() -> new Indicator("some-id", "Some", Indicator.Kind.DOMAIN, "a.example", null, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_longest_domain_wins_and_none_is_listed_twice() {
        var outer = new Indicator("outer", "Some", Indicator.Kind.DOMAIN, "bad.example", null, SOURCE);
        var inner = new Indicator("inner", "Some", Indicator.Kind.DOMAIN, "in.bad.example", null, SOURCE);
        var both = new Indicators(List.of(outer, inner));
        assertThat(both.ofDomain("www.IN.bad.example")).contains(inner);
        assertThat(both.ofDomain("www.bad.example")).contains(outer);
        assertThat(both.ofDomain("example")).isEmpty();
        assertThat(both.ofDomain("")).isEmpty();
        assertThatThrownBy(() -> new Indicators(List.of(outer, outer))).isInstanceOf(IllegalArgumentException.class);
    }
}
