package dev.firebreak.app.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.watch.Detection;
import dev.firebreak.core.watch.Event;
import dev.firebreak.core.watch.Indicators;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real captures, where they are there ({@code ../shared/data/pcap}, with their sources): each of them, and what it must give away. */
class CaptureDetectionTest {

    private static final Path CAPTURES = Path.of("../../shared/data/pcap");

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        eternalblue-success-unpatched-win7.pcap                | doublepulsar 1, eternalblue 2, smb1_unused_trans2 2
        eternalromance-success-2008r2.pcap                     | eternalsynergy_romance 1, smb1_unused_trans2 1
        doublepulsar-backdoor-connect-win7.pcap                | doublepulsar 1, smb1_unused_trans2 1
        ndpi-smbv1.pcap                                        | smb1_unused_trans2 1
        sv-smb-filename-input.pcap                             | eternalblue 1, eternalchampion 3, ms17_010_probe_vulnerable 1
        arkime-smb-smbclient.pcap                              |
        elc-psexec_calc.pcap                                   |
        esteemedaudit-failed-XPSP2.pcap                        |
        ndpi-synscan.pcap                                      |
        pa-LM_smbexec.pcapng                                   |
        simple-scan-multiport_scan.pcap                        |
        simple-scan-port_scan.pcap                             |
        sv-filestore-filecontainer-smb-filecontainer-smb.pcap  |
        sv-smb-eicar-file-input.pcap                           |
        sv-smb-named-pipe-ascii-input.pcap                     |
        sv-smb1-02-smb1_osx.pcap                               |
        sv-smb2-05-20171220_smb_mimikatz_copy_to_host.pcap     |
        sv-smb2-delete-input.pcap                              |
        zeek-SMBGhost.pcap                                     |
        zeek-cifs_negotiate_lanman.pcap                        |
        zeek-raw_ntlm_in_smb.pcap                              |
        zeek-smb1.pcap                                         |
        zeek-smb1_transaction2_request.pcap                    |
        zeek-smb1_transaction2_secondary_request.pcap          |
        zeek-smb1_transaction_request.pcap                     |
        zeek-smb1_transaction_response.pcap                    |
        zeek-smb1_transaction_secondary_request.pcap           |
        zeek-smb2.pcap                                         |
        zeek-smb2_100_small_files.pcap                         |
        zeek-smb3.pcap                                         |
        zeek-smb_gssapi.pcap                                   |
        """)
    void a_capture_has_exactly_the_expected_detections(String file, String expected) throws IOException {
        WatchedInput watched = read(file);
        String found = watched.detections.stream()
                .collect(Collectors.groupingBy(Detection::rule, java.util.TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(e -> e.getKey() + " " + e.getValue())
                .collect(Collectors.joining(", "));
        assertThat(found).isEqualTo(expected == null ? "" : expected);
        assertThat(watched.events.isEmpty())
                .as("a capture without events")
                .isEqualTo(file.equals("zeek-smb3.pcap")); // from the middle of an encrypted connection
    }

    /** File names as tshark and the sources of the captures tell them. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "zeek-smb2_100_small_files.pcap, READ, 100",
        "sv-smb2-delete-input.pcap, DELETE, 1",
        "sv-smb2-05-20171220_smb_mimikatz_copy_to_host.pcap, READ, 1",
        "zeek-smb1.pcap, READ, 1",
        "zeek-smb2.pcap, CREATE, 1",
        "zeek-smb2.pcap, WRITE, 1",
    })
    void file_operations_are_seen(String file, String action, int least) throws IOException {
        List<Event.FileOperation> operations = read(file).events(Event.FileOperation.class);
        assertThat(operations.stream().filter(o -> o.action().name().equals(action)))
                .as(() -> operations.stream()
                        .map(o -> o.action() + " " + o.path())
                        .distinct()
                        .toList()
                        .toString())
                .hasSizeGreaterThanOrEqualTo(least);
    }

    private static WatchedInput read(String file) throws IOException {
        Path capture = CAPTURES.resolve(file);
        Assumptions.assumeTrue(Files.exists(capture), capture + " is not here");
        try (var in = Files.newInputStream(capture)) {
            return WatchedInput.of(in, file, new Indicators(List.of()));
        }
    }
}
