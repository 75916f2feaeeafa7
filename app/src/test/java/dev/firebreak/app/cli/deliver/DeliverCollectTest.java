package dev.firebreak.app.cli.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.cli.Cli;
import dev.firebreak.app.cli.CommandServices;
import dev.firebreak.app.collect.Collector;
import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.app.report.Reports;
import dev.firebreak.app.store.FleetDatabase;
import dev.firebreak.app.web.Premises;
import dev.firebreak.app.web.service.OrderService;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.dashboard.Sender;
import dev.firebreak.core.rollout.Order;
import dev.firebreak.core.rollout.OrderState;
import dev.firebreak.core.rollout.Outcome;
import dev.firebreak.core.rollout.PackageFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes back on a medium: shown, and taken into the server, where only fresh evidence closes orders. */
class DeliverCollectTest {

    private static final String FILE =
            "windowsxp-kb4012598-x86-custom-enu_eceb7d5023bbb23c0dc633e46b9c2f14fa6ee9dd.exe";

    @TempDir
    Path temp;

    private final Map<String, String> environment = new HashMap<>(Map.of("LANG", "C"));
    private String out = "";
    private String err = "";

    private int run(String... args) {
        var outBytes = new ByteArrayOutputStream();
        var errBytes = new ByteArrayOutputStream();
        environment.put("FIREBREAK_DATA", temp.resolve("data").toString());
        var services = new CommandServices(
                new ShippedKnowledge(),
                () -> new Collector(temp),
                new Reports("test", temp),
                new ByteArrayInputStream(new byte[0]),
                environment,
                Clock.fixed(Instant.parse("2017-05-15T00:00:00Z"), ZoneOffset.UTC),
                System::nanoTime);
        int exit = new Cli(
                        environment,
                        new PrintStream(outBytes, true, UTF_8),
                        new PrintStream(errBytes, true, UTF_8),
                        temp)
                .run(List.of(new DeliverCommand(services)), args);
        out = outBytes.toString(UTF_8);
        err = errBytes.toString(UTF_8);
        return exit;
    }

    private static String evidence(String collected, String more) {
        return """
                firebreak-collect 1
                machine=XP1
                caption=Microsoft Windows XP Professional
                version=5.1.2600
                service-pack=3
                collected=%s
                architecture=x86
                locale-lcid=0409
                hotfix=KB976002
                %shotfixes=ok
                smb1=enabled
                end
                """.formatted(collected, more).replace("\n", "\r\n");
    }

    private Path stick(String exit, String evidence) throws IOException {
        Path results = Files.createDirectories(temp.resolve("stick/results"));
        Files.writeString(
                results.resolve("XP1_KB4012598_outcome.txt"),
                "medium=0123456789abcdef\r\nmachine=XP1\r\nkb=KB4012598\r\nfile=" + FILE + "\r\nchecked=size\r\nexit="
                        + exit + "\r\n");
        Files.writeString(results.resolve("XP1_firebreak.txt"), evidence);
        return temp.resolve("stick");
    }

    /** A server whose machine says at 09:31 UTC that its order is done. */
    private Premises claimed() throws IOException {
        Premises premises = Premises.withApi(Files.createDirectories(temp.resolve("data")));
        premises.packages.set(List.of(new PackageFile(new Kb(4012598), FILE, 1000, "a".repeat(64))));
        premises.fleet.importEvidence(
                Sender.IMPORTER,
                "Osaka",
                "XP1_firebreak.txt",
                evidence("2017/05/14 18:00:00 +540", "").getBytes(UTF_8),
                "account:aya",
                null);
        OrderService orders = premises.orders();
        var proposal = orders.install("MS17-010", "KB4012598-5.1.2600-client-x86-ENU", null, "account:aya");
        assertThat(orders.approve(String.valueOf(proposal.batch()), "account:ken"))
                .isEqualTo(OrderService.Approval.DONE);
        Order order = orders.offer("XP1", "token").getFirst();
        premises.later(Duration.ofMinutes(1));
        orders.report(order, Outcome.of(0), null, "token");
        return premises;
    }

