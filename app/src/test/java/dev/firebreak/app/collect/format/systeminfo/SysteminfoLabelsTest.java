package dev.firebreak.app.collect.format.systeminfo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.io.BoundedJson;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The table of labels: each language with its source, and told from all others. */
class SysteminfoLabelsTest {

    static Stream<JsonNode> languages() throws Exception {
        try (InputStream in = Objects.requireNonNull(
                SysteminfoLabels.class.getResourceAsStream("/dev/firebreak/collect/systeminfo-labels.json"))) {
            JsonNode file = BoundedJson.tree(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            return file.path("languages").valueStream().toList().stream();
        }
    }

    private static List<String> labels(JsonNode row) {
        List<String> labels = new ArrayList<>();
        for (String what : List.of("host", "osName", "osVersion", "systemType", "locale", "hotfixes", "other")) {
            row.path(what).forEach(name -> labels.add(name.stringValue()));
        }
        return labels;
    }

    @ParameterizedTest
    @MethodSource("languages")
    void each_language_is_told_by_its_labels(JsonNode row) {
        assertThat(SysteminfoLabels.language(keys(labels(row))))
                .isEqualTo(row.path("language").stringValue());
        assertThat(row.path("source").stringValue()).isNotBlank();
        assertThat(row.path("confidence").stringValue()).isIn("seen", "published", "recalled");
        row.path("host")
                .forEach(name -> assertThat(SysteminfoLabels.isHostName(SysteminfoLabels.key(name.stringValue())))
                        .isTrue());
        row.path("osVersion")
                .forEach(name -> assertThat(SysteminfoLabels.isVersion(SysteminfoLabels.key(name.stringValue())))
                        .isTrue());
        row.path("hotfixes")
                .forEach(name -> assertThat(SysteminfoLabels.isHotfixes(SysteminfoLabels.key(name.stringValue())))
                        .isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja", "de", "fr", "es", "it", "pt-br", "pt-pt", "ru", "zh-cn", "zh-tw", "ko", "nl"})
    void no_language_that_we_promise_is_missing(String language) throws Exception {
        assertThat(languages().map(row -> row.path("language").stringValue())).contains(language);
    }

    @Test
    void a_label_is_the_same_with_other_blanks_marks_and_widths() {
        assertThat(SysteminfoLabels.isHostName(SysteminfoLabels.key("\u200eHost\u00a0Name ")))
                .isTrue();
        assertThat(SysteminfoLabels.isHostName(SysteminfoLabels.key("ﾎｽﾄ名"))).isTrue();
        assertThat(SysteminfoLabels.isHostName(SysteminfoLabels.key("Nom de l’hôte")))
                .isTrue();
        assertThat(SysteminfoLabels.isHostName(SysteminfoLabels.key("Hosts"))).isFalse();
    }

    @Test
    void one_label_alone_tells_no_language() {
        assertThat(SysteminfoLabels.language(keys(List.of("Hostname", "Something"))))
                .isNull();
    }

    private static List<String> keys(List<String> labels) {
        return labels.stream().map(SysteminfoLabels::key).toList();
    }
}
