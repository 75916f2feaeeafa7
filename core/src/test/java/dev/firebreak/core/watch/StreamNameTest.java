package dev.firebreak.core.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamNameTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        # file                                      | stream
        conn.log                                    | conn.log
        conn.00.log                                 | conn.log
        conn.01.log.gz                              | conn.log
        conn.2017-05-12-10:00:00-11:00:00.log.gz    | conn.log
        CONN.2017-05-12T10:00:00Z.log               | conn.log
        conn-20170512.log                           | conn.log
        eve.json                                    | eve.json
        eve.json.1                                  | eve.json
        audit.log-20170512                          | audit.log
        trace_00001_20170512101500.pcap             | trace.pcap
        dump.pcap12                                 | dump.pcap
        # numbers of sensors and machines stay
        PC7.pcap                                    | pc7.pcap
        sensor-1.log                                | sensor-1.log
        sensor_2.log                                | sensor_2.log
        192.168.1.5.pcap                            | 192.168.1.5.pcap
        00.log                                      | 00.log
        gz                                          | gz
        """)
    void rotation_is_no_part_of_a_streams_name(String file, String stream) {
        assertThat(StreamName.of("Osaka", file)).isEqualTo("Osaka/" + stream);
    }

    @Test
    void two_places_are_two_streams_and_names_are_bounded() {
        assertThat(StreamName.of("Osaka", "conn.log")).isNotEqualTo(StreamName.of("Nagoya", "conn.log"));
        assertThat(StreamName.of("x", "a\\u0000\\n".repeat(5_000))).hasSizeLessThan(400);
    }
}
