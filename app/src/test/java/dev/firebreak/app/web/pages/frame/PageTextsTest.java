package dev.firebreak.app.web.pages.frame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.web.auth.PageGate;
import dev.firebreak.core.access.AccountStore;
import dev.firebreak.core.dashboard.AdvisoryBoards;
import dev.firebreak.core.fleet.CheckInRecords;
import dev.firebreak.core.text.Language;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PageTextsTest {

    /** Keys that pages put together from the names of constants. */
    static Stream<String> keysOfConstants() {
        return Stream.of(
                        names("problem.", PageGate.Answer.values()).filter(key -> !key.equals("problem.done")),
                        Stream.of("problem.bad_site", "problem.no_scope", "problem.bad_label"),
                        names("advisories.refused.", AdvisoryBoards.AddResult.values())
                                .filter(key -> !key.endsWith(".added") && !key.endsWith(".present")),
                        names("counts.", CheckInRecords.Rank.values()),
                        names("token.", AccountStore.TokenKind.values()))
                .flatMap(keys -> keys);
    }

    private static Stream<String> names(String prefix, Enum<?>... constants) {
        return Stream.of(constants).map(constant -> prefix + constant.name().toLowerCase(Locale.ROOT));
    }

    @ParameterizedTest
    @MethodSource("keysOfConstants")
    void every_constant_has_its_text_in_both_languages(String key) {
        assertThat(texts(Language.EN).text(key)).isNotBlank();
        assertThat(texts(Language.JA).text(key))
                .isNotBlank()
                .isNotEqualTo(texts(Language.EN).text(key));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            account:sato     | sato (account)     | sato（アカウント）
            token:osaka-1    | osaka-1 (token)    | osaka-1（トークン）
            system:drop      | drop folder        | 受付フォルダー
            system:sign-on   | single sign-on     | シングルサインオン
            system           | Firebreak          | Firebreak
            somebody         | somebody           | somebody
            account:a\u202Eb | a\uFFFDb (account)    | a\uFFFDb（アカウント）
            """)
    void the_actor_is_named_in_words(String who, String english, String japanese) {
        assertThat(texts(Language.EN).by(who)).isEqualTo(english);
        assertThat(texts(Language.JA).by(who)).isEqualTo(japanese);
    }

    private static PageTexts texts(Language language) {
        return new PageTexts(language, ZoneOffset.UTC);
    }
}
