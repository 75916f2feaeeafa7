package dev.firebreak.app.capture.evtx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.firebreak.app.Estates;
import dev.firebreak.app.io.XmlElement;
import dev.firebreak.app.io.XmlRecordReader;
import dev.firebreak.core.inventory.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvtxReaderTest {

    /** Prints every record as XML, one document after the other, with python3-evtx. */
    private static final String ORACLE = """
            import sys
            from Evtx.Evtx import Evtx
            sys.stdout.reconfigure(encoding='utf-8')
            print('<Events>')
            with Evtx(sys.argv[1]) as log:
                for record in log.records():
                    print(record.xml().replace('xmlns="http://schemas.microsoft.com/win/2004/08/events/event"', ''))
            print('</Events>')
            """;

    @ParameterizedTest
    @CsvSource({
        "LM_REMCOM_5145_TargetHost.evtx, 30",
        "LM_Remote_Service02_7045.evtx, 3",
        "LM_WMI_4624_4688_TargetHost.evtx, 8",
        "LM_renamed_psexecsvc_5145.evtx, 22",
        "LM_sysmon_psexec_smb_meterpreter.evtx, 10",
        "net_share_drive_5142.evtx, 2",
        "remote_file_copy_system_proc_file_write_sysmon_11.evtx, 2",
        "spoolsample_5145.evtx, 1"
    })
    void agrees_with_python_evtx_record_by_record(String name, int records) throws Exception {
        Path logs = Estates.real("evtx");
        List<Problem> problems = new ArrayList<>();
        List<EvtxRecord> read = read(Files.readAllBytes(logs.resolve(name)), problems);
        assertThat(problems).isEmpty();
        assertThat(read).hasSize(records);
        assumeTrue(hasPythonEvtx(), "python3-evtx is not installed");
        Process oracle = new ProcessBuilder(
                        "/usr/bin/python3", "-c", ORACLE, logs.resolve(name).toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var xml = new XmlRecordReader(oracle.getInputStream(), "Events");
        for (EvtxRecord record : read) {
            XmlElement expected = xml.next();
            assertThat(expected).as("record %d", record.id()).isNotNull();
            assertThat(flat(record.event())).as("record %d", record.id()).isEqualTo(flat(expected));
        }
        assertThat(xml.next()).isNull();
        assertThat(oracle.waitFor()).isZero();
    }

    private static boolean hasPythonEvtx() throws Exception {
        try {
            return new ProcessBuilder("/usr/bin/python3", "-c", "import Evtx")
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noPython) {
            return false;
        }
    }

    /** Any bytes changed anywhere: records are read or refused, and nothing else happens. */
    @Test
    void a_damaged_log_never_throws_and_never_hangs() throws Exception {
        Path logs = Estates.real("evtx");
        var random = new Random(7);
        byte[] whole = Files.readAllBytes(logs.resolve("LM_sysmon_psexec_smb_meterpreter.evtx"));
        int all = read(whole, new ArrayList<>()).size();
        for (int round = 0; round < 400; round++) {
            byte[] damaged = whole.clone();
            int used = 4096 + 20_000;
            for (int i = 0; i <= round % 8; i++) {
                damaged[4096 + random.nextInt(used - 4096)] = (byte) random.nextInt();
            }
            int end = round % 5 == 0 ? random.nextInt(damaged.length) : damaged.length;
            assertThat(read(Arrays.copyOf(damaged, end), new ArrayList<>()).size())
                    .isLessThanOrEqualTo(all);
        }
    }

    @Test
    void another_file_is_no_log() throws Exception {
        List<Problem> problems = new ArrayList<>();
        assertThat(read("Host Name: PC1\n".getBytes(StandardCharsets.UTF_8), problems))
                .isEmpty();
        assertThat(problems).hasSize(1);
    }

    private static List<EvtxRecord> read(byte[] bytes, List<Problem> problems) throws IOException {
        var reader = new EvtxReader(new ByteArrayInputStream(bytes), "log.evtx", problems::add);
        List<EvtxRecord> records = new ArrayList<>();
        for (EvtxRecord next = reader.next(); next != null; next = reader.next()) {
            records.add(next);
        }
        return records;
    }

    /** Every text and attribute with its path; what is empty, and how times are written, is left to each reader. */
    private static List<String> flat(XmlElement element) {
        List<String> all = new ArrayList<>();
        flat("", element, all);
        return all;
    }

    private static void flat(String path, XmlElement element, List<String> all) {
        String here = path + "/" + element.name();
        new TreeMap<>(element.attributes()).forEach((name, value) -> {
            if (!value.isBlank() && !name.startsWith("xmlns")) {
                all.add(here + "@" + name + "=" + same(value));
            }
        });
        if (!element.text().isBlank()) {
            all.add(here + "=" + same(element.text().strip()));
        }
        element.children().forEach(child -> flat(here, child, all));
    }

    private static String same(String value) {
        // Windows prints 0x3e7 where the oracle fills up with zeros.
        return value.matches("\\d{4}-\\d\\d-\\d\\d[T ].*")
                ? value.substring(0, 19).replace(' ', 'T')
                : value.replaceAll("^(True|False)$", value.toLowerCase(java.util.Locale.ROOT))
                        .replaceAll("0x0+(?=[0-9a-fA-F])", "0x")
                        .replaceAll("\\s+", " ");
    }
}
