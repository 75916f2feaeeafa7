package dev.firebreak.app.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.web.Premises;
import dev.firebreak.app.web.service.OrderService;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.rollout.Order;
import dev.firebreak.core.rollout.OrderState;
import dev.firebreak.core.rollout.PackageFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orders over HTTP, as the client scripts take part in them, and what evidence makes of their claims. */
class OrderEvidenceTest {

    private static final String NAME =
            "windowsxp-kb4012598-x86-custom-enu_eceb7d5023bbb23c0dc633e46b9c2f14fa6ee9dd.exe";

    /** What collect.cmd writes on XP: time of collection, last start, then one of the lines that follow. */
    private static final String XP = """
            firebreak-collect 1
            machine=XP1
            caption=Microsoft Windows XP Professional
            version=5.1.2600
            service-pack=3
            collected=%s
            boot=%s
            architecture=x86
            locale-lcid=0409
            hotfix=KB976002
            %s
            hotfixes=ok
            smb1=enabled
            spooler-start=%s
            spooler-state=%s
            end
            """;

    @TempDir
    Path folder;

    private Premises premises;
    private String token;
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void open() throws Exception {
        premises = Premises.withApi(folder);
        token = premises.site("Osaka");
        premises.packages.set(List.of(new PackageFile(new Kb(4012598), NAME, 1000, "a".repeat(64))));
        // 18:00 in Japan, half an hour before the server's 09:30 UTC.
        assertThat(send("evidence", vulnerable("2017/05/14 18:00:00 +540", "2017/05/14 08:00:00")))
                .isEqualTo(201);
    }

    @AfterEach
    void close() {
        client.close();
        premises.close();
    }

    private static String vulnerable(String collected, String boot) {
        return XP.formatted(collected, boot, "", "automatic", "running");
    }

    private static String fixed(String collected, String boot) {
        return XP.formatted(collected, boot, "hotfix=KB4012598", "automatic", "running");
    }

