package dev.firebreak.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** A validator that finds no fault in anything, or fault in everything, would be worse than none. */
class CsafValidatorTest {

    @Test
    void it_tells_half_a_document_from_a_whole_one(@TempDir Path folder) throws Exception {
        Path half = Files.writeString(folder.resolve("half.json"), "{\"document\": {\"category\": \"csaf_vex\"}}");
        Path whole = Path.of("src/test/csaf/small.json");
        Throwable thrown = catchThrowable(() -> CsafValidator.assertValid(half, whole));
        if (thrown instanceof TestAbortedException skipped) {
            throw skipped;
        }
        assertThat(thrown)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("half.json: csaf_2_0_strict /document: must have required property 'publisher'")
                .hasMessageNotContaining("small.json");
    }
}
