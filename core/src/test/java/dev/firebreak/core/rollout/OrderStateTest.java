package dev.firebreak.core.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.assess.Verdict;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An order's life: two persons, no success by claim. */
class OrderStateTest {

    private static final Instant T0 = Instant.parse("2017-05-14T09:00:00Z");
    private static final OrderTask INSTALL = new OrderTask.Install(
            new Kb(4012598), List.of(new PackageFile(new Kb(4012598), "a-kb4012598.exe", 1, "0".repeat(64))));

    @ParameterizedTest
    @CsvSource({
        "account:aiko, account:ken,  true",
        "account:aiko, account:aiko, false",
        "account:aiko, account:AIKO, false",
        "account:aiko, 'account:aiko ', false",
        "account:aiko, token:5f2c, true" // who may approve is the door's business; one name never does both
    })
    void two_persons_make_an_order(String one, String other, boolean approved) {
        assertThat(new OrderState.Proposed(one, T0).approve(other, T0).isPresent())
                .isEqualTo(approved);
        if (!approved) {
            assertThatThrownBy(() -> new OrderState.Approval(one, T0, other, T0, T0.plus(OrderState.LIFETIME)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, CLAIMED",
        "3010, CLAIMED",
        "2359302, CLAIMED",
        "-2145124329, FAILED",
        "5, FAILED",
        "timeout, FAILED",
        "1, FAILED",
        "hash, FAILED"
    })
    void a_report_claims_or_fails_and_never_closes(String reported, OrderState.Kind kind) {
        var offered = new OrderState.Offered(approval(), T0);
        Outcome outcome = Outcome.parse(reported).orElseThrow();
        assertThat(offered.report(outcome, T0, null).kind()).isEqualTo(kind);
        assertThat(offered.fetch(T0).report(outcome, T0, null).kind()).isEqualTo(kind);
    }

    /** Minutes after the claim; "-" is not told. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // code, booted before, verdict, received, collected, booted, state
                "0,    -, FIXED,        2,  1,  -,  CLOSED",
                "0,    -, NOT_AFFECTED, 2,  1,  -,  CLOSED",
                "0,    -, FIXED,        1,  -,  -,  CLAIMED", // nobody knows when it was collected
                "0,    -, NOT_AFFECTED, 1,  -,  -,  CLAIMED",
                "0,    -, VULNERABLE,   1,  -,  -,  CLAIMED",
                "0,    -, FIXED,        -1, -2, -,  CLAIMED", // from before
                "0,    -, FIXED,        -1, 1,  -,  CLAIMED", // arrived before, whatever its clock says
                "0,    -, FIXED,        0,  0,  -,  CLAIMED",
                "0,    -, FIXED,        1,  0,  -,  CLAIMED",
                "0,    -, FIXED,        1,  -1, -,  CLAIMED", // arrived late, collected before
                "0,    -, UNKNOWN,      2,  1,  -,  CLAIMED",
                "0,    -, VULNERABLE,   2,  1,  -,  FAILED",
                "0,    -, MITIGATED,    2,  1,  -,  FAILED",
                "3010, -60, FIXED,      2,  1,  -,  CLAIMED", // no restart is proven
                "3010, -60, FIXED,      2,  1, -60, CLAIMED",
                "3010, -60, FIXED,      9,  8,  5,  CLOSED",
                "3010, -60, FIXED,      9,  -,  5,  CLAIMED",
                "3010, -,   FIXED,      9,  8,  5,  CLAIMED", // nobody told when it had started before
                "3010, -60, VULNERABLE, 2,  1, -60, CLAIMED", // the restart is still to come
                "3010, -60, VULNERABLE, 9,  8,  5,  FAILED",
                "2359302, -, FIXED,     2,  1,  -,  CLOSED"
            })
    void only_fresh_evidence_closes(
            long code,
            Integer before,
            Verdict.Kind verdict,
            int received,
            Integer collected,
            Integer booted,
            OrderState.Kind kind) {
        var claim = (OrderState.Claimed)
                new OrderState.Fetched(approval(), T0).report(Outcome.of(code), T0, minutes(before));
        var evidence = new FreshEvidence(
                verdict, new FreshEvidence.Account(minutes(received), minutes(collected), minutes(booted)));
        assertThat(claim.judge(INSTALL, evidence, T0.plusSeconds(999)).kind()).isEqualTo(kind);
    }

    @Test
    void everything_that_a_verdict_rests_on_must_be_fresh() {
        var claim = new OrderState.Claimed(approval(), Outcome.of(3010), T0, minutes(-60));
        var fresh = new FreshEvidence.Account(minutes(9), minutes(8), minutes(5));
        var old = new FreshEvidence.Account(minutes(-9), minutes(-9), minutes(5));
        var undated = new FreshEvidence.Account(minutes(9), null, minutes(5));
        var notRestarted = new FreshEvidence.Account(minutes(9), minutes(8), minutes(-60));
        var noStart = new FreshEvidence.Account(minutes(9), minutes(8), null);
        assertThat(fixed(claim, fresh, fresh)).isEqualTo(OrderState.Kind.CLOSED);
        for (var other : List.of(old, undated, notRestarted, noStart)) {
            assertThat(fixed(claim, fresh, other)).isEqualTo(OrderState.Kind.CLAIMED);
        }
        assertThat(fixed(claim)).as("evidence of nothing").isEqualTo(OrderState.Kind.CLAIMED);
        // The client that did the order says that it collected afterwards: no clock is needed for that, but one for the
        // restart.
        assertThat(fixed(claim, undated.collectedAfter())).isEqualTo(OrderState.Kind.CLOSED);
        assertThat(fixed(claim, old.collectedAfter())).isEqualTo(OrderState.Kind.CLAIMED);
        assertThat(fixed(claim, notRestarted.collectedAfter())).isEqualTo(OrderState.Kind.CLAIMED);
    }

    private static OrderState.Kind fixed(OrderState.Claimed claim, FreshEvidence.Account... accounts) {
        var evidence = new FreshEvidence(Verdict.Kind.FIXED, FreshEvidence.Setting.NOT_KNOWN, List.of(accounts));
        return claim.judge(INSTALL, evidence, T0).kind();
    }

    @ParameterizedTest
    @CsvSource({
        // verdict, setting, apply, undo
        "MITIGATED,  IN_PLACE,     CLOSED,  CLAIMED",
        "FIXED,      IN_PLACE,     CLOSED,  CLAIMED",
        "VULNERABLE, IN_PLACE,     CLOSED,  CLAIMED", // it does not help against everything; it is in place
        "MITIGATED,  NOT_KNOWN,    CLAIMED, CLAIMED", // by another setting
        "FIXED,      NOT_KNOWN,    CLAIMED, CLAIMED",
        "VULNERABLE, NOT_KNOWN,    CLAIMED, CLAIMED",
        "UNKNOWN,    NOT_KNOWN,    CLAIMED, CLAIMED",
        "VULNERABLE, NOT_IN_PLACE, FAILED,  CLOSED",
        "FIXED,      NOT_IN_PLACE, FAILED,  CLOSED"
    })
    void a_mitigation_is_closed_by_its_setting(
            Verdict.Kind verdict, FreshEvidence.Setting setting, OrderState.Kind apply, OrderState.Kind undo) {
        var claim = new OrderState.Claimed(approval(), Outcome.of(0), T0, null);
        for (Integer collected : new Integer[] {1, null, -1}) {
            var evidence = new FreshEvidence(
                    verdict, setting, List.of(new FreshEvidence.Account(minutes(2), minutes(collected), null)));
            boolean fresh = collected != null && collected > 0;
            assertThat(claim.judge(new OrderTask.Apply("smb1-server-off"), evidence, T0)
                            .kind())
                    .isEqualTo(fresh ? apply : OrderState.Kind.CLAIMED);
            assertThat(claim.judge(new OrderTask.Undo("smb1-server-off"), evidence, T0)
                            .kind())
                    .isEqualTo(fresh ? undo : OrderState.Kind.CLAIMED);
        }
    }

    @Test
    void tasks_are_never_command_lines() {
        for (String bad : new String[] {"", "smb1 & calc", "SMB1", "../x", "a;b", "-", "a".repeat(65)}) {
            assertThatThrownBy(() -> new OrderTask.Apply(bad)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new OrderTask.Undo(bad)).isInstanceOf(IllegalArgumentException.class);
        }
        for (String bad : new String[] {"", "a b.exe", "..\\a.exe", "a&b.exe", "a/b.exe", "%a%.exe", "a..exe"}) {
            assertThatThrownBy(() -> new PackageFile(new Kb(1), bad, 1, "0".repeat(64)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static OrderState.Approval approval() {
        return new OrderState.Approval("account:aiko", T0, "account:ken", T0, T0.plus(OrderState.LIFETIME));
    }

    private static Instant minutes(Integer after) {
        return after == null ? null : T0.plusSeconds(60L * after);
    }
}
