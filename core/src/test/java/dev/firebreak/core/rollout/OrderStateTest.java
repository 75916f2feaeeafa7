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
                "0,    -, FIXED,        1,  -,  -,  CLOSED",
                "0,    -, NOT_AFFECTED, 1,  -,  -,  CLOSED",
                "0,    -, FIXED,        -1, -,  -,  CLAIMED", // from before
                "0,    -, FIXED,        0,  -,  -,  CLAIMED",
                "0,    -, FIXED,        1,  -1, -,  CLAIMED", // arrived late, collected before
                "0,    -, FIXED,        2,  1,  -,  CLOSED",
                "0,    -, UNKNOWN,      1,  -,  -,  CLAIMED",
                "0,    -, VULNERABLE,   1,  -,  -,  FAILED",
                "0,    -, MITIGATED,    1,  -,  -,  FAILED",
                "3010, -60, FIXED,      1,  -,  -,  CLAIMED", // no restart is proven
                "3010, -60, FIXED,      1,  -, -60, CLAIMED",
                "3010, -60, FIXED,      9,  -,  5,  CLOSED",
                "3010, -,   FIXED,      9,  -,  5,  CLAIMED", // nobody told when it had started before
                "3010, -60, VULNERABLE, 1,  -, -60, CLAIMED", // the restart is still to come
                "3010, -60, VULNERABLE, 9,  -,  5,  FAILED",
                "2359302, -, FIXED,     1,  -,  -,  CLOSED"
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
        var evidence = new FreshEvidence(verdict, minutes(received), minutes(collected), minutes(booted));
        assertThat(claim.judge(INSTALL, evidence, T0.plusSeconds(999)).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"MITIGATED, CLOSED", "FIXED, CLOSED", "VULNERABLE, CLAIMED", "UNKNOWN, CLAIMED"})
    void a_mitigation_is_closed_by_what_it_does(Verdict.Kind verdict, OrderState.Kind kind) {
        var claim = new OrderState.Claimed(approval(), Outcome.of(0), T0, null);
        var evidence = new FreshEvidence(verdict, minutes(1), null, null);
        assertThat(claim.judge(new OrderTask.Apply("smb1-server-off"), evidence, T0)
                        .kind())
                .isEqualTo(kind);
        assertThat(claim.judge(new OrderTask.Undo("smb1-server-off"), evidence, T0)
                        .kind())
                .isEqualTo(OrderState.Kind.CLAIMED);
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
