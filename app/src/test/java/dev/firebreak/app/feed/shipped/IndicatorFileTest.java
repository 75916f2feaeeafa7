package dev.firebreak.app.feed.shipped;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.app.io.BoundedJson;
import dev.firebreak.core.watch.Indicator;
import dev.firebreak.core.watch.Indicators;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IndicatorFileTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "www.iuqerfsodp9ifjaposdfjhgosurijfaewrwergwea.com",
                "IFFERFSODP9IFJAPOSDFJHGOSURIJFAEWRWERGWEA.COM.",
                "www.ayylmaoTJHSSTasdfasdfasdfasdfasdfasdfasdf.com",
                "iuqssfsodp9ifjaposdfjhgosurijfaewrwergwea.com",
                "www.ifferfsodp9ifjaposdfjhgosurijfaewrwergwea.test",
                "ifferfsodp9ifjaposdfjhgosurijfaewrwergwea.testing"
            })
    void every_published_name_is_recognised_however_it_is_written(String name) {
        assertThat(new ShippedKnowledge().indicators().ofDomain(name).map(Indicator::id))
                .contains(Indicators.WANNACRY_KILL_SWITCH);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        "campaign": "WannaCry"            | "kampagne": "WannaCry"
        "kind": "domain"                  | "kind": "domane"
        "sources": ["ncsc", "sigma"]      | "sources": []
        "sources": ["ncsc", "sigma"]      | "sources": ["nobody"]
        "confidence": "low"               | "confidence": "sure"
        "firebreak.indicators/1"          | "firebreak.indicators/2"
        "firstSeen": "2017-05-12"         | "firstSeen": "12 May 2017"
        "sources": ["own"]                | "sources": ["sigma"]
        iuqssfsodp9                       | iuqerfsodp9
        """)
    void what_does_not_fit_is_refused(String good, String bad) throws IOException {
        String text;
        try (var in = IndicatorFile.class.getResourceAsStream("/dev/firebreak/knowledge/indicators.json")) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        assertThat(text).contains(good);
        IndicatorFile.read(BoundedJson.tree(text));
        assertThatThrownBy(() -> IndicatorFile.read(BoundedJson.tree(text.replace(good, bad))))
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void each_name_has_its_source() {
        assertThat(new ShippedKnowledge().indicators().all())
                .isNotEmpty()
                .allSatisfy(i -> assertThat(i.sources()).isNotEmpty());
    }
}
