package dev.firebreak.app.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.capture.EventReader;
import dev.firebreak.app.capture.TestCapture;
import dev.firebreak.app.capture.ZeekConn;
import dev.firebreak.app.capture.log.LogOptions;
import dev.firebreak.app.collect.CheckInReader;
import dev.firebreak.app.collect.DropFolder;
import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.app.store.FleetDatabase;
import dev.firebreak.app.web.service.SightingService;
import dev.firebreak.core.assess.Assessor;
import dev.firebreak.core.dashboard.FleetService;
import dev.firebreak.core.inventory.BugReports;
import dev.firebreak.core.text.Text;
import dev.firebreak.core.watch.Detection;
import dev.firebreak.core.watch.incident.WatchedFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Captures and logs in the drop folder, hostile ones too: what can be used is, and what cannot is found later in a list. */
class DropIntakeTest {

    private static final Instant NOON = Instant.parse("2017-05-19T12:00:00Z");
    private static final String MACHINE =
            "{\"machine\":\"PC7\",\"collectedAt\":\"2017-05-14T09:00:00Z\",\"os\":{\"caption\":\"Windows 7 Professional\",\"version\":\"6.1.7601\",\"servicePack\":1,\"architecture\":\"x64\"},\"hotfixes\":{\"complete\":true,\"ids\":[\"KB976902\"]},\"addresses\":[\"10.0.0.2\"]}\n";

    @TempDir
    Path temp;

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final InstantSource clock = now::get;
    private FleetDatabase database;
    private FleetService fleet;
    private SightingService sightings;
    private Path drop;
    private DropFolder folder;

