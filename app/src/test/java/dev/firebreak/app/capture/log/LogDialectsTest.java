package dev.firebreak.app.capture.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.capture.event.EventFormat;
import dev.firebreak.app.capture.event.EventSink;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.watch.Event;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One line of each dialect in which the same thing is logged: other versions, settings, regions and ways through other programs. */
class LogDialectsTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
        18-May-2017 08:12:10.218 client 10.0.0.5#49152: query: a.example IN A + (10.0.0.53)
        18-May-2017 08:12:10.218 queries: info: client @0x7f8a1c0 10.0.0.5#49152/key office (a.example): view internal: query: a.example IN A + (10.0.0.53)
        2017-05-18T08:12:10.218Z queries: info: client @0x7f8a1c0 10.0.0.5#49152 (a.example): query: a.example IN A +E(0)K (10.0.0.53)
        2017-05-18T08:12:10.218Z client @0x7f8a1c0 10.0.0.5#49152 (a.example): query: a.example IN A +E(0)K (10.0.0.53)
        2017-05-18T08:12:10.218 client @0x7f8a1c0 10.0.0.5#49152 (a.example): query: a.example IN A +E(0)K (10.0.0.53)
        <30>1 2017-05-18T08:12:10.218786+00:00 ns1 named 1234 - - client @0x7f8a1c0 10.0.0.5#49152 (a.example): query: a.example IN A +E(0)K (10.0.0.53)
        2017-05-18T08:12:10.218+00:00 unbound[1234:0] info: 10.0.0.5 a.example. A IN
        2017-05-18T08:12:10 unbound[1234:0] query: 10.0.0.5 a.example. A IN
        May 18 08:12:10 unbound[1234:0] info: 10.0.0.5 a.example. A IN
        May 18 08:12:10 ns1 unbound: [1234:0] info: 10.0.0.5 a.example. A IN
        May 18 08:12:10 dnsmasq[12]: query[A] a.example from 10.0.0.5
        May 18 08:12:10 dnsmasq[12]: 5 10.0.0.5/4000 query[A] a.example from 10.0.0.5
        {"ts":1495095130.2,"uid":"C1","id_orig_h":"10.0.0.5","id_orig_p":1,"id_resp_h":"10.0.0.53","id_resp_p":53,"query":"a.example","qtype_name":"A"}
        {"ts":1495095130.2,"uid":"C1","id":{"orig_h":"10.0.0.5","orig_p":1,"resp_h":"10.0.0.53","resp_p":53},"query":"a.example","qtype_name":"A"}
        {"dns":{"ts":1495095130.2,"uid":"C1","id.orig_h":"10.0.0.5","id.orig_p":1,"id.resp_h":"10.0.0.53","id.resp_p":53,"query":"a.example","qtype_name":"A"}}
        {"timestamp":"2017-05-18T08:12:10.2+0000","event_type":"dns","src_ip":"10.0.0.5","src_port":1,"dest_ip":"10.0.0.53","dest_port":53,"dns":{"version":2,"query":[{"type":"query","rrname":"a.example","rrtype":"A"}]}}
        {"__REALTIME_TIMESTAMP":"1495095130218786","_HOSTNAME":"ns1","SYSLOG_IDENTIFIER":"named","MESSAGE":"client @0x1 10.0.0.5#49152 (a.example): query: a.example IN A + (10.0.0.53)"}
        {"_index":"w","_source":{"@timestamp":"2017-05-18T08:12:10.2Z","winlog":{"channel":"Microsoft-Windows-Sysmon/Operational","event_id":"22","computer_name":"10.0.0.5","event_data":{"QueryName":"a.example"}}}}
        {"@timestamp":"2017-05-18T08:12:10.2Z","winlog":{"channel":"Microsoft-Windows-Sysmon/Operational","event_id":"22","computer_name":"10.0.0.5","event_data":{}},"dns":{"question":{"name":"a.example"}}}
        {"Event":{"System":{"Provider":{"@Name":"Microsoft-Windows-Sysmon"},"EventID":{"#text":"22"},"TimeCreated":{"@SystemTime":"2017-05-18T08:12:10.2Z"},"Channel":"Microsoft-Windows-Sysmon/Operational","Computer":"10.0.0.5"},"EventData":{"Data":[{"@Name":"QueryName","#text":"a.example"}]}}}
        """)
    void a_dns_question_for_a_name(String line) throws IOException {
        assertThat(events(line)).contains("2017-05-18T08:12:10 10.0.0.5 a.example");
    }

    /** Each region's way to write the 18th of May 2017, twelve minutes past eight in the morning. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "5/18/2017 8:12:10 AM",
                "5/18/2017 08:12:10",
                "18/05/2017 08:12:10",
                "18/05/2017 8:12:10 a. m.",
                "18/05/2017 8.12.10",
                "18.05.2017 08:12:10",
                "18.5.2017 8.12.10",
                "18. 5. 2017 8:12:10",
                "18-05-2017 08:12:10",
                "18-5-2017 8:12:10",
                "2017/05/18 8:12:10",
                "2017/05/18 午前 8:12:10",
                "2017/5/18 上午 8:12:10",
                "2017-05-18 오전 8:12:10",
                "2017-05-18 08:12:10",
                "2017. 05. 18. 8:12:10",
                "20170518 08:12:10"
            })
    void the_time_of_windows_name_server(String time) throws IOException {
        String rest =
                " 0C1C PACKET  000000D102F0F0A0 UDP Rcv 10.0.0.5        6be5   Q [0001   D   NOERROR] A      (1)a(7)example(0)";
        assertThat(events(time + rest)).containsExactly("2017-05-18T08:12:10 10.0.0.5 a.example");
        assertThat(events(time.replace("AM", "PM")
                                .replace("a. m.", "p. m.")
                                .replace("午前", "午後")
                                .replace("上午", "下午")
                                .replace("오전", "오후")
                        + rest))
                .first()
                .asString()
                .startsWith(
                        time.matches(".*(AM|a\\. m\\.|午前|上午|오전).*") ? "2017-05-18T20:12:10" : "2017-05-18T08:12:10");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
        1495095130.218    123 10.0.0.5 TCP_MISS/200 512 GET http://a.example/ - HIER_DIRECT/192.0.2.1 text/html
        May 18 08:12:10 proxy (squid-1): 1495095130.218    123 10.0.0.5 TCP_MISS/200 512 GET http://a.example/ - HIER_DIRECT/192.0.2.1 text/html
        2017-05-18T08:12:10+00:00 proxy squid[1]: 1495095130.218    123 10.0.0.5 TCP_DENIED/403 512 GET http://a.example/ sato HIER_NONE/- text/html
        """)
    void a_request_through_a_proxy(String line) throws IOException {
        assertThat(events(line)).containsExactly("2017-05-18T08:12:10 10.0.0.5 a.example");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
        May 18 08:12:10 fs1 smbd_audit: sato|10.0.0.5|pwrite_send|ok|a.example
        May 18 08:12:10 fs1 smbd[99]: CORP\\sato|::ffff:10.0.0.5|docs|pwrite|ok|a.example
        2017-05-18T08:12:10+0000 fs1 smbd_audit[1]: sato|10.0.0.5|unlink|ok|a.example
        {"__REALTIME_TIMESTAMP":"1495095130218786","_HOSTNAME":"fs1","SYSLOG_IDENTIFIER":"smbd_audit","MESSAGE":"sato|10.0.0.5|openat|ok|w|a.example"}
        """)
    void something_done_with_a_file(String line) throws IOException {
        assertThat(events(line)).containsExactly("2017-05-18T08:12:10 10.0.0.5 a.example");
    }

    /** Zeek writes some fifty logs; those that tell nothing here are none that is damaged. */
    @ParameterizedTest
    @ValueSource(
            strings =
                    "{\"ts\":1495095130.2,\"uid\":\"C\",\"id.orig_h\":\"10.0.0.5\",\"id.resp_h\":\"192.0.2.1\",\"server_name\":\"a.example\"}")
    void another_of_zeeks_logs_is_no_problem(String line) throws IOException {
        List<Problem> problems = new ArrayList<>();
        assertThat(events(line, problems)).isEmpty();
        assertThat(problems).isEmpty();
    }

    /** What the public rules ask about a record besides its data, and values that are empty. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<Event><System><Provider Name='P'/><EventID>7</EventID><Level>4</Level><Keywords>0x80</Keywords><TimeCreated SystemTime='2017-05-18T08:12:10Z'/><Channel>Application</Channel><Computer>PC5</Computer></System><EventData><Data Name='A'/></EventData><RenderingInfo Culture='en-US'><Message>M</Message></RenderingInfo></Event>",
                "{\"Id\":7,\"LogName\":\"Application\",\"ProviderName\":\"P\",\"Level\":4,\"Keywords\":\"0x80\",\"MachineName\":\"PC5\",\"TimeCreated\":\"2017-05-18T08:12:10Z\",\"Message\":\"M\",\"A\":\"\"}",
                "{\"EventID\":7,\"Channel\":\"Application\",\"ProviderName\":\"P\",\"Level\":4,\"Keywords\":\"0x80\",\"Computer\":\"PC5\",\"TimeCreated\":\"2017-05-18T08:12:10Z\",\"Message\":\"M\",\"A\":\"\"}"
            })
    void a_record_keeps_its_level_and_its_sentence(String line) throws IOException {
        List<Event> events = read(line, new ArrayList<>());
        assertThat(events).hasSize(1);
        Event.LogRecord record = (Event.LogRecord) events.getFirst();
        assertThat(record.fields())
                .containsEntry("Level", "4")
                .containsEntry("Keywords", "0x80")
                .containsEntry("Message", "M");
        if (!line.contains("LogName")) {
            assertThat(record.fields()).containsEntry("A", "");
        }
    }

    private static List<String> events(String line) throws IOException {
        List<Problem> problems = new ArrayList<>();
        List<String> events = events(line, problems);
        assertThat(problems).isEmpty();
        return events;
    }

    private static List<String> events(String line, List<Problem> problems) throws IOException {
        List<String> texts = new ArrayList<>();
        for (Event event : read(line, problems)) {
            String what = switch (event) {
                case Event.DnsQuery query -> query.name();
                case Event.HttpRequest request -> String.valueOf(request.host());
                case Event.FileOperation operation -> operation.path();
                default -> event.getClass().getSimpleName();
            };
            texts.add(event.time().toString().substring(0, 19) + " "
                    + event.flow().source() + " " + what);
        }
        return texts;
    }

    private static List<Event> read(String line, List<Problem> problems) throws IOException {
        byte[] log = (line + "\n").getBytes(StandardCharsets.UTF_8);
        var options = new LogOptions(ZoneOffset.UTC, LocalDate.of(2017, 12, 31), false);
        EventFormat format = LogFormats.all(options).stream()
                .filter(f -> f.fits(log))
                .findFirst()
                .orElseThrow();
        List<Event> events = new ArrayList<>();
        format.read(new ByteArrayInputStream(log), "log", new EventSink() {
            @Override
            public void event(Event event) {
                events.add(event);
            }

            @Override
            public void problem(Problem problem) {
                problems.add(problem);
            }
        });
        return events;
    }
}