    private OrderState.Kind state() {
        try (FleetDatabase database = FleetDatabase.open(temp.resolve("data"), null)) {
            return database.orderStore().newest(1).getFirst().state().kind();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2017/05/14 18:45:00 +540, CLOSED,  1", // after the claim
        "2017/05/14 18:25:00 +540, CLAIMED, 0", // before it: the medium came late
        "'',                       CLAIMED, 0"
    })
    void evidence_of_a_medium_goes_into_the_data_folder_and_closes_orders_where_it_is_fresh(
            String collected, OrderState.Kind state, int closed) throws Exception {
        claimed().close();
        Path stick = stick("0", evidence(collected, "hotfix=KB4012598\r\n"));
        assertThat(run("deliver", "collect", stick.toString())).isZero();
        assertThat(err).contains("--site SITE");
        assertThat(state()).as("shown only").isEqualTo(OrderState.Kind.CLAIMED);
        assertThat(run("deliver", "collect", "--site", "Osaka", stick.toString()))
                .as(err)
                .isZero();
        assertThat(err).contains("Taken into the server: new 1", "Orders confirmed by this evidence: " + closed);
        assertThat(state()).isEqualTo(state);
        try (FleetDatabase database = FleetDatabase.open(temp.resolve("data"), null)) {
            assertThat(database.auditLog().entries(Long.MAX_VALUE, 50))
                    .anySatisfy(entry -> assertThat(entry.who() + " " + entry.what() + " " + entry.about())
                            .startsWith("terminal:")
                            .endsWith(" evidence.import XP1_firebreak.txt"));
        }
        // Once more changes nothing.
        assertThat(run("deliver", "collect", "--site", "Osaka", stick.toString()))
                .isZero();
        assertThat(err).contains("new 0, known 1", "Orders confirmed by this evidence: 0");
    }

    @Test
    void machines_of_another_site_folders_without_a_server_and_running_servers_are_told() throws Exception {
        claimed().close();
        Path stick = stick("0", evidence("2017/05/14 18:45:00 +540", "hotfix=KB4012598\r\n"));
        run("deliver", "collect", "--site", "Tokyo", stick.toString());
        assertThat(err).contains("XP1 belongs to another site", "new 0, known 0");
        assertThat(state()).isEqualTo(OrderState.Kind.CLAIMED);
        try (FleetDatabase running = FleetDatabase.open(temp.resolve("data"), null)) {
            running.hold();
            assertThat(run("deliver", "collect", "--site", "Osaka", stick.toString()))
                    .isEqualTo(4);
            assertThat(err).contains("--server URL");
            run("--lang", "ja", "deliver", "collect", "--site", "Osaka", stick.toString());
            assertThat(err).contains("実行中の管理サーバー");
        }
        assertThat(run("deliver", "collect", "--site", "Osaka", "--data", temp.toString(), stick.toString()))
                .isEqualTo(3);
        assertThat(run("deliver", "collect", "--server", "https://firebreak.example.jp", stick.toString()))
                .isEqualTo(2);
        assertThat(err).contains("--site SITE");
    }

    @Test
    void a_running_server_takes_it_over_http() throws Exception {
        try (Premises premises = claimed()) {
            Path stick = stick("0", evidence("2017/05/14 18:45:00 +540", "hotfix=KB4012598\r\n"));
            Files.writeString(stick.resolve("results/XP9_firebreak.txt"), "firebreak-collect 1\r\n");
            premises.later(Duration.ofHours(1));
            Path token = Files.writeString(temp.resolve("key.txt"), premises.key("import") + "\n");
            String[] command = {
                "deliver",
                "collect",
                "--site",
                "Osaka",
                "--server",
                premises.web.url(),
                "--token-file",
                token.toString(),
                stick.toString()
            };
            assertThat(run(command)).as(err).isZero();
            assertThat(err).as("XP9 is known to be unknown now").contains("Taken into the server: new 2");
            new dev.firebreak.app.web.service.OrderJudge(premises.services()).judge();
            assertThat(premises.newest().getFirst().state().kind()).isEqualTo(OrderState.Kind.CLOSED);

            Files.writeString(token, "not-a-token-of-this-server\n");
            assertThat(run(command)).isEqualTo(3);
            assertThat(err).contains("HTTP 401", "scope import");
            assertThat(run("deliver", "collect", "--site", "Osaka", "--server", premises.web.url(), stick.toString()))
                    .isEqualTo(2);
            assertThat(err).contains("No API key");
            assertThat(run("deliver", "collect", "--site", "Osaka", "--server", "http://192.0.2.1", stick.toString()))
                    .isEqualTo(2);
            assertThat(err).contains("https only");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0,           hotfix=KB4012598, confirmed by evidence",
        "0,           hotfix=KB976003,  not confirmed",
        "-2145124329, hotfix=KB976003,  not confirmed",
        "-2145124329, hotfix=KB4012598, installer reports no success",
        "timeout,     hotfix=KB4012598, installer reports no success",
        "3010,        hotfix=KB4012598, restart"
    })
    void a_report_stands_beside_what_the_evidence_shows(String exit, String hotfix, String state) throws Exception {
        run(
                "deliver",
                "collect",
                stick(exit, evidence("2017/05/14 18:45:00 +540", hotfix + "\r\n"))
                        .toString());
        assertThat(out).contains(state);
    }
}