    @BeforeEach
    void open() throws IOException {
        database = FleetDatabase.open(Files.createDirectory(temp.resolve("data")), null);
        var shipped = new ShippedKnowledge();
        fleet = new FleetService(
                database.fleetStore(),
                new CheckInReader(),
                day -> new Assessor(shipped.knowledge(), shipped.knowledge().advisories(), day),
                clock,
                Duration.ofDays(3),
                new WorkerPool(2));
        sightings = WebListener.sightings(fleet, database, BugReports.THROW, clock);
        drop = temp.resolve("drop");
        folder = new DropFolder(
                drop,
                new DropIntake(
                        fleet,
                        sightings,
                        database.auditLog(),
                        () -> new EventReader(
                                new LogOptions(ZoneOffset.UTC, LocalDate.of(2027, 1, 1), false), BugReports.THROW),
                        clock));
        Files.createDirectory(drop.resolve("Osaka"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void put(String name, byte[] content) throws IOException {
        now.updateAndGet(then -> then.plusSeconds(1));
        Files.write(drop.resolve("Osaka").resolve(name), content);
        folder.check();
        folder.check();
    }

    private List<String> rules() {
        return sightings.newest(100).stream().map(Detection::rule).distinct().toList();
    }

    private WatchedFile last() {
        return sightings.files(1).getFirst();
    }

    private static byte[] packed(byte[] content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }

    private List<String> names(String of) throws IOException {
        try (Stream<Path> files = Files.list(drop.resolve(of))) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void captures_and_logs_are_watched_and_reports_of_machines_are_taken() throws Exception {
        put("worm.pcap", TestCapture.worm());
        assertThat(rules()).containsExactly("eternalblue");
        assertThat(last().isKnown()).isTrue();
        assertThat(last().by()).isEqualTo("system:drop");
        assertThat(last().detections()).isEqualTo(3);
        put("conn.00.log", ZeekConn.scan(NOON.minusSeconds(7_200), "10.0.0.5", 1, 3));
        put("conn.01.log.gz", packed(ZeekConn.scan(NOON.minusSeconds(3_600), "10.0.0.5", 4, 3)));
        assertThat(rules()).contains("smb_scan");
        put("PC7.ndjson", MACHINE.getBytes(UTF_8));
        assertThat(fleet.line("PC7")).isPresent();
        assertThat(sightings.files(10)).extracting(WatchedFile::name).doesNotContain("PC7.ndjson");
        assertThat(names("refused")).isEmpty();
        assertThat(sightings.ties().all().of("PC7").orElseThrow().attacked()).isEqualTo(1);
    }

    /** A report may hold lines as of a log; it must not be lost among the logs. */
    @Test
    void a_report_that_looks_like_a_log_too_is_a_report() throws Exception {
        put(
                "x.jsonl",
                MACHINE.replace("\"addresses\"", "\"ts\":1,\"event_type\":\"dns\",\"addresses\"")
                        .getBytes(UTF_8));
        assertThat(fleet.line("PC7")).isPresent();
        assertThat(sightings.files(10)).isEmpty();
    }

    @Test
    void a_capture_that_is_cut_short_is_used_as_far_as_it_goes_and_says_so() throws Exception {
        byte[] whole = TestCapture.worm();
        put("cut.pcap", Arrays.copyOf(whole, whole.length - 7));
        assertThat(last().isKnown()).isTrue();
        assertThat(last().detections()).isPositive();
        assertThat(last().problems()).extracting(Text::en).anyMatch(t -> t.contains("cut short"));
        assertThat(last().problems()).extracting(Text::ja).anyMatch(t -> t.contains("途切れています"));
        byte[] gzip = packed(whole);
        put("cut.pcap.gz", Arrays.copyOf(gzip, gzip.length / 2));
        assertThat(last().problems()).extracting(Text::en).anyMatch(t -> t.contains("gzip data is damaged"));
    }

    @Test
    void an_archive_an_unknown_file_and_an_empty_one_are_refused_with_what_to_do() throws Exception {
        var zip = new ByteArrayOutputStream();
        try (var out = new ZipOutputStream(zip)) {
            out.putNextEntry(new ZipEntry("../../conn.log"));
            out.write(TestCapture.worm());
        }
        put("logs.zip", zip.toByteArray());
        assertThat(last().name()).isEqualTo("logs.zip");
        assertThat(last().isKnown()).isFalse();
        assertThat(last().problems().getFirst().en())
                .contains("neither information about machines nor a capture or log");
        assertThat(last().problems().getFirst().ja()).contains("端末の情報でも");
        put("noise.bin", new byte[] {1, 2, 3, 0, 0, (byte) 0xFE, 9, 9, 9, 9, 9, 9});
        assertThat(last().name()).isEqualTo("noise.bin");
        assertThat(last().isKnown()).isFalse();
        put("empty.log", new byte[0]);
        assertThat(last().name()).isEqualTo("empty.log");
        assertThat(names("refused")).contains("logs.zip", "noise.bin", "empty.log", "logs.zip.problems.txt");
        assertThat(rules()).isEmpty();
        assertThat(sightings.readUntil()).as("nothing was read").isEmpty();
    }

    @Test
    void a_capture_that_is_too_large_is_not_opened_and_is_listed() throws Exception {
        Path large = drop.resolve("Osaka/large.pcap");
        try (var file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength((64L << 20) + 1);
        }
        Path evidence = drop.resolve("Osaka/PC8_systeminfo.txt");
        try (var file = new RandomAccessFile(evidence.toFile(), "rw")) {
            file.setLength((64L << 20) + 1);
        }
        folder.check();
        folder.check();
        assertThat(sightings.files(10)).hasSize(1);
        assertThat(last().name()).isEqualTo("large.pcap");
        assertThat(last().isKnown()).isFalse();
        assertThat(last().sha256()).isEmpty();
        assertThat(last().problems())
                .containsExactly(new Text("larger than 64 MiB: split it", "64 MiB を超えています。分割してください"));
    }

    /** Half a gigabyte of zeros in half a megabyte. */
    @Test
    @Timeout(60)
    void a_log_that_expands_out_of_all_proportion_is_given_up() throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes, 1 << 16)) {
            gzip.write(ZeekConn.scan(NOON.minusSeconds(600), "10.0.0.5", 1, 8));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 512; i++) {
                gzip.write(zeros);
            }
        }
        assertThat(bytes.size()).isLessThan(1 << 20);
        put("conn.log.gz", bytes.toByteArray());
        assertThat(last().isKnown()).isTrue();
        assertThat(last().problems()).extracting(Text::en).anyMatch(t -> t.contains("expands out of all proportion"));
        assertThat(rules()).as("what came before").containsExactly("smb_scan");
    }

    @Test
    void names_from_strangers_are_kept_as_they_are_and_do_no_harm() throws Exception {
        put("<b>=cmd|' $(id) \u202E.pcap", TestCapture.worm());
        assertThat(last().isKnown()).isTrue();
        assertThat(last().name()).contains("<b>");
    }
}
