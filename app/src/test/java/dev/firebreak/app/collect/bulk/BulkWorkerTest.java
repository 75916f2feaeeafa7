package dev.firebreak.app.collect.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.Estates;
import dev.firebreak.app.collect.Collector;
import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.app.report.Reports;
import dev.firebreak.app.report.model.ReportFormat;
import dev.firebreak.app.report.model.ReportStyle;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.assess.Assessor;
import dev.firebreak.core.catalogue.Catalogue;
import dev.firebreak.core.catalogue.CatalogueBuilder;
import dev.firebreak.core.catalogue.VendorStatement;
import dev.firebreak.core.exposure.RelevantUpdates;
import dev.firebreak.core.inventory.Snapshot;
import dev.firebreak.core.text.Language;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The short way through NDJSON says, byte for byte, what the long way says: of plain records and of the oddest. */
class BulkWorkerTest {

    private static final String[] OS = {
        "\"caption\":\"Microsoft Windows 7 Professional\",\"version\":\"6.1.7601\",\"servicePack\":1,\"architecture\":\"x64\",\"language\":\"ja-JP\"",
        "\"caption\":\"Microsoft Windows 10 Pro\",\"version\":\"10.0.14393\",\"revision\":%d,\"architecture\":\"x86\"",
        "\"version\":\"6.0.6002\"",
        "\"version\":\"5.1.2600\",\"servicePack\":3,\"caption\":\"Microsoft Windows XP Professional\",\"architecture\":\"x86\"",
        "\"caption\": \"Microsoft Windows Server 2012 R2 Standard\", \"version\": \"6.3.9600\", \"bootedAt\": \"2017-05-01T00:00:00Z\", \"productId\": \"%d\"",
        "\"caption\":\"Windows 8 é 日本\",\"version\":\"6.2.9200\"",
        "\"caption\":\"Microsoft Windows 7 {Professional}\",\"version\":\"6.1.7601\",\"servicePack\":1,\"architecture\":\"x64\"",
        "\"version\":\"6.1.7601\",\"version\":\"6.1.7600\"",
        "\"version\":\"6.1\",\"servicePack\":\"1\"",
    };
    private static final int[] KBS = {
        4012212, 4012215, 4012216, 4012598, 4013429, 4015546, 4018466, 4022722, 2534111, 958644, 4467107, 4489881, 12
    };

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(names = {"NDJSON", "JSON"})
    void both_ways_say_the_same(ReportFormat format) throws Exception {
        bothWaysSayTheSame(format, Catalogue.EMPTY, 60);
    }

    @Test
    void both_ways_say_the_same_of_the_whole_catalogue() throws Exception {
        bothWaysSayTheSame(ReportFormat.NDJSON, catalogue(), 40);
    }

    /** Updates of the lists below, each containing the one before it but for every fifth, and rollups that are on them. */
    private static Catalogue catalogue() {
        var shipped = new ShippedKnowledge();
        var cataloguer = new CatalogueBuilder(Estates.KNOWLEDGE, shipped.lines());
        for (String product : List.of(
                "Windows 7 for x64-based Systems Service Pack 1",
                "Windows 10 Version 1607 for 32-bit Systems",
                "Windows Server 2012 R2")) {
            for (int i = 0; i < 60; i++) {
                cataloguer.take(statement(product, i, 2_000_000 + i, i % 5 == 0 ? List.of() : List.of(1_999_999 + i)));
            }
            for (int kb : KBS) {
                cataloguer.take(statement(product, kb % 97, kb, List.of(2_000_000 + kb % 60)));
            }
        }
        return cataloguer.catalogue();
    }

    private static VendorStatement statement(String product, int cve, int kb, List<Integer> replaces) {
        return new VendorStatement(
                "CVE-2016-1%03d".formatted(cve),
                new Kb(kb),
                product,
                cve % 7 == 0 ? "Internet Explorer 11" : cve % 11 == 0 ? "Adobe Flash Player" : "",
                new VendorStatement.Bulletin(LocalDate.of(2016, 1 + kb % 12, 10), "title", "Important", "", Set.of()),
                replaces.stream().map(Kb::new).toList(),
                null);
    }

    private void bothWaysSayTheSame(ReportFormat format, Catalogue catalogue, int seeds) throws Exception {
        for (int seed = 0; seed < seeds; seed++) {
            Path file = Files.write(folder.resolve("fleet.ndjson"), fleet(new Random(seed), 300));
            MachineLineWriter writer = teller(format, catalogue);
            var slow = new ByteArrayOutputStream();
            List<String> slowComplaints = new ArrayList<>();
            new Collector(folder)
                    .collect(
                            List.of(file),
                            InputStream.nullInputStream(),
                            (read, of) -> {},
                            machine -> writer.tell(machine, slow),
                            c -> slowComplaints.add(c.toString()));
            var fast = new ByteArrayOutputStream();
            List<String> fastComplaints = new ArrayList<>();
            int[] machines = {0};
            new Collector(folder)
                    .write(
                            List.of(file),
                            InputStream.nullInputStream(),
                            (read, of) -> {},
                            writer,
                            fast,
                            (count, rank) -> machines[0] += count,
                            c -> fastComplaints.add(c.toString()));
            assertThat(fast.toString(UTF_8)).as("seed %d", seed).isEqualTo(slow.toString(UTF_8));
            assertThat(fastComplaints).isEqualTo(slowComplaints);
            assertThat(machines[0]).isEqualTo((int)
                    slow.toString(UTF_8).lines().filter(l -> !l.equals(",")).count());
        }
    }

