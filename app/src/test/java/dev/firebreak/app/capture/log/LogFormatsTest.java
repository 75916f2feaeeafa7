package dev.firebreak.app.capture.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.Estates;
import dev.firebreak.app.capture.event.EventFormat;
import dev.firebreak.app.capture.event.EventSink;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.watch.Event;
import dev.firebreak.core.watch.Flow;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of log, with lines written after its documentation, and the events that they hold. */
class LogFormatsTest {

    record Sample(String name, String format, List<String> lines, List<String> events, int problems) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final String NAME = "www.iuqerfsodp9ifjaposdfjhgosurijfaewrwergwea.com";

    static List<Sample> samples() {
        return List.of(
                new Sample(
                        "zeek conn",
                        "zeek",
                        List.of(
                                "#separator \\x09",
                                "#set_separator\t,",
                                "#empty_field\t(empty)",
                                "#unset_field\t-",
                                "#path\tconn",
                                "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tconn_state",
                                "#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tstring\tstring",
                                "1495095130.218786\tC1\t10.0.0.5\t49200\t10.0.0.9\t445\ttcp\t-\tS0",
                                "1495095131.000000\tC2\t10.0.0.5\t49201\t10.0.0.10\t445\ttcp\t-\tREJ",
                                "1495095132.5\tC3\t10.0.0.5\t49202\t10.0.0.11\t445\ttcp\tsmb\tSF",
                                "1495095133.5\tC4\t10.0.0.5\t137\t10.0.0.255\t137\tudp\tdns\tS0",
                                "1495095134.5\tC5\t10.0.0.5\t49203\t10.0.0.12",
                                "#close\t2017-05-18-09-00-00"),
                        List.of(
                                "2017-05-18T08:12:10.218786Z connection 10.0.0.5:49200>10.0.0.9:445 UNANSWERED",
                                "2017-05-18T08:12:11Z connection 10.0.0.5:49201>10.0.0.10:445 REFUSED",
                                "2017-05-18T08:12:12.500Z connection 10.0.0.5:49202>10.0.0.11:445 ACCEPTED"),
                        1),
                new Sample(
                        "zeek dns, other columns and separator",
                        "zeek",
                        List.of(
                                "#separator \\x7c",
                                "#set_separator|;",
                                "#empty_field|(none)",
                                "#unset_field|NA",
                                "#path|dns",
                                "#fields|ts|query|uid|id.orig_h|id.orig_p|id.resp_h|id.resp_p|qtype_name|rcode_name|answers",
                                "1495095130.1|" + NAME + "|C1|10.0.0.5|5353|10.0.0.1|53|A|NOERROR|10.9.9.9;cdn\\x7cx",
                                "1495095130.1|NA|C1|10.0.0.5|5353|10.0.0.1|53|A|NXDOMAIN|NA"),
                        List.of("2017-05-18T08:12:10.100Z dns 10.0.0.5:5353>10.0.0.1:53 " + NAME
                                + " A NOERROR [10.9.9.9, cdn|x]"),
                        0),
                new Sample(
                        "zeek smb_files and http in JSON",
                        "json",
                        List.of(
                                "{\"_path\":\"smb_files\",\"ts\":1495095130.25,\"uid\":\"C1\",\"id.orig_h\":\"10.0.0.5\",\"id.orig_p\":49200,\"id.resp_h\":\"10.0.0.9\",\"id.resp_p\":445,\"action\":\"SMB::FILE_RENAME\",\"path\":\"\\\\\\\\srv\\\\share\",\"name\":\"a.doc.WNCRY\",\"prev_name\":\"a.doc\"}",
                                "{\"ts\":\"2017-05-18T08:12:11.000000Z\",\"uid\":\"C2\",\"id.orig_h\":\"10.0.0.5\",\"id.orig_p\":49201,\"id.resp_h\":\"10.9.9.9\",\"id.resp_p\":80,\"method\":\"GET\",\"host\":\""
                                        + NAME + "\",\"uri\":\"/\"}",
                                "{\"ts\":1495095130.25,\"uid\":",
                                "{\"ts\":\"2017-05-18T08:12:12.000000Z\",\"uid\":\"C3\",\"id.orig_h\":\"10.0.0.5\",\"id.orig_p\":1,\"id.resp_h\":\"10.0.0.8\",\"id.resp_p\":445,\"proto\":\"tcp\",\"conn_state\":\"RSTO\"}"),
                        List.of(
                                "2017-05-18T08:12:10.250Z file 10.0.0.5:49200>10.0.0.9:445 RENAME null \\\\srv\\share\\a.doc>\\\\srv\\share\\a.doc.WNCRY",
                                "2017-05-18T08:12:11Z http 10.0.0.5:49201>10.9.9.9:80 GET " + NAME + " / null",
                                "2017-05-18T08:12:12Z connection 10.0.0.5:1>10.0.0.8:445 ACCEPTED"),
                        1),
                new Sample(
                        "suricata",
                        "json",
                        List.of(
                                "{\"timestamp\":\"2017-05-18T08:12:10.218786+0000\",\"flow_id\":1,\"event_type\":\"dns\",\"src_ip\":\"10.0.0.5\",\"src_port\":5353,\"dest_ip\":\"10.0.0.1\",\"dest_port\":53,\"proto\":\"UDP\",\"dns\":{\"type\":\"query\",\"rrname\":\""
                                        + NAME + "\",\"rrtype\":\"A\"}}",
                                "{\"timestamp\":\"2017-05-18T08:12:11.0+0200\",\"flow_id\":2,\"event_type\":\"http\",\"src_ip\":\"10.0.0.5\",\"src_port\":1,\"dest_ip\":\"10.9.9.9\",\"dest_port\":80,\"proto\":\"TCP\",\"http\":{\"hostname\":\""
                                        + NAME + "\",\"url\":\"/\",\"http_method\":\"GET\"}}",
                                "{\"timestamp\":\"2017-05-18T08:13:00.0+0000\",\"flow_id\":3,\"event_type\":\"flow\",\"src_ip\":\"10.0.0.5\",\"src_port\":1,\"dest_ip\":\"10.0.0.9\",\"dest_port\":445,\"proto\":\"TCP\",\"flow\":{\"pkts_toserver\":3,\"pkts_toclient\":0,\"start\":\"2017-05-18T08:12:12.0+0000\"}}",
                                "{\"timestamp\":\"2017-05-18T08:13:00.0+0000\",\"flow_id\":4,\"event_type\":\"flow\",\"src_ip\":\"10.0.0.5\",\"src_port\":2,\"dest_ip\":\"10.0.0.9\",\"dest_port\":445,\"proto\":\"TCP\",\"flow\":{\"pkts_toserver\":1,\"pkts_toclient\":1,\"start\":\"2017-05-18T08:12:13.0+0000\"},\"tcp\":{\"tcp_flags_tc\":\"14\"}}",
                                "{\"timestamp\":\"2024-05-18T08:13:00.0+0000\",\"flow_id\":5,\"event_type\":\"dns\",\"src_ip\":\"10.0.0.1\",\"src_port\":53,\"dest_ip\":\"10.0.0.5\",\"dest_port\":5353,\"dns\":{\"version\":3,\"type\":\"response\",\"rcode\":\"NXDOMAIN\",\"queries\":[{\"rrname\":\"a.example\",\"rrtype\":\"AAAA\"}]}}"),
                        List.of(
                                "2017-05-18T08:12:10.218786Z dns 10.0.0.5:5353>10.0.0.1:53 " + NAME + " A null []",
                                "2017-05-18T06:12:11Z http 10.0.0.5:1>10.9.9.9:80 GET " + NAME + " / null",
                                "2017-05-18T08:12:12Z connection 10.0.0.5:1>10.0.0.9:445 UNANSWERED",
                                "2017-05-18T08:12:13Z connection 10.0.0.5:2>10.0.0.9:445 REFUSED",
                                "2024-05-18T08:13:00Z dns 10.0.0.5:5353>10.0.0.1:53 a.example AAAA NXDOMAIN []"),
                        0),
                new Sample(
                        "bind, of several versions",
                        "syslog",
                        List.of(
                                "18-May-2017 08:12:10.218 queries: info: client 10.0.0.5#54321 (" + NAME + "): query: "
                                        + NAME + " IN A + (10.0.0.1)",
                                "18-May-2017 08:12:11.000 client @0x7f1c2c0 10.0.0.6#54321 (a.example): view internal: query: A.example IN AAAA +E(0)K (10.0.0.1)",
                                "18-May-2017 08:12:12.000 client 2001:db8::5#1: query: b.example IN MX -",
                                "18-May-2017 08:12:13.000 general: info: zone example/IN: loaded serial 1",
                                "May 18 08:12:14 ns1 named[77]: client @0x1 10.0.0.7#9 (c.example): query: c.example IN A + (10.0.0.1)"),
                        List.of(
                                "2017-05-18T08:12:10.218Z dns 10.0.0.5:54321>null:53 " + NAME + " A null []",
                                "2017-05-18T08:12:11Z dns 10.0.0.6:54321>null:53 A.example AAAA null []",
                                "2017-05-18T08:12:12Z dns 2001:db8::5:1>null:53 b.example MX null []",
                                "2017-05-18T08:12:14Z dns 10.0.0.7:9>ns1:53 c.example A null []"),
                        0),
                new Sample(
                        "unbound and dnsmasq",
                        "syslog",
                        List.of(
                                "[1495095130] unbound[123:0] info: 10.0.0.5 " + NAME + ". A IN",
                                "[1495095130] unbound[123:0] info: 10.0.0.5 " + NAME + ". A IN NXDOMAIN 0.000000 0 113",
                                "[1495095131] unbound[123:0] notice: init module 0: iterator",
                                "May 18 08:12:12 ns2 unbound: [123:0] query: 10.0.0.6 b.example. AAAA IN",
                                "May 18 08:12:13 ns3 dnsmasq[9]: query[A] c.example from 10.0.0.7",
                                "May 18 08:12:13 ns3 dnsmasq[9]: forwarded c.example to 10.0.0.1"),
                        List.of(
                                "2017-05-18T08:12:10Z dns 10.0.0.5:0>null:53 " + NAME + " A null []",
                                "2017-05-18T08:12:10Z dns 10.0.0.5:0>null:53 " + NAME + " A NXDOMAIN []",
                                "2017-05-18T08:12:12Z dns 10.0.0.6:0>ns2:53 b.example AAAA null []",
                                "2017-05-18T08:12:13Z dns 10.0.0.7:0>ns3:53 c.example A null []"),
                        0),
                new Sample(
                        "windows dns, of four regions",
                        "windows-dns",
                        List.of(
                                "DNS Server log file creation at 5/18/2017 8:00:00 AM",
                                "Message logging key (for packets - other items use a subset of these fields):",
                                "5/18/2017 8:12:10 PM 0C1C PACKET  000000D102F0F0A0 UDP Rcv 10.0.0.5        6be5   Q [0001   D   NOERROR] A      (3)www(41)iuqerfsodp9ifjaposdfjhgosurijfaewrwergwea(3)com(0)",
                                "5/18/2017 8:12:10 PM 0C1C PACKET  000000D102F0F0A0 UDP Snd 10.0.0.5        6be5 R Q [8385 A DR NXDOMAIN] A      (3)www(41)iuqerfsodp9ifjaposdfjhgosurijfaewrwergwea(3)com(0)",
                                "5/18/2017 8:12:10 PM 0C1C PACKET  000000D102F0F0A0 UDP Snd 192.0.2.53      1111   Q [0001   D   NOERROR] A      (1)a(7)example(0)",
                                "18.05.2017 20:12:11 0C1C PACKET  000000D102F0F0A0 TCP Rcv 10.0.0.6        6be5   Q [0001   D   NOERROR] AAAA   (1)b(7)example(0)",
                                "2017/05/18 20:12:12 0C1C PACKET  000000D102F0F0A0 UDP Rcv 2001:db8::5     6be5   Q [0001   D   NOERROR] A      (1)c(7)example(0)",
                                "18/05/2017 20:12:13 0C1C PACKET  000000D102F0F0A0 UDP Rcv 10.0.0.7        6be5   Q [0001   D   NOERROR] A      (1)d(7)example(0)",
                                "18/05/2017 20:12:13 0C1C PACKET  000000D102F0F0A0 UDP Rcv 10.0.0.7        6be5   Q [0001   D   NOERROR] A      (99)d(7)example(0)"),
                        List.of(
                                "2017-05-18T20:12:10Z dns 10.0.0.5:0>null:53 " + NAME + " A null []",
                                "2017-05-18T20:12:10Z dns 10.0.0.5:0>null:53 " + NAME + " A NXDOMAIN []",
                                "2017-05-18T20:12:11Z dns 10.0.0.6:0>null:53 b.example AAAA null []",
                                "2017-05-18T20:12:12Z dns 2001:db8::5:0>null:53 c.example A null []",
                                "2017-05-18T20:12:13Z dns 10.0.0.7:0>null:53 d.example A null []"),
                        1),
                new Sample(
                        "squid, native and combined",
                        "squid",
                        List.of(
                                "1495095130.218     45 10.0.0.5 TCP_MISS/503 4021 GET http://" + NAME
                                        + "/ - HIER_NONE/- text/html",
                                "1495095131.000    120 10.0.0.5 TCP_TUNNEL/200 9021 CONNECT www.example.com:443 sato HIER_DIRECT/192.0.2.1 -",
                                "1495095132.000      0 10.0.0.5 NONE/400 4021 NONE error:invalid-request - HIER_NONE/- text/html",
                                "10.0.0.6 - - [18/May/2017:17:12:13 +0900] \"GET http://" + NAME
                                        + "/ HTTP/1.1\" 200 1234 \"-\" \"Mozilla/4.0\" TCP_MISS:HIER_DIRECT",
                                "nonsense"),
                        List.of(
                                "2017-05-18T08:12:10.218Z http 10.0.0.5:0>null:0 GET " + NAME + " / null",
                                "2017-05-18T08:12:11Z http 10.0.0.5:0>null:0 CONNECT www.example.com  null",
                                "2017-05-18T08:12:13Z http 10.0.0.6:0>null:0 GET " + NAME + " / Mozilla/4.0"),
                        1),
                new Sample(
                        "samba full_audit, syslog and file",
                        "syslog",
                        List.of(
                                "May 18 08:12:10 fs1 smbd_audit[55]: sato|10.0.0.5|pc5|docs|create_file|ok|0x120196|file|overwrite_if|/srv/docs/a.doc",
                                "May 18 08:12:10 fs1 smbd_audit: sato|10.0.0.5|pc5|docs|pwrite|ok|/srv/docs/a.doc",
                                "May 18 08:12:11 fs1 smbd_audit: sato|10.0.0.5|renameat|ok|/srv/docs/a.doc|/srv/docs/a.doc.WNCRY",
                                "May 18 08:12:11 fs1 smbd_audit: sato|10.0.0.5|unlinkat|fail (No such file or directory)|/srv/docs/b.doc",
                                "May 18 08:12:11 fs1 CRON[1]: (root) CMD (true)",
                                "2017-05-18T08:12:12.5+00:00 fs1 smbd_audit: 2001:db8::5|sato|unlinkat|ok|/srv/docs/c.doc",
                                "[2017/05/18 08:12:13.250000,  0] ../../source3/modules/vfs_full_audit.c:1(x)",
                                "  sato|10.0.0.5|create_file|ok|0x80|dir|open|/srv/docs",
                                "  sato|10.0.0.5|openat|ok|r|/srv/docs/d.doc"),
                        List.of(
                                "2017-05-18T08:12:10Z file 10.0.0.5:0>fs1:445 OVERWRITE sato /srv/docs/a.doc",
                                "2017-05-18T08:12:10Z file 10.0.0.5:0>fs1:445 WRITE sato /srv/docs/a.doc",
                                "2017-05-18T08:12:11Z file 10.0.0.5:0>fs1:445 RENAME sato /srv/docs/a.doc>/srv/docs/a.doc.WNCRY",
                                "2017-05-18T08:12:12.500Z file 2001:db8::5:0>fs1:445 DELETE sato /srv/docs/c.doc",
                                "2017-05-18T08:12:13.250Z file 10.0.0.5:0>null:445 READ sato /srv/docs/d.doc"),
                        0),
                new Sample(
                        "wevtutil's XML without a root",
                        "windows-xml",
                        List.of(
                                "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Service Control Manager'/><EventID Qualifiers='16384'>7045</EventID><TimeCreated SystemTime='2017-05-18T08:12:10.218786100Z'/><Channel>System</Channel><Computer>PC5</Computer></System><EventData><Data Name='ServiceName'>mssecsvc2.0</Data><Data Name='ImagePath'>C:\\WINDOWS\\mssecsvc.exe -m security</Data></EventData></Event>",
                                "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsoft-Windows-SMBServer'/><EventID>3000</EventID><TimeCreated SystemTime='2017-05-18T08:12:11Z'/><Channel>Microsoft-Windows-SMBServer/Audit</Channel><Computer>FS1</Computer></System><UserData><EventData><ClientName>10.0.0.5</ClientName></EventData></UserData></Event>"),
                        List.of(
                                "2017-05-18T08:12:10.218786100Z record PC5 System 7045 ServiceName=mssecsvc2.0 ImagePath=C:\\WINDOWS\\mssecsvc.exe -m security",
                                "2017-05-18T08:12:11Z record FS1 Microsoft-Windows-SMBServer/Audit 3000 ClientName=10.0.0.5"),
                        0),
                new Sample(
                        "Get-WinEvent in JSON over several lines",
                        "json",
                        List.of(
                                "[",
                                "    {",
                                "        \"Id\":  5145,",
                                "        \"ProviderName\":  \"Microsoft-Windows-Security-Auditing\",",
                                "        \"LogName\":  \"Security\",",
                                "        \"MachineName\":  \"FS1\",",
                                "        \"TimeCreated\":  \"\\/Date(1495095130218)\\/\",",
                                "        \"Properties\":  [{\"Value\": \"S-1-5-21\"}, {\"Value\": \"sato\"}, {\"Value\": \"CORP\"}, {\"Value\": 1}, {\"Value\": \"File\"}, {\"Value\": \"10.0.0.5\"}, {\"Value\": \"49200\"}, {\"Value\": \"\\\\\\\\*\\\\docs\"}, {\"Value\": \"\"}, {\"Value\": \"a.doc\"}, {\"Value\": \"0x2\"}]",
                                "    },",
                                "    {\"Id\": 22, \"LogName\": \"Microsoft-Windows-Sysmon/Operational\", \"MachineName\": \"PC5\", \"TimeCreated\": \"2017-05-18T08:12:11Z\", \"Message\": \"Dns query:\\r\\nRuleName: -\\r\\nQueryName: "
                                        + NAME + "\\r\\nQueryStatus: 9003\\r\\nQueryResults: -\"}",
                                "]"),
                        List.of(
                                "2017-05-18T08:12:10.218Z record FS1 Security 5145 SubjectUserSid=S-1-5-21 SubjectUserName=sato SubjectDomainName=CORP SubjectLogonId=1 ObjectType=File IpAddress=10.0.0.5 IpPort=49200 ShareName=\\\\*\\docs RelativeTargetName=a.doc AccessMask=0x2",
                                "2017-05-18T08:12:10.218Z file 10.0.0.5:49200>FS1:445 WRITE sato \\\\*\\docs\\a.doc",
                                "2017-05-18T08:12:11Z record PC5 Microsoft-Windows-Sysmon/Operational 22 RuleName=- QueryName="
                                        + NAME + " QueryStatus=9003 QueryResults=-",
                                "2017-05-18T08:12:11Z dns PC5:0>null:0 " + NAME + "  NXDOMAIN [-]"),
                        0),
                new Sample(
                        "winlogbeat",
                        "json",
                        List.of(
                                "{\"@timestamp\":\"2017-05-18T08:12:10.218Z\",\"winlog\":{\"channel\":\"Microsoft-Windows-Sysmon/Operational\",\"event_id\":3,\"provider_name\":\"Microsoft-Windows-Sysmon\",\"computer_name\":\"PC5\",\"event_data\":{\"Protocol\":\"tcp\",\"SourceIp\":\"10.0.0.5\",\"SourcePort\":\"49200\",\"DestinationIp\":\"10.0.0.9\",\"DestinationPort\":\"445\"}}}",
                                "{\"EventID\":4688,\"Channel\":\"Security\",\"Hostname\":\"PC5\",\"@timestamp\":\"2017-05-18T08:12:11Z\",\"NewProcessName\":\"C:\\\\WINDOWS\\\\tasksche.exe\"}"),
                        List.of(
                                "2017-05-18T08:12:10.218Z record PC5 Microsoft-Windows-Sysmon/Operational 3 Protocol=tcp SourceIp=10.0.0.5 SourcePort=49200 DestinationIp=10.0.0.9 DestinationPort=445",
                                "2017-05-18T08:12:10.218Z connection 10.0.0.5:49200>10.0.0.9:445 ACCEPTED",
                                "2017-05-18T08:12:11Z record PC5 Security 4688 Hostname=PC5 @timestamp=2017-05-18T08:12:11Z NewProcessName=C:\\WINDOWS\\tasksche.exe"),
                        0));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void a_log_becomes_events(Sample sample) throws IOException {
        Outcome outcome = read(bytes(sample, StandardCharsets.UTF_8), false);
        assertThat(outcome.format()).isEqualTo(sample.format());
        assertThat(outcome.events()).containsExactlyElementsOf(sample.events());
        assertThat(outcome.problems()).hasSize(sample.problems());
    }

    /** PowerShell's redirection writes UTF-16 with a byte order mark. */
    @ParameterizedTest
    @MethodSource("samples")
    void a_text_log_may_be_in_utf_16(Sample sample) throws IOException {
        if (!sample.format().equals("zeek")) {
            byte[] text = ("\uFEFF" + String.join("\r\n", sample.lines())).getBytes(StandardCharsets.UTF_16LE);
            assertThat(read(text, false).events()).containsExactlyElementsOf(sample.events());
        }
    }

    /** Cut anywhere, changed anywhere: events or problems, and an end. */
    @ParameterizedTest
    @MethodSource("samples")
    void a_damaged_log_never_throws(Sample sample) throws IOException {
        var random = new Random(11);
        byte[] whole = bytes(sample, StandardCharsets.UTF_8);
        for (int round = 0; round < 300; round++) {
            byte[] damaged = Arrays.copyOf(whole, round % 3 == 0 ? random.nextInt(whole.length) + 1 : whole.length);
            for (int i = 0; i < round % 5; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            for (EventFormat format : LogFormats.all(options(true))) {
                var outcome = new Outcome(format.id(), new ArrayList<>(), new ArrayList<>());
                format.read(new ByteArrayInputStream(damaged), "fuzz", outcome);
                assertThat(outcome.problems().size()).isLessThan(500);
            }
        }
    }

    @Test
    void records_are_handed_out_for_sigma_where_they_are_wanted() throws IOException {
        Sample files = samples().get(2);
        assertThat(read(bytes(files, StandardCharsets.UTF_8), true).events())
                .anySatisfy(e -> assertThat(e)
                        .contains("record 10.0.0.5 zeek/smb_files 0")
                        .contains("action=SMB::FILE_RENAME"));
    }

    @Test
    void problems_beyond_the_first_hundred_are_counted_in_one() throws IOException {
        String nonsense = "nonsense\n".repeat(150);
        String squid = "1495095130.218 45 10.0.0.5 TCP_MISS/200 1 GET http://a.example/ - HIER_NONE/- text/html\n";
        String zeek = "#separator \\x09\n#path\tdns\n#fields\tts\tquery\n";
        String json = "{\"event_type\":\"dns\",\"timestamp\":\"2017-05-18T08:12:10Z\"}\n";
        for (String log : List.of(squid, zeek, json)) {
            List<Problem> problems = read((log + nonsense).getBytes(StandardCharsets.UTF_8), false)
                    .problems();
            assertThat(problems).as(log).hasSize(101);
            assertThat(problems.getLast().what().en()).as(log).startsWith("50 more lines");
        }
    }

    @Test
    void other_files_are_no_logs() throws IOException {
        for (String text : List.of(
                "Host Name: PC1\r\nOS Name: x\r\n",
                "{\"machine\":\"PC1\"}",
                "<a/>",
                "May 18 08:12:10 pc kernel: up\n")) {
            assertThat(read(text.getBytes(StandardCharsets.UTF_8), false).format())
                    .as(text)
                    .isEmpty();
        }
    }

    @Test
    void event_logs_of_real_machines_are_read() throws IOException {
        byte[] log = Files.readAllBytes(Estates.real("evtx").resolve("LM_REMCOM_5145_TargetHost.evtx"));
        Outcome outcome = read(log, false);
        assertThat(outcome.format()).isEqualTo("evtx");
        assertThat(outcome.problems()).isEmpty();
        assertThat(outcome.events()).filteredOn(e -> e.contains(" record ")).hasSize(30);
        assertThat(outcome.events())
                .anyMatch(e -> e.contains("file 10.0.2.16:59492>PC01.example.corp:445 READ IEUser \\\\*\\ADMIN$\\\\"));
    }

    private static byte[] bytes(Sample sample, Charset charset) {
        return (String.join("\n", sample.lines()) + "\n").getBytes(charset);
    }

    private static LogOptions options(boolean withRecords) {
        return new LogOptions(ZoneOffset.UTC, LocalDate.of(2017, 12, 31), withRecords);
    }

    private static Outcome read(byte[] log, boolean withRecords) throws IOException {
        byte[] head = Arrays.copyOf(log, Math.min(log.length, EventFormat.HEAD_BYTES));
        Optional<EventFormat> format = LogFormats.all(options(withRecords)).stream()
                .filter(f -> f.fits(head))
                .findFirst();
        var outcome = new Outcome(format.map(EventFormat::id).orElse(""), new ArrayList<>(), new ArrayList<>());
        if (format.isPresent()) {
            format.get().read(new ByteArrayInputStream(log), "log", outcome);
        }
        return outcome;
    }

    private record Outcome(String format, List<String> events, List<Problem> problems) implements EventSink {

        @Override
        public void event(Event event) {
            events.add(event.time() + " " + text(event));
        }

        @Override
        public void problem(Problem problem) {
            problems.add(problem);
        }

        private static String text(Event event) {
            String flow = ends(event.flow());
            return switch (event) {
                case Event.ConnectionAttempt c -> "connection " + flow + " " + c.outcome();
                case Event.DnsQuery d ->
                    "dns " + flow + " " + d.name() + " " + d.type() + " " + d.result() + " " + d.answers();
                case Event.HttpRequest h ->
                    "http " + flow + " " + h.method() + " " + h.host() + " " + h.path() + " " + h.agent();
                case Event.FileOperation f ->
                    "file " + flow + " " + f.action() + " " + f.user() + " " + f.path()
                            + (f.newPath() == null ? "" : ">" + f.newPath());
                case Event.LogRecord r -> {
                    var fields = new StringBuilder();
                    r.fields().forEach((name, value) -> {
                        if (!List.of("EventID", "Channel", "Provider_Name", "Computer")
                                        .contains(name)
                                && !value.isEmpty()) {
                            fields.append(' ').append(name).append('=').append(value);
                        }
                    });
                    yield "record " + r.flow().source() + " " + r.channel() + " " + r.id() + fields;
                }
                default -> event.toString();
            };
        }

        private static String ends(Flow flow) {
            return flow.source() + ":" + flow.sourcePort() + ">" + flow.target() + ":" + flow.targetPort();
        }
    }
}
