package dev.firebreak.app.sinkhole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.core.text.Text;
import dev.firebreak.core.watch.killswitch.SinkholeCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallLogTest {

    @TempDir
    Path folder;

    private static SinkholeCall call(int number) {
        return new SinkholeCall(
                Instant.ofEpochSecond(1_494_752_400L + number),
                "10.1.2.3",
                "10.1.2.0/24",
                "n" + number,
                null,
                null,
                new SinkholeCall.Dns("A", "udp", false));
    }

    private List<SinkholeCall> read() throws IOException {
        List<SinkholeCall> calls = new ArrayList<>();
        new CallLogReader(folder).read(calls::add);
        return calls;
    }

    private static void keep(CallLog log, int from, int to) throws InterruptedException {
        var done = new CountDownLatch(to - from);
        for (int i = from; i < to; i++) {
            log.keep(call(i), done::countDown);
        }
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_call_is_in_the_file_before_it_is_answered() throws Exception {
        var seen = new ConcurrentLinkedQueue<Integer>();
        try (CallLog log = CallLog.open(folder, CallLog.Limits.USUAL, words -> {})) {
            var done = new CountDownLatch(1);
            log.keep(call(1), () -> {
                try {
                    seen.add(read().size());
                } catch (IOException e) {
                    seen.add(-1);
                }
                done.countDown();
            });
            assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(seen).containsExactly(1);
    }

    @Test
    void a_second_writer_is_refused_and_a_later_one_goes_on_in_a_new_file() throws Exception {
        try (CallLog log = CallLog.open(folder, CallLog.Limits.USUAL, words -> {})) {
            keep(log, 0, 10);
            assertThatThrownBy(() -> CallLog.open(folder, CallLog.Limits.USUAL, words -> {}))
                    .isInstanceOf(CallLog.InUse.class);
        }
        // What a crash leaves: half a line.
        Files.writeString(CallLogFiles.plain(folder, 1), "{\"time\":\"2017", StandardOpenOption.APPEND);
        try (CallLog log = CallLog.open(folder, CallLog.Limits.USUAL, words -> {})) {
            keep(log, 10, 20);
        }
        List<SinkholeCall> calls = new ArrayList<>();
        var reader = new CallLogReader(folder);
        reader.read(calls::add);
        assertThat(calls).hasSize(20).first().isEqualTo(call(0));
        assertThat(calls.getLast()).isEqualTo(call(19));
        assertThat(reader.damaged()).isEqualTo(1);
    }

    @Test
    void a_reader_goes_on_where_it_stopped_also_where_files_were_compressed_meanwhile() throws Exception {
        var limits = new CallLog.Limits(8_000, 1 << 30);
        List<SinkholeCall> calls = new ArrayList<>();
        var reader = new CallLogReader(folder);
        try (CallLog log = CallLog.open(folder, limits, words -> {})) {
            for (int i = 0; i < 2_000; i += 50) {
                keep(log, i, i + 50);
                reader.read(calls::add);
            }
        }
        reader.read(calls::add);
        assertThat(calls).hasSize(2_000);
        for (int i = 0; i < calls.size(); i++) {
            assertThat(calls.get(i)).isEqualTo(call(i));
        }
        assertThat(reader.damaged()).isZero();
        assertThat(read()).isEqualTo(calls);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.filter(f -> f.toString().endsWith(".gz"))).isNotEmpty();
        }
    }

    @Test
    void the_log_stays_within_its_limit_and_says_so() throws Exception {
        var limits = new CallLog.Limits(20_000, 60_000);
        var said = new ConcurrentLinkedQueue<Text>();
        for (int run = 0; run < 5; run++) {
            try (CallLog log = CallLog.open(folder, limits, said::add)) {
                for (int i = 0; i < 2_000; i += 100) {
                    keep(log, i, i + 100);
                }
            }
        }
        try (CallLog log = CallLog.open(folder, limits, said::add)) {
            keep(log, 0, 1);
        }
        long bytes = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                bytes += Files.size(file);
            }
        }
        assertThat(bytes).isLessThan(2 * limits.allBytes());
        assertThat(said).isNotEmpty().allSatisfy(words -> assertThat(words.en()).contains("deleted"));
        var reader = new CallLogReader(folder);
        reader.read(call -> {});
        assertThat(reader.isCut()).isTrue();
    }
}
