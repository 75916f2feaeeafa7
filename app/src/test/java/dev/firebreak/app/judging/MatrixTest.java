package dev.firebreak.app.judging;

import static dev.firebreak.app.judging.Hosts.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.advisory.Applicability.Affected;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.Update;
import dev.firebreak.core.advisory.UpdateLine;
import dev.firebreak.core.assess.Verdict.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each update alone on each product: what fixes MS17-010, and what only looks as if it did. */
class MatrixTest {

    /** Came out for XP to Vista and 8 as well, where no source says whether its srv.sys carries the fix: alone, no answer. */
    private static final int SMB_OF_MAY = 4018466;

    /** Updates of a line that carry nothing of it: updates of servicing alone would not be on a line at all. */
    private static UpdateLine line(Hosts host) {
        var fix = (Affected) MS17_010.of(
                KNOWLEDGE.onBranch(host.os.build()).stream()
                        .filter(p -> MS17_010.of(p, null) instanceof Affected a
                                && a.fix().line() != null
                                && a.fix().line().id().equals(host.line))
                        .findFirst()
                        .orElseThrow(),
                host.os.architecture());
        return fix.fix().line();
    }

    @ParameterizedTest
    @EnumSource
    void one_fixing_update_alone_fixes_it(Hosts host) {
        for (int kb : host.fixing) {
            assertThat(host.withOnly(kb).kind()).as("%s with KB%d", host, kb).isEqualTo(Kind.FIXED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void every_later_update_of_the_line_fixes_it_and_no_earlier_one_does(Hosts host) {
        if (host.line == null) {
            return;
        }
        List<Update> updates = line(host).updates();
        int first = line(host).indexOf(new Kb(host.fixing[0]));
        assertThat(first).isPositive();
        for (int i = 0; i < updates.size(); i++) {
            Kind expected = i >= first ? Kind.FIXED : Kind.VULNERABLE;
            int kb = updates.get(i).kb().number();
            assertThat(host.withOnly(kb).kind()).as("%s with KB%d", host, kb).isEqualTo(expected);
        }
    }

    @Test
    void the_lines_are_as_long_as_the_years_since() {
        long cells = Arrays.stream(Hosts.values())
                .filter(h -> h.line != null)
                .mapToLong(h -> line(h).updates().size())
                .sum();
        assertThat(cells).isGreaterThan(1_200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # the April 2017 security-only trap (KB4023262), the month before, and updates of other parts
            SEVEN          | 4015546
            SERVER_2008_R2 | 4015546
            SERVER_2012    | 4015548
            EIGHT_ONE      | 4015547
            SERVER_2012_R2 | 4015547
            SEVEN          | 3212646
            SEVEN          | 3212642
            SERVER_2012    | 3205409
            SERVER_2012    | 3205408
            EIGHT_ONE      | 3205401
            EIGHT_ONE      | 3205400
            VISTA          | 3177186
            SERVER_2008    | 3177186
            TEN_1507       | 3210720
            TEN_1511       | 3210721
            TEN_1607       | 3213986
            SERVER_2016    | 3213986
            XP_SP3         | 958644
            EIGHT          | 3205409
            """)
    void the_update_before_the_fix_fixes_nothing(Hosts host, int kb) {
        assertThat(host.withOnly(kb).kind()).isEqualTo(Kind.VULNERABLE);
    }

    @ParameterizedTest
    @EnumSource
    void a_fixing_update_of_another_product_does_not_count(Hosts host) {
        Set<Integer> own = Arrays.stream(host.fixing).boxed().collect(Collectors.toSet());
        for (Hosts other : Hosts.values()) {
            for (int kb : other.fixing) {
                if (!own.contains(kb) && !host.os.build().sameBranch(other.os.build())) {
                    assertThat(host.withOnly(kb).kind())
                            .as("%s with KB%d of %s", host, kb, other)
                            .isEqualTo(kb == SMB_OF_MAY && host.line == null ? Kind.UNKNOWN : Kind.VULNERABLE);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # one branch, two products: Windows 8 has only KB4012598, Server 2012 has not; 2008 SP2 alone has KB4018466
            EIGHT       | 4012217
            EIGHT       | 4012214
            SERVER_2012 | 4012598
            """)
    void not_even_on_the_same_branch(Hosts host, int kb) {
        assertThat(host.withOnly(kb).kind()).isEqualTo(Kind.VULNERABLE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # security-only updates after May 2017 and 2008 SP2's rollups may carry srv.sys or not: nobody confirmed it
            SEVEN          | 4022722
            SERVER_2012    | 4022718
            EIGHT_ONE      | 4022717
            SERVER_2008    | 4458010
            """)
    void unconfirmed_facts_prove_nothing(Hosts host, int kb) {
        assertThat(host.withOnly(kb).kind()).isEqualTo(Kind.UNKNOWN);
    }
}
