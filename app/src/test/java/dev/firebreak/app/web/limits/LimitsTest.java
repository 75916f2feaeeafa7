package dev.firebreak.app.web.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The numbers: as they are documented, as they are set, and what must come with them. */
class LimitsTest {

    private static final long GIB = 1L << 30;
    private static final Path ROOT = Path.of("..");

    @ParameterizedTest
    @ValueSource(strings = {"docs/limits.md", "docs/limits.ja.md"})
    void the_document_has_every_limit_with_its_number(String file) throws IOException {
        String text = Files.readString(ROOT.resolve(file));
        for (Limits.Setting setting : Limits.standard(GIB, 65_536).settings()) {
            assertThat(text)
                    .as(setting.property())
                    .contains("| `" + setting.property() + "` | " + grouped(setting.value()) + " |");
        }
        for (long bytes : new long[] {
            Limits.HEAD_BYTES,
            Limits.FORM_BYTES,
            Limits.FORM_BEFORE_SIGN_IN_BYTES,
            Limits.REQUEST_BYTES,
            Limits.FILE_BYTES,
            Limits.PART_IN_MEMORY_BYTES,
            Limits.PARTS_IN_MEMORY_BYTES,
            Limits.CHECK_IN_BYTES,
            Limits.BULK_BYTES
        }) {
            assertThat(text)
                    .contains("| " + (bytes >= 1 << 20 ? (bytes >> 20) + " MiB" : (bytes >> 10) + " KiB") + " |");
        }
        assertThat(text).contains(Limits.MIN_BYTES_PER_SECOND + " B/s", "| " + Limits.UNPACKED_TO_PACKED + " |");
    }

    private static String grouped(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    @Test
    void what_is_set_is_taken_and_what_is_no_number_is_refused() throws Exception {
        assertThat(Limits.of(GIB, 65_536, name -> null)).isEqualTo(Limits.standard(GIB, 65_536));
        Map<String, String> set =
                Map.of("firebreak.limit.connections", "20000", "firebreak.limit.streamsPerCaller", "7");
        Limits limits = Limits.of(GIB, 65_536, set::get);
        assertThat(limits.connections().most()).isEqualTo(20_000);
        assertThat(limits.streams().perCaller()).isEqualTo(7);
        assertThat(limits.bodies()).isEqualTo(Limits.standard(GIB, 65_536).bodies());
        for (String wrong : List.of("", "0", "-1", "many", "1e3", "9999999999")) {
            assertThatThrownBy(() -> Limits.of(GIB, 65_536, name -> wrong))
                    .as(wrong)
                    .isInstanceOf(Limits.Unusable.class)
                    .hasMessage("firebreak.limit.connections");
        }
    }

    @Test
    void there_are_no_more_connections_than_files() {
        assertThat(Limits.standard(GIB, 1_024).connections().most()).isEqualTo(100);
        assertThat(Limits.standard(GIB, 4_096).connections())
                .extracting(Limits.Connections::most, Limits.Connections::perAddress, Limits.Connections::reserved)
                .containsExactly(3_096, 1_548, 774);
        assertThat(Limits.standard(GIB, Long.MAX_VALUE).connections().most()).isEqualTo(12_000);
    }

    /** A server without memory answers some and not others, and its health check may be among those. */
    @ParameterizedTest
    @ValueSource(strings = {"firebreak", "firebreak.cmd", "packaging/firebreak.service", "packaging/Containerfile"})
    void a_server_without_memory_ends_and_is_started_again(String file) throws IOException {
        assertThat(Files.readString(ROOT.resolve(file))).contains("-XX:+ExitOnOutOfMemoryError");
    }
}
