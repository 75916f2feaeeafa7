package dev.firebreak.app.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.app.deliver.SignedOrders.Refusal;
import dev.firebreak.app.io.tuf.TestTrust;
import dev.firebreak.app.io.tuf.TufFailure;
import dev.firebreak.app.io.tuf.TufPublisher;
import dev.firebreak.app.web.TestPackages;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.rollout.Order;
import dev.firebreak.core.rollout.OrderState;
import dev.firebreak.core.rollout.OrderTask;
import dev.firebreak.core.rollout.PackageFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An order is handed out as two persons agreed to it, or not at all. */
class SignedOrdersTest {

    private static final Instant T0 = Instant.parse("2017-05-14T09:30:00.123456Z");
    private static final PackageFile FILE =
            new PackageFile(new Kb(4012598), "windowsxp-kb4012598-x86-custom-enu.exe", 665_096, "ab".repeat(32));
    private static final OrderState.Approved APPROVED = new OrderState.Proposed("account:aya", T0)
            .approve("account:ken", T0.plusSeconds(9))
            .orElseThrow();
    private static final Order ORDER =
            order("1".repeat(32), "XP1", new OrderTask.Install(new Kb(4012598), List.of(FILE)), APPROVED);

    @TempDir
    Path data;

    private SignedOrders signed;

    @BeforeEach
    void keys() throws IOException, TufFailure {
        TestTrust.init(data, T0);
        signed = TestPackages.orders(data);
        signed.add(List.of(ORDER), T0);
    }

    private static Order order(String id, String machine, OrderTask task, OrderState state) {
        return new Order(id, "b".repeat(32), machine, "Osaka", "MS17-010", task, state);
    }

    private static OrderState.Approved approval(
            String proposer, long proposed, String approver, long approved, long expires) {
        return new OrderState.Approved(new OrderState.Approval(
                proposer,
                T0.plusSeconds(proposed),
                approver,
                T0.plusSeconds(approved),
                T0.plusSeconds(approved).plus(OrderState.LIFETIME).plusSeconds(expires)));
    }

    static Stream<Arguments> changes() {
        OrderTask task = ORDER.task();
        return Stream.of(
                Arguments.of("another machine", order(ORDER.id(), "XP2", task, APPROVED)),
                Arguments.of(
                        "another site",
                        new Order(ORDER.id(), ORDER.batch(), "XP1", "Tokyo", "MS17-010", task, APPROVED)),
                Arguments.of(
                        "another batch",
                        new Order(ORDER.id(), "c".repeat(32), "XP1", "Osaka", "MS17-010", task, APPROVED)),
                Arguments.of(
                        "another advisory",
                        new Order(ORDER.id(), ORDER.batch(), "XP1", "Osaka", "CVE-2019-0708", task, APPROVED)),
                Arguments.of("another hash", install(FILE.file(), FILE.bytes(), "ac".repeat(32))),
                Arguments.of(
                        "another name", install("windowsxp-kb4012598-x86-custom-jpn.exe", FILE.bytes(), FILE.sha256())),
                Arguments.of("another size", install(FILE.file(), FILE.bytes() + 1, FILE.sha256())),
                Arguments.of(
                        "one file more",
                        order(
                                ORDER.id(),
                                "XP1",
                                new OrderTask.Install(new Kb(4012598), List.of(FILE, FILE)),
                                APPROVED)),
                Arguments.of(
                        "a mitigation", order(ORDER.id(), "XP1", new OrderTask.Apply("smb1-server-off"), APPROVED)),
                Arguments.of("undone", order(ORDER.id(), "XP1", new OrderTask.Undo("smb1-server-off"), APPROVED)),
                Arguments.of(
                        "another proposer",
                        order(ORDER.id(), "XP1", task, approval("account:eve", 0, "account:ken", 9, 0))),
                Arguments.of(
                        "proposed later",
                        order(ORDER.id(), "XP1", task, approval("account:aya", 1, "account:ken", 9, 0))),
                Arguments.of(
                        "another approver",
                        order(ORDER.id(), "XP1", task, approval("account:aya", 0, "account:eve", 9, 0))),
                Arguments.of(
                        "approved later",
                        order(ORDER.id(), "XP1", task, approval("account:aya", 0, "account:ken", 10, -1))),
                Arguments.of(
                        "valid for longer",
                        order(ORDER.id(), "XP1", task, approval("account:aya", 0, "account:ken", 9, 1))));
    }

