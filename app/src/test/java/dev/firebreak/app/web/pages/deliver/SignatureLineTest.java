package dev.firebreak.app.web.pages.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.io.tuf.TufPublisher.Published;
import dev.firebreak.app.io.tuf.TufPublisher.Status;
import dev.firebreak.app.web.pages.frame.PageTexts;
import dev.firebreak.core.text.Language;
import dev.firebreak.core.text.Text;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A page never looks signed when nobody vouches now. */
class SignatureLineTest {

    private static final Instant NOW = Instant.parse("2026-11-28T01:00:00Z");
    private static final Text WHY = new Text("the passphrase is wrong", "パスフレーズが違います");

    private static Published until(Duration left) {
        return new Published(476_733, 2, 5, NOW.minusSeconds(60), NOW.plus(left), List.of("k"));
    }

    static Stream<Arguments> states() {
        Duration day = Duration.ofDays(1);
        return Stream.of(
                Arguments.of(new Status(true, until(day), null), true, "version 476733", "版 476733"),
                Arguments.of(new Status(false, null, null), false, "firebreak trust init", "未署名です"),
                Arguments.of(new Status(true, null, null), false, "in a moment", "まもなく"),
                Arguments.of(new Status(true, until(Duration.ZERO), null), false, "expired at", "有効期限"),
                Arguments.of(new Status(true, null, WHY), false, "the passphrase is wrong", "パスフレーズが違います"),
                Arguments.of(
                        new Status(true, until(day), WHY), false, "What was signed before counts until", "2026/11/29"));
    }

    @ParameterizedTest
    @MethodSource("states")
    void each_state_has_its_sentence(Status status, boolean isGood, String english, String japanese) {
        for (String what : List.of("packages", "orders")) {
            SignatureLine line = SignatureLine.of(status, what, texts(Language.EN), NOW);
            assertThat(line.isGood()).isEqualTo(isGood);
            assertThat(line.text()).contains(english);
            assertThat(SignatureLine.of(status, what, texts(Language.JA), NOW).text())
                    .contains(japanese);
        }
    }

    private static PageTexts texts(Language language) {
        return new PageTexts(language, ZoneId.of("Asia/Tokyo"));
    }
}
