package dev.firebreak.app.probe.killswitch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.watch.killswitch.ProxyObservation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a machine is configured with: resolvers, hosts file, proxy auto-configuration; and how addresses are written. */
class ProbeSettingsFilesTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        10.0.0.53              | 10.0.0.53:53
        10.0.0.53:5353         | 10.0.0.53:5353
        fd00::53               | [fd00::53]:53
        [fd00::53]             | [fd00::53]:53
        [fd00::53]:5353        | [fd00::53]:5353
        ::1                    | [::1]:53
        10.0.0.53:0            |
        10.0.0.53:65536        |
        10.0.0.53:             |
        dns.example            |
        [10.0.0.53             |
        """)
    void resolvers_are_named_by_address(String text, String expected) {
        assertThat(HostAndPort.parseAddress(text, 53).map(HostAndPort::toString))
                .isEqualTo(java.util.Optional.ofNullable(expected));
    }

    @Test
    void a_proxy_needs_a_port() {
        assertThat(HostAndPort.parse("proxy.example", 0)).isEmpty();
        assertThat(HostAndPort.parse("proxy.example:8080", 0)).contains(new HostAndPort("proxy.example", 8080));
    }

    @Test
    void resolv_conf() throws IOException {
        Path file = Files.writeString(
                folder.resolve("resolv.conf"),
                "# comment\nsearch corp\nnameserver 10.0.0.1\n nameserver\t10.0.0.2 \nnameserver bogus\nnameserver fd00::53\nnameserver 10.0.0.1\n");
        assertThat(SystemResolvers.read(file))
                .extracting(HostAndPort::host)
                .containsExactly("10.0.0.1", "10.0.0.2", "fd00::53");
        assertThat(SystemResolvers.read(folder.resolve("none"))).isEmpty();
    }

    @Test
    void hosts_file() throws IOException {
        Path file = Files.write(
                folder.resolve("hosts"),
                ("127.0.0.1 localhost\n10.9.0.80 www.A.test. other # www.b.test\n#10.1.1.1 www.a.test\n"
                                + "fd00::80\twww.a.test\nbogus www.a.test\n\u30b3 www.a.test\n10.9.0.81 xwww.a.test\n")
                        .getBytes(java.nio.charset.Charset.forName("windows-31j")));
        HostsFile hosts = HostsFile.read(file, Set.of("www.a.test", "www.b.test"));
        assertThat(hosts.addresses("www.a.test")).containsExactly("10.9.0.80", "fd00::80");
        assertThat(hosts.addresses("www.b.test")).isEmpty();
        assertThat(HostsFile.read(folder.resolve("none"), Set.of("www.a.test")).addresses("www.a.test"))
                .isEmpty();
        assertThat(HostsFile.usual(Map.of("SystemRoot", "D:\\WINNT"), "Windows XP")
                        .toString())
                .startsWith("D:\\WINNT");
    }

    @Test
    void a_pac_file_is_read_and_not_run() {
        PacFile pac = PacFile.of(
                "http://wpad/wpad.dat",
                "function FindProxyForURL(url, host) { while (true) {} return 'PROXY 10.0.0.1:3128; PROXY p.example:80; PROXY 10.0.0.1:3128; PROXY x:0; DIRECT'; }");
        assertThat(pac.proxies()).containsExactly(new HostAndPort("10.0.0.1", 3128), new HostAndPort("p.example", 80));
        assertThat(pac.observation().detail()).contains("FindProxyForURL", "PROXY 10.0.0.1:3128", "DIRECT");
    }

    @Test
    void a_pac_file_that_cannot_be_read_says_so() throws IOException {
        Path large = Files.write(folder.resolve("large.pac"), new byte[1 << 19]);
        for (String where : new String[] {
            folder.resolve("none").toString(), large.toString(), "http://127.0.0.1:1/wpad.dat", "http://[bad"
        }) {
            PacFile pac = PacFile.read(where, new ProbeTimes(200, 200, 200));
            assertThat(pac.observation().outcome()).as(where).isEqualTo(ProxyObservation.Outcome.NONE);
            assertThat(pac.proxies()).isEmpty();
        }
    }
}
