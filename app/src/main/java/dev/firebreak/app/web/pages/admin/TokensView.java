package dev.firebreak.app.web.pages.admin;

import dev.firebreak.app.web.pages.frame.PageFrame;
import dev.firebreak.core.access.AccountStore.Token;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tokens and keys.
 *
 * @param secret of the one that was just made, shown this once; else null
 * @param problem what was wrong with what was asked for; null for nothing
 */
public record TokensView(
        PageFrame frame,
        List<Token> tokens,
        @Nullable String secret,
        @Nullable String problem) {

    /** What a key can be made for. */
    static final List<String> SCOPES = List.of("read", "import", "admin");

    public TokensView {
        // Those that are good first, the newest at the top.
        tokens = tokens.stream()
                .sorted(Comparator.comparing((Token t) -> t.revokedAt() != null)
                        .thenComparing(Token::since, Comparator.reverseOrder()))
                .toList();
    }

    List<String> scopes() {
        return SCOPES;
    }

    /** Whom or what a token is for. */
    String purpose(Token token) {
        return switch (token.kind()) {
            case SITE -> frame.texts().name(token.site());
            case MACHINE -> frame.texts().name(token.machine());
            case API ->
                String.join(
                        frame.texts().text("comma"),
                        token.scopes().stream()
                                .filter(SCOPES::contains)
                                .sorted(Comparator.comparingInt(SCOPES::indexOf))
                                .map(scope -> frame.texts().text("scope." + scope))
                                .toList());
        };
    }
}
