package dev.firebreak.app.sinkhole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.core.watch.Indicator;
import dev.firebreak.core.watch.Indicators;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written for a DNS server is taken by that server's own check. */
class ZoneFormatTest {

    @TempDir
    Path folder;

    private static List<Indicator> names() {
        return new ShippedKnowledge().indicators().of(Indicators.WANNACRY_KILL_SWITCH);
    }

    private void write(ZoneFormat format) throws IOException {
        List<InetAddress> answers = List.of(InetAddress.getByName("192.0.2.7"), InetAddress.getByName("2001:db8::7"));
        for (ZoneFormat.File file : format.files(names(), answers)) {
            Files.writeString(folder.resolve(file.name()), String.join("\n", file.lines()) + "\n");
        }
    }

    private String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    private static void needs(String program) {
        boolean there = List.of("/usr/bin/", "/usr/sbin/").stream()
                .anyMatch(place -> Files.isExecutable(Path.of(place + program)));
        assumeTrue(there, program + " is not installed");
    }

    @ParameterizedTest
    @EnumSource(ZoneFormat.class)
    void every_name_is_there_and_it_says_that_it_is_no_patch(ZoneFormat format) throws IOException {
        write(format);
        String first = Files.readString(
                folder.resolve(format.files(names(), List.of()).getFirst().name()));
        assertThat(names()).allSatisfy(name -> assertThat(first).contains(name.value()));
        assertThat(first).contains("192.0.2.7").contains("2001:db8::7").contains("does not replace the update");
    }

    @Test
    void bind_takes_zone_and_configuration() throws Exception {
        needs("named-checkzone");
        needs("named-checkconf");
        write(ZoneFormat.BIND);
        assertThat(run("named-checkzone", "firebreak.rpz", "firebreak-rpz.zone"))
                .contains("OK");
        for (Indicator name : names()) {
            assertThat(run("named-checkzone", name.value(), "firebreak-local.zone"))
                    .contains("OK");
        }
        String rpz = Files.readAllLines(folder.resolve("firebreak-named.conf")).stream()
                .filter(line -> line.contains("response-policy"))
                .findFirst()
                .orElseThrow()
                .replace("#", "");
        Files.writeString(
                folder.resolve("named.conf"),
                "options { directory \"" + folder + "\"; " + rpz + " };\ninclude \"firebreak-named.conf\";\n");
        run("named-checkconf", "-z", "named.conf");
        Files.writeString(
                folder.resolve("named.conf"),
                "options { directory \"" + folder + "\"; };\ninclude \"firebreak-local-named.conf\";\n");
        run("named-checkconf", "-z", "named.conf");
    }

    @Test
    void unbound_takes_its_configuration() throws Exception {
        needs("unbound-checkconf");
        write(ZoneFormat.UNBOUND);
        assertThat(run("unbound-checkconf", "firebreak-unbound.conf")).contains("no errors");
    }

    @Test
    void dnsmasq_takes_its_configuration_and_that_of_pihole() throws Exception {
        needs("dnsmasq");
        write(ZoneFormat.DNSMASQ);
        write(ZoneFormat.PIHOLE);
        run("dnsmasq", "--test", "-C", "firebreak-dnsmasq.conf");
        run("dnsmasq", "--test", "-C", "99-firebreak.conf");
    }
}