    /** The short way is really taken by what programs write: else nothing above shows anything. */
    @Test
    void plain_records_are_not_unusual() {
        for (String line : List.of(
                "{\"machine\":\"PC-0001\",\"collectedAt\":\"2017-05-14T09:00:00Z\",\"os\":{\"caption\":\"Microsoft Windows 7 Professional\",\"version\":\"6.1.7601\",\"servicePack\":1,\"architecture\":\"x64\",\"revision\":23689,\"language\":\"ja-JP\"},\"hotfixes\":{\"complete\":true,\"ids\":[\"KB4012212\"]},\"files\":[{\"path\":\"C:\\\\Windows\",\"version\":\"6.1.7601.23689\"}],\"smb1\":\"enabled\",\"site\":\"Osaka\",\"segment\":\"10.1.2.0/24\",\"addresses\":[\"10.1.2.3\"],\"roles\":[\"file-server\"]}"
                        .replace("C:\\\\Windows", "srv.sys"),
                "{\"machine\": \"端末1\", \"site\": \"大阪\", \"os\": {\"version\": \"10.0.14393.953\"}, \"hotfixes\": {\"ids\": [\"KB4012212\", \"KB4013429\"], \"complete\": false}}")) {
            byte[] bytes = line.getBytes(UTF_8);
            assertThat(new FastRecord(new OsTable(new OsTable.Numbers())).read(bytes, 0, bytes.length))
                    .as(line)
                    .isTrue();
        }
    }

    static byte[] fleet(Random random, int records) {
        var out = new StringBuilder();
        for (int i = 0; i < records; i++) {
            String line = record(random, i);
            if (random.nextInt(8) == 0) {
                var damaged = new StringBuilder(line);
                for (int j = 0; j <= random.nextInt(3); j++) {
                    damaged.setCharAt(
                            random.nextInt(line.length()),
                            "\"\\{}[],: \t0a\u0001\né\u202e\ud83d".charAt(random.nextInt(17)));
                }
                line = damaged.toString();
            }
            out.append(random.nextInt(50) == 0 ? line.substring(0, random.nextInt(line.length())) : line);
            out.append(random.nextInt(20) == 0 ? "\r\n" : "\n");
        }
        return out.toString().getBytes(UTF_8);
    }

    /** In long lists mostly updates that nobody asks of, of six digits to eight, some of them twice. */
    private static int kb(Random random, int count) {
        return count < 5 || random.nextInt(20) == 0
                ? KBS[random.nextInt(random.nextInt(9) == 0 ? KBS.length : KBS.length - 1)]
                : (random.nextInt(6) == 0 ? 500_000 : 2_000_000) * (random.nextInt(30) == 0 ? 6 : 1)
                        + random.nextInt(60);
    }

    private static String record(Random random, int i) {
        int name = random.nextInt(30) == 0 ? random.nextInt(40) : i;
        var line = new StringBuilder("{\"machine\":\"")
                .append(random.nextInt(6) == 0 ? "端末-" : "PC-")
                .append(name)
                .append('"');
        if (random.nextBoolean()) {
            line.append(",\"collectedAt\":\"2017-0")
                    .append(1 + random.nextInt(9))
                    .append("-")
                    .append(10 + random.nextInt(22))
                    .append("T09:00:00Z\"");
        }
        line.append(",\"os\":{")
                .append(OS[random.nextInt(random.nextInt(5) == 0 ? OS.length : 7)].formatted(random.nextInt(2000)))
                .append('}');
        if (random.nextInt(5) > 0) {
            line.append(",\"hotfixes\":{\"complete\":")
                    .append(random.nextInt(4) > 0)
                    .append(",\"ids\":[");
            int count = random.nextInt(random.nextBoolean() ? 5 : 40);
            for (int k = 0; k < count; k++) {
                line.append(k == 0 ? "" : ",")
                        .append("\"KB")
                        .append(kb(random, count))
                        .append('"');
            }
            line.append("]}");
        }
        if (random.nextInt(3) == 0) {
            line.append(",\"files\":[{\"path\":\"srv.sys\",\"version\":\"6.1.7601.")
                    .append(23400 + random.nextInt(600))
                    .append("\"}]");
        }
        if (random.nextInt(3) == 0) {
            line.append(",\"smb1\":\"")
                    .append(List.of("enabled", "disabled", "unknown", "on").get(random.nextInt(4)))
                    .append('"');
        }
        if (random.nextInt(2) == 0) {
            line.append(",\"site\":\"")
                    .append(List.of("Osaka", "大阪", "本\u00adsha", " x", "").get(random.nextInt(5)))
                    .append('"');
        }
        if (random.nextInt(3) == 0) {
            line.append(",\"addresses\":[\"10.0.0.1\",\"10.0.0.2\"],\"roles\":[]");
        }
        if (random.nextInt(40) == 0) {
            line.append(",\"owner\":{\"name\":\"x\"}");
        }
        return line.append('}').toString();
    }

    static MachineLineWriter teller(ReportFormat format, Catalogue catalogue) {
        var style = new ReportStyle(Language.JA, LocalDate.of(2017, 5, 14), Instant.EPOCH, false, 0);
        var report = new Reports("test", Path.of("."))
                .lines(format, OutputStream.nullOutputStream(), style)
                .orElseThrow();
        var assessor = new Assessor(Estates.KNOWLEDGE, Estates.KNOWLEDGE.advisories(), catalogue, style.asOf());
        return new MachineLineWriter() {
            @Override
            public int tell(Snapshot machine, OutputStream out) {
                var assessment = assessor.assess(machine);
                report.line(assessment, out);
                return assessment.worst().ordinal();
            }

            @Override
            public byte[] quoted(String text) {
                return Reports.quoted(text);
            }

            @Override
            public RelevantUpdates matter(Snapshot machine) {
                return assessor.matter(machine);
            }
        };
    }
}