    private static Order install(String name, long bytes, String sha256) {
        var file = new PackageFile(new Kb(4012598), name, bytes, sha256);
        return order(ORDER.id(), "XP1", new OrderTask.Install(new Kb(4012598), List.of(file)), APPROVED);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void an_order_that_differs_in_anything_is_refused(String what, Order changed) throws IOException {
        assertThat(signed.refusal(ORDER, T0)).isEmpty();
        assertThat(signed.refusal(changed, T0)).as(what).contains(Refusal.CHANGED);
        SignedOrders.Reconciliation reconciliation = signed.reconcile(List.of(changed), T0);
        assertThat(reconciliation.refused()).containsEntry(ORDER.id(), Refusal.CHANGED);
        // What was agreed to stays the evidence; the row put right is good again.
        assertThat(signed.refusal(ORDER, T0)).isEmpty();
    }

    @Test
    void on_its_way_to_the_machine_it_is_the_same_order() {
        OrderState.Offered offered = APPROVED.offer(T0.plusSeconds(60));
        assertThat(signed.refusal(ORDER.in(offered), T0)).isEmpty();
        assertThat(signed.refusal(ORDER.in(offered.fetch(T0.plusSeconds(61))), T0))
                .isEmpty();
        assertThat(signed.refusal(ORDER.in(new OrderState.Proposed("account:aya", T0)), T0))
                .as("nobody approved that")
                .contains(Refusal.CHANGED);
    }

    @Test
    void an_order_that_was_never_signed_is_refused_and_not_signed_by_looking_at_it() throws IOException {
        Order forged = order("2".repeat(32), "XP1", new OrderTask.Apply("spooler-off"), APPROVED);
        SignedOrders.Reconciliation reconciliation = signed.reconcile(List.of(ORDER, forged), T0);
        assertThat(reconciliation.refused()).containsOnlyKeys(forged.id()).containsValue(Refusal.UNSIGNED);
        assertThat(signed.reconcile(List.of(ORDER, forged), T0).refused()).containsOnlyKeys(forged.id());
    }

    @Test
    void what_is_over_leaves_the_list_and_its_row_cannot_be_revived() throws IOException, TufFailure {
        assertThat(signed.reconcile(List.of(), T0).gone()).containsExactly(ORDER.id());
        assertThat(signed.refusal(ORDER, T0)).contains(Refusal.UNSIGNED);
        signed.add(List.of(ORDER), T0);
        signed.remove(List.of(ORDER.id()), T0);
        assertThat(signed.refusal(ORDER, T0)).contains(Refusal.UNSIGNED);
    }

    @Test
    void an_approval_right_after_a_restart_keeps_what_was_signed_before() throws IOException, TufFailure {
        Order second = order("2".repeat(32), "XP1", new OrderTask.Apply("spooler-off"), APPROVED);
        SignedOrders restarted = TestPackages.orders(data);
        restarted.add(List.of(second), T0);
        assertThat(restarted.refusal(ORDER, T0)).isEmpty();
        assertThat(restarted.refusal(second, T0)).isEmpty();
    }

    @Test
    void an_approval_expires_and_so_does_a_list_that_nobody_signs_anew() throws IOException {
        Instant week = T0.plus(Duration.ofDays(8));
        assertThat(signed.refusal(ORDER, week)).as("frozen").contains(Refusal.UNSIGNED);
        for (int day = 1; day <= 30; day++) {
            signed.reconcile(List.of(ORDER), T0.plus(Duration.ofDays(day)));
        }
        assertThat(signed.refusal(ORDER, T0.plus(Duration.ofDays(29)))).isEmpty();
        Instant month = T0.plus(Duration.ofDays(30)).plusSeconds(9);
        assertThat(signed.refusal(ORDER, month.minusMillis(1))).isEmpty();
        assertThat(signed.refusal(ORDER, month)).contains(Refusal.EXPIRED);
    }

    @Test
    void without_keys_nothing_can_be_approved() throws IOException {
        Path other = data.resolve("without");
        SignedOrders none = TestPackages.orders(other);
        assertThatThrownBy(() -> none.add(List.of(ORDER), T0))
                .isInstanceOf(TufFailure.class)
                .hasMessageContaining("trust init");
        assertThat(none.refusal(ORDER, T0)).contains(Refusal.UNSIGNED);
        assertThat(none.reconcile(List.of(ORDER), T0).refused()).containsEntry(ORDER.id(), Refusal.UNSIGNED);
        assertThat(none.status()).isEqualTo(new TufPublisher.Status(false, null, null));
    }

    @Test
    void a_list_that_was_put_back_to_an_older_state_vouches_for_nothing() throws IOException, TufFailure {
        Path metadata = TufPublisher.folder(data, SignedOrders.REPOSITORY);
        Path copy = data.resolve("copy");
        java.nio.file.Files.createDirectories(copy);
        try (Stream<Path> files = java.nio.file.Files.list(metadata)) {
            for (Path file : files.toList()) {
                java.nio.file.Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        signed.remove(List.of(ORDER.id()), T0);
        try (Stream<Path> files = java.nio.file.Files.list(copy)) {
            for (Path file : files.toList()) {
                java.nio.file.Files.copy(
                        file, metadata.resolve(file.getFileName()), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            }
        }
        SignedOrders restarted = TestPackages.orders(data);
        SignedOrders.Reconciliation reconciliation = restarted.reconcile(List.of(ORDER), T0);
        assertThat(String.valueOf(reconciliation.aside())).contains("older");
        assertThat(reconciliation.refused()).containsEntry(ORDER.id(), Refusal.UNSIGNED);
    }

    @Test
    void the_document_says_everything_in_a_form_that_never_changes() {
        assertThat(new String(OrderDocument.bytes(ORDER).orElseThrow(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"schema\":\"firebreak.order/1\",\"id\":\"" + ORDER.id() + "\",\"batch\":\"" + ORDER.batch()
                                + "\",\"machine\":\"XP1\",\"site\":\"Osaka\",\"advisory\":\"MS17-010\",\"task\":\"install:KB4012598\","
                                + "\"files\":[{\"kb\":\"KB4012598\",\"file\":\"windowsxp-kb4012598-x86-custom-enu.exe\",\"bytes\":665096,\"sha256\":\""
                                + "ab".repeat(32)
                                + "\"}],\"proposedBy\":\"account:aya\",\"proposedAt\":\"2017-05-14T09:30:00.123456Z\",\"approvedBy\":\"account:ken\","
                                + "\"approvedAt\":\"2017-05-14T09:30:09.123456Z\",\"expires\":\"2017-06-13T09:30:09.123456Z\"}");
    }
}
