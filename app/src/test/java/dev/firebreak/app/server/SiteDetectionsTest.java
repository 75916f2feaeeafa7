package dev.firebreak.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.core.watch.Indicators;
import dev.firebreak.core.watch.sigma.SigmaRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteDetectionsTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2017-05-18T00:00:00Z"));

    private final Indicators shipped = new ShippedKnowledge().indicators();

    @TempDir
    Path data;

    @Test
    void without_folders_there_is_what_ships() {
        var own = new SiteDetections(data, shipped, CLOCK);
        assertThat(own.indicators().all()).isEqualTo(shipped.all());
        assertThat(own.hasRules()).isFalse();
        assertThat(own.rules()).isEmpty();
    }

    @Test
    void a_new_rule_file_is_used_from_the_next_capture_on() throws IOException {
        var own = new SiteDetections(data, shipped, CLOCK);
        Files.createDirectories(data.resolve("indicators"));
        Files.writeString(data.resolve("indicators/site.json"), """
                {"type":"bundle","id":"bundle--1","objects":[{"type":"indicator","name":"Own","pattern":"[domain-name:value = 'bad.example']"}]}
                """);
        Files.writeString(data.resolve("indicators/broken.json"), "{");
        Files.createDirectories(data.resolve("sigma"));
        Files.writeString(data.resolve("sigma/one.yml"), """
                title: One
                id: 0f06a3a5-6a09-413f-8743-e6cf35561297
                logsource:
                    category: process_creation
                    product: windows
                detection:
                    selection:
                        Image|endswith: '\\\\a.exe'
                    condition: selection
                """);
        Files.writeString(data.resolve("sigma/broken.yml"), "title: Broken\n");
        assertThat(own.indicators().ofDomain("www.bad.example")).isPresent();
        assertThat(own.indicators().all()).hasSize(shipped.all().size() + 1);
        assertThat(own.hasRules()).isTrue();
        assertThat(own.rules()).extracting(SigmaRule::title).containsExactly("One");
    }
}
