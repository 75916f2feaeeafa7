package dev.firebreak.app.collect.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.fleet.Sighting;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.inventory.Source;
import java.nio.charset.Charset;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Addresses that were seen, as the programs of several systems print them. */
class SightingReaderTest {

    private static final Source FILE = Source.of("seen");
    private static final Instant COPIED = Instant.parse("2017-05-13T00:00:00Z");

    private static Read<Sighting> read(byte[] content) {
        return SightingReader.read(FILE, content, ZoneId.of("Asia/Tokyo"), COPIED);
    }

    private static List<String> told(String text) {
        return told(text, UTF_8);
    }

    private static List<String> told(String text, Charset charset) {
        return read(text.getBytes(charset)).items().stream()
                .map(s -> s.address() + " " + s.mac() + " " + s.hostName() + " " + s.kind())
                .toList();
    }

    @Test
    void arp_of_windows_in_several_languages() {
        String rows = """
                  10.1.2.1              00-0c-29-11-22-33     %1$s
                  10.1.2.7              00-0c-29-11-22-37     %1$s
                  10.1.2.255            ff-ff-ff-ff-ff-ff     %2$s
                  224.0.0.22            01-00-5e-00-00-16     %2$s
                """;
        String[][] languages = {
            {
                "Interface: 10.1.2.3 --- 0xb\n  Internet Address      Physical Address      Type\n",
                "dynamic",
                "static",
                "UTF-8"
            },
            {"インターフェイス: 10.1.2.3 --- 0xb\n  インターネット アドレス 物理アドレス           種類\n", "動的", "静的", "windows-31j"},
            {
                "Schnittstelle: 10.1.2.3 --- 0xb\n  Internetadresse       Physische Adresse     Typ\n",
                "dynamisch",
                "statisch",
                "IBM850"
            },
            {
                "Интерфейс: 10.1.2.3 --- 0xb\n  адрес в Интернете      Физический адрес      Тип\n",
                "динамический",
                "статический",
                "IBM866"
            },
            {"接口: 10.1.2.3 --- 0xb\n  Internet 地址         物理地址              类型\n", "动态", "静态", "GB18030"}
        };
        for (String[] language : languages) {
            assertThat(told(
                            "\r\n" + language[0] + rows.formatted(language[1], language[2]),
                            Charset.forName(language[3])))
                    .containsExactly("10.1.2.1 00:0c:29:11:22:33 null ARP", "10.1.2.7 00:0c:29:11:22:37 null ARP");
        }
    }

    @Test
    void neighbours_of_linux() {
        assertThat(told("""
                10.1.2.1 dev eth0 lladdr 00:0c:29:11:22:33 REACHABLE
                10.1.2.5 dev eth0  FAILED
                2001:db8::7 dev eth0 lladdr 00:0c:29:11:22:37 router STALE
                fe80::1 dev eth0 lladdr 00:0c:29:11:22:33 STALE
                """))
                .containsExactly("10.1.2.1 00:0c:29:11:22:33 null ARP", "2001:db8::7 00:0c:29:11:22:37 null ARP");
        assertThat(told("""
                Address                  HWtype  HWaddress           Flags Mask            Iface
                10.1.2.1                 ether   00:0c:29:11:22:33   C                     eth0
                10.1.2.9                         (incomplete)                              eth0
                """)).containsExactly("10.1.2.1 00:0c:29:11:22:33 null ARP");
        assertThat(told("""
                pc7.example.org (10.1.2.7) at 0:c:29:11:22:37 on en0 ifscope [ethernet]
                ? (10.1.2.8) at 00:0c:29:11:22:38 [ether] on eth0
                """))
                .containsExactly(
                        "10.1.2.7 00:0c:29:11:22:37 pc7.example.org ARP", "10.1.2.8 00:0c:29:11:22:38 null ARP");
    }

    @Test
    void neighbours_of_a_router() {
        assertThat(told("""
                core1#show ip arp
                Protocol  Address          Age (min)  Hardware Addr   Type   Interface
                Internet  10.1.2.1                -   000c.2911.2233  ARPA   Vlan10
                Internet  10.1.2.7               12   000c.2911.2237  ARPA   Vlan10
                Internet  10.1.2.9                0   Incomplete      ARPA
                """))
                .containsExactly("10.1.2.1 00:0c:29:11:22:33 null ARP", "10.1.2.7 00:0c:29:11:22:37 null ARP");
    }

    @Test
    void records_of_our_own() {
        Read<Sighting> read = read("""
                {"target":"10.1.2.3","address":"10.1.2.3","time":"2017-05-12T09:00:00Z","dialects":["SMB1"],"smb1":true,"host":{"name":"PC7"}}
                {"target":"10.1.2.4","address":"10.1.2.4","time":"2017-05-12T09:00:00Z","dialects":null,"smb1":null,"host":{"name":null}}
                {"time":"2017-05-12T10:00:00Z","kind":"dns","source":"10.1.2.5","name":"www.example.test"}
                nonsense
                """.getBytes(UTF_8));
        assertThat(read.items())
                .containsExactly(
                        new Sighting(
                                "10.1.2.3",
                                null,
                                "PC7",
                                Instant.parse("2017-05-12T09:00:00Z"),
                                Sighting.Kind.PROBE,
                                FILE.at(1)),
                        new Sighting(
                                "10.1.2.5",
                                null,
                                null,
                                Instant.parse("2017-05-12T10:00:00Z"),
                                Sighting.Kind.SINKHOLE,
                                FILE.at(3)));
        assertThat(read.problems()).hasSize(1);
    }

    @Test
    void leases_and_plain_addresses() {
        assertThat(told("address,hwaddr,client_id,valid_lifetime,expire,hostname,state\n"
                        + "10.1.2.3,00:0c:29:11:22:33,,3600,1494580330,pc7,0\n"))
                .containsExactly("10.1.2.3 00:0c:29:11:22:33 pc7 LEASE");
        assertThat(told("# seen by the firewall\n10.1.2.3\n\n10.1.2.4\n"))
                .containsExactly("10.1.2.3 null null ARP", "10.1.2.4 null null ARP");
        assertThat(read("10.1.2.3\nsomething else\n".getBytes(UTF_8)).items()).isEmpty();
        assertThat(read("10.1.2.3\nsomething else\n".getBytes(UTF_8)).problems())
                .hasSize(1);
    }

    @Test
    void random_input_never_throws() {
        var random = new Random(5);
        for (int i = 0; i < 300; i++) {
            byte[] rubbish = new byte[random.nextInt(400)];
            random.nextBytes(rubbish);
            assertThat(read(rubbish).items()).isEmpty();
        }
    }
}