    private int send(String where, String text) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(premises.web.url() + "/api/v1/machines/XP1/" + where))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString(text.replace("\n", "\r\n")))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    private String ask() throws Exception {
        var request = HttpRequest.newBuilder(URI.create(premises.web.url() + "/api/v1/machines/XP1/orders"))
                .header("Authorization", "Bearer " + token)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    /** An order that two persons made and the machine says is done, half a minute ago. */
    private Order claimed(String exit) throws Exception {
        OrderService orders = premises.orders();
        var proposal = orders.install("MS17-010", "KB4012598-5.1.2600-client-x86-ENU", null, "account:aya");
        assertThat(orders.approve(String.valueOf(proposal.batch()), "account:ken"))
                .isEqualTo(OrderService.Approval.DONE);
        assertThat(ask()).contains("package=");
        Order order = premises.newest().getFirst();
        premises.later(Duration.ofMinutes(1));
        assertThat(send("orders/" + order.id(), "exit=" + exit + "\nboot=2017/05/14 08:00:00\n"))
                .isEqualTo(200);
        premises.later(Duration.ofSeconds(30));
        assertThat(state()).isEqualTo(OrderState.Kind.CLAIMED);
        assertThat(ask()).contains("confirm=" + order.id()).doesNotContain("package=");
        return order;
    }

    private OrderState.Kind state() {
        return premises.newest().getFirst().state().kind();
    }

    private Order newest(String task) {
        return premises.newest().stream()
                .filter(o -> o.task().key().equals(task))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void evidence_collected_after_the_claim_closes_the_order() throws Exception {
        claimed("0");
        assertThat(send("evidence", fixed("2017/05/14 18:31:20 +540", "2017/05/14 08:00:00")))
                .isEqualTo(201);
        assertThat(state()).isEqualTo(OrderState.Kind.CLOSED);
    }

    @Test
    void evidence_collected_before_the_claim_or_at_a_time_nobody_knows_closes_nothing() throws Exception {
        claimed("0");
        for (String collected : List.of(
                "2017/05/14 18:30:20 +540", // half a minute before the claim
                "2017/05/14 18:31:20 +600", // an hour before, in another zone
                "2017/05/14 18:31:20",
                "",
                "2017/05/14 19:31:20 +540", // a clock that is ahead may tell of before as well
                "2017/05/15 18:31:20 +540")) {
            assertThat(send("evidence", fixed(collected, "2017/05/14 08:00:00")))
                    .isIn(200, 201);
            assertThat(state()).as(collected).isEqualTo(OrderState.Kind.CLAIMED);
            assertThat(ask()).contains("confirm=");
        }
    }

    @Test
    void after_an_exit_code_that_asks_for_a_restart_a_later_start_is_needed() throws Exception {
        claimed("3010");
        assertThat(send("evidence", fixed("2017/05/14 18:31:20 +540", "2017/05/14 08:00:00")))
                .isEqualTo(201);
        assertThat(state()).as("not restarted").isEqualTo(OrderState.Kind.CLAIMED);
        premises.later(Duration.ofMinutes(10));
        assertThat(send("evidence", fixed("2017/05/14 18:40:00 +540", "2017/05/14 18:35:00")))
                .isEqualTo(201);
        assertThat(state()).isEqualTo(OrderState.Kind.CLOSED);
    }

    @Test
    void the_client_that_did_the_order_needs_no_right_clock() throws Exception {
        Order order = claimed("0");
        String ahead = fixed("2017/05/14 19:31:20 +540", "2017/05/14 08:00:00");
        assertThat(send("evidence?order=" + "0".repeat(32), ahead)).isEqualTo(201);
        assertThat(state()).as("another order").isEqualTo(OrderState.Kind.CLAIMED);
        premises.later(Duration.ofMinutes(1));
        assertThat(send("evidence?order=" + order.id(), ahead + "\n")).isEqualTo(201);
        assertThat(state()).isEqualTo(OrderState.Kind.CLOSED);
    }

    @Test
    void not_applicable_is_no_success_and_evidence_does_not_make_it_one() throws Exception {
        OrderService orders = premises.orders();
        var proposal = orders.install("MS17-010", "KB4012598-5.1.2600-client-x86-ENU", null, "account:aya");
        orders.approve(String.valueOf(proposal.batch()), "account:ken");
        ask();
        String id = premises.newest().getFirst().id();
        assertThat(send("orders/" + id, "exit=-2145124329\n")).isEqualTo(200);
        assertThat(state()).isEqualTo(OrderState.Kind.FAILED);
        premises.later(Duration.ofMinutes(2));
        assertThat(send("evidence?order=" + id, fixed("2017/05/14 18:31:20 +540", "2017/05/14 08:00:00")))
                .isEqualTo(201);
        assertThat(state()).isEqualTo(OrderState.Kind.FAILED);
    }

    @Test
    void a_report_without_an_exit_code_is_refused() throws Exception {
        OrderService orders = premises.orders();
        var proposal = orders.install("MS17-010", "KB4012598-5.1.2600-client-x86-ENU", null, "account:aya");
        orders.approve(String.valueOf(proposal.batch()), "account:ken");
        ask();
        String id = premises.newest().getFirst().id();
        for (String report : List.of("", "exit=\n", "exit=ok\n", "boot=2017/05/14 08:00:00\n", "exit=0\nexit=5\n")) {
            assertThat(send("orders/" + id, report)).as(report).isEqualTo(422);
            assertThat(state()).isEqualTo(OrderState.Kind.OFFERED);
        }
    }

    @Test
    void a_mitigation_that_an_order_applied_is_undone_by_an_order_of_two_persons() throws Exception {
        OrderService orders = premises.orders();
        var mitigation = new dev.firebreak.app.feed.shipped.ShippedKnowledge()
                .knowledge()
                .mitigation("spooler-off")
                .orElseThrow();
        assertThat(orders.undo("MS17-010", mitigation, null, "account:aya").kept())
                .as("no order applied it")
                .isZero();
        var applied = orders.mitigate("MS17-010", mitigation, null, "account:aya");
        assertThat(applied.kept()).isEqualTo(1);
        assertThat(orders.undo("MS17-010", mitigation, null, "account:aya").kept())
                .as("it has not left the server")
                .isZero();
        orders.approve(String.valueOf(applied.batch()), "account:ken");
        String apply = newest("apply:spooler-off").id();
        assertThat(ask()).contains("apply=" + apply + " spooler-off");
        assertThat(send("orders/" + apply, "exit=0\n")).isEqualTo(200);
        premises.later(Duration.ofMinutes(2));
        String off = XP.formatted("2017/05/14 18:31:00 +540", "2017/05/14 08:00:00", "", "disabled", "stopped");
        assertThat(send("evidence", off)).isEqualTo(201);
        assertThat(newest("apply:spooler-off").state().kind())
                .as("the setting was seen")
                .isEqualTo(OrderState.Kind.CLOSED);

        var undone = orders.undo("MS17-010", mitigation, null, "account:aya");
        assertThat(undone.kept()).isEqualTo(1);
        assertThat(ask()).as("one person is not enough").doesNotContain("undo=");
        assertThat(orders.approve(String.valueOf(undone.batch()), "account:AYA"))
                .isEqualTo(OrderService.Approval.SAME_PERSON);
        assertThat(orders.approve(String.valueOf(undone.batch()), "account:ken"))
                .isEqualTo(OrderService.Approval.DONE);
        String undo = newest("undo:spooler-off").id();
        assertThat(ask()).contains("undo=" + undo + " spooler-off");
        assertThat(send("orders/" + undo, "exit=0\n")).isEqualTo(200);
        premises.later(Duration.ofMinutes(2));
        assertThat(send("evidence?order=" + undo, off.replace("18:31:00", "18:33:00")))
                .isEqualTo(201);
        assertThat(newest("undo:spooler-off").state().kind()).as("still off").isEqualTo(OrderState.Kind.CLAIMED);
        premises.later(Duration.ofMinutes(2));
        assertThat(send("evidence", vulnerable("2017/05/14 18:35:00 +540", "2017/05/14 08:00:00")))
                .isEqualTo(201);
        assertThat(newest("undo:spooler-off").state().kind()).isEqualTo(OrderState.Kind.CLOSED);
    }
}
