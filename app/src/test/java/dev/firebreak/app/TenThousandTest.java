package dev.firebreak.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.firebreak.app.web.Flood;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ten thousand hostile connections of each kind, without an account, against the server with the documented gigabyte of heap. */
@Tag("long")
class TenThousandTest {

    private static final int HOSTILE = 10_000;
    private static final int SECONDS = 25;
    private static final int SECONDS_TO_NORMAL = 60;
    private static final long WAITS_AT_MOST_MILLIS = 5_000;
    private static final long BACK_TO_NORMAL = 64L << 20;

    /** As the launcher and the unit start it. */
    private static final List<String> JVM =
            List.of("-Xmx1g", "-XX:NewRatio=1", "-XX:+ExitOnOutOfMemoryError", "-XX:ActiveProcessorCount=2");

    @TempDir
    Path temp;

    @ParameterizedTest
    @CsvSource({
        "SILENT, one", "SILENT, spread",
        "SLOW_HEAD, one", "SLOW_HEAD, spread",
        "SLOW_FORM, one", "SLOW_FORM, spread",
        "SLOW_SMALL_FORM, one", "SLOW_SMALL_FORM, spread",
        "SLOW_BODY, one", "SLOW_BODY, spread",
        "ANNOUNCED_BODY, one", "ANNOUNCED_BODY, spread"
    })
    void others_are_answered_within_five_seconds(Flood.Kind kind, String from, TestReporter report) throws Exception {
        long files = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : 0;
        Assumptions.assumeTrue(
                files > HOSTILE + 1_000,
                "LEFT OUT, nothing was tested: ulimit -n is " + files + ", too few connections");
        try (var server = LaunchedServer.start(JVM, temp.resolve("data"), temp)) {
            long heapBefore = server.heapBytes();
            Process flood = LaunchedServer.command(
                            List.of("-Xmx400m"),
                            Flood.class,
                            List.of("" + server.port(), kind.name(), "" + HOSTILE, from, "" + SECONDS))
                    .redirectErrorStream(true)
                    .redirectOutput(temp.resolve("flood").toFile())
                    .start();
            Honest.Result honest;
            try (var client = new Honest(server.port())) {
                assertThat(flood.waitFor(SECONDS * 4, TimeUnit.SECONDS)).isTrue();
                honest = client.stop();
            } finally {
                flood.destroyForcibly();
            }
            long heapAfter = server.heapBytes();
            // Its last answers are still under way; an idle connection is closed after half a minute.
            for (int i = 0; i < SECONDS_TO_NORMAL && heapAfter >= heapBefore + BACK_TO_NORMAL; i++) {
                TimeUnit.SECONDS.sleep(1);
                heapAfter = server.heapBytes();
            }
            report.publishEntry(
                    kind + " " + from,
                    honest + ", heap " + (heapBefore >> 20) + " MiB before, " + (heapAfter >> 20) + " MiB after");
            assertThat(honest.failed()).isZero();
            assertThat(honest.answered()).isPositive();
            assertThat(honest.longestMillis()).isLessThan(WAITS_AT_MOST_MILLIS);
            assertThat(heapAfter).isLessThan(heapBefore + BACK_TO_NORMAL);
            assertThat(server.stop()).isZero();
        }
    }
}
