package dev.firebreak.app.capture.stix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.app.io.BoundedJson;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.watch.Indicator;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StixBundleTest {

    private static final Instant NOW = Instant.parse("2017-05-18T00:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        [domain-name:value = 'Bad.Example']                                  | DOMAIN bad.example
        [domain-name:value = 'a.example' OR domain-name:value = 'b.example'] | DOMAIN a.example, DOMAIN b.example
        [domain-name:value = 'a.example'] OR [url:value = 'http://b.example/x'] | DOMAIN a.example, URL http://b.example/x
        [file:name IN ('a.exe', 'b.exe')]                                    | FILE_NAME a.exe, FILE_NAME b.exe
        [ipv4-addr:value = '192.0.2.1']                                      | ADDRESS 192.0.2.1
        [file:hashes.MD5 = 'd41d8cd98f00b204e9800998ecf8427e']               | MD5 d41d8cd98f00b204e9800998ecf8427e
        [file:hashes.'SHA-1' = 'da39a3ee5e6b4b0d3255bfef95601890afd80709']   | SHA1 da39a3ee5e6b4b0d3255bfef95601890afd80709
        """)
    void lists_are_understood(String pattern, String expected) {
        Read<Indicator> read = StixBundle.read(bundle(pattern, ""), "f.json", NOW);
        assertThat(read.problems()).isEmpty();
        assertThat(read.items().stream().map(i -> i.kind() + " " + i.value()).toList())
                .containsExactly(expected.split(", "));
    }

    /** Each of these says less than its parts alone; taking a part would raise alarms that the author does not mean. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        [file:name = 'a.exe' AND file:size = 3]
        [file:name = 'a.exe'] AND [file:name = 'b.exe']
        [file:name = 'a.exe'] FOLLOWEDBY [file:name = 'b.exe']
        [file:name = 'a.exe'] REPEATS 5 TIMES
        [NOT file:name = 'a.exe']
        [file:name != 'a.exe']
        [file:name LIKE 'a%']
        [file:name MATCHES 'a.*']
        [windows-registry-key:key = 'HKLM']
        [domain-name:value = 'not a domain']
        [
        """)
    void what_is_not_understood_is_named_and_not_used(String pattern) {
        Read<Indicator> read = StixBundle.read(bundle(pattern, ""), "f.json", NOW);
        assertThat(read.items()).isEmpty();
        assertThat(read.problems()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        ,'revoked': true
        ,'valid_until': '2017-05-17T00:00:00Z'
        ,'pattern_type': 'yara'
        """)
    void revoked_and_outdated_indicators_are_not_used(String more) {
        String json = bundle("[file:name = 'a.exe']", more.replace('\'', '"'));
        assertThat(StixBundle.read(json, "f.json", NOW).items()).isEmpty();
    }

    @Test
    void what_is_written_is_read_back() {
        List<Indicator> shipped =
                new ShippedKnowledge(BoundedJson::tree).indicators().all();
        var out = new ByteArrayOutputStream();
        StixBundle.write(shipped, NOW, out);
        Read<Indicator> read = StixBundle.read(out.toString(StandardCharsets.UTF_8), "f.json", NOW);
        assertThat(read.problems()).isEmpty();
        assertThat(read.items().stream().map(i -> i.kind() + " " + i.value()).toList())
                .isEqualTo(shipped.stream().map(i -> i.kind() + " " + i.value()).toList());
    }

    @Test
    void other_documents_are_refused() {
        for (String text : List.of("", "{}", "[]", "{\"type\":\"bundle\"", "{\"type\":\"report\"}")) {
            Read<Indicator> read = StixBundle.read(text, "f.json", NOW);
            assertThat(read.items()).isEmpty();
            assertThat(read.problems()).as(text).hasSize(1);
        }
    }

    private static String bundle(String pattern, String more) {
        return "{\"type\":\"bundle\",\"id\":\"bundle--1\",\"objects\":[{\"type\":\"malware\"},{\"type\":\"indicator\",\"id\":\"indicator--1\","
                + "\"name\":\"WannaCry dropper\",\"pattern\":\""
                + pattern.replace("\\", "\\\\").replace("\"", "\\\"") + "\"" + more + "}]}";
    }
}
