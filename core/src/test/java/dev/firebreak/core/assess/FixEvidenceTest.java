package dev.firebreak.core.assess;

import static dev.firebreak.core.advisory.TestKnowledge.TEN_1607_FIX;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What single pieces of evidence say about a fix; what they come to together is tested with the judge. */
class FixEvidenceTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # evidence                  | fixed | old
            os 10.0.14393.953           | true  | false
            os 10.0.14393.952           | false | true
            os 10.0.14393               | false | false
            os 10.0.15063.9999          | false | false
            os 10.0.10240.1             | false | false
            os 6.3.14393.953            | false | false
            """)
    void revisions_order_builds_of_one_branch_only(String machine, boolean fixed, boolean old) {
        FixEvidence signs = FixEvidence.of(TestMachine.of(machine).evidence(), TEN_1607_FIX);
        assertThat(signs.revisionFixed).hasSize(fixed ? 1 : 0);
        assertThat(signs.revisionOld).hasSize(old ? 1 : 0);
        assertThat(signs.proofs()).isEqualTo(fixed ? signs.revisionFixed : List.of());
    }
}
