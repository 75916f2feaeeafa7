package dev.firebreak.app.web.auth;

import dev.firebreak.app.web.http.Access;
import dev.firebreak.app.web.http.Caller;
import dev.firebreak.core.access.AccountStore;
import dev.firebreak.core.access.Role;
import org.jspecify.annotations.Nullable;

/**
 * The authenticated caller of a request: account, token or nobody.
 *
 * @param caller as handlers see them
 * @param token what they showed; null for people and for nobody
 * @param session hash of their session; null for tokens and for nobody
 * @param why nobody: nothing shown, or what was wrong with it; for the log
 */
public record Principal(
        Caller caller,
        AccountStore.@Nullable Token token,
        @Nullable String session,
        String why) {

    boolean isNobody() {
        return token == null && session == null;
    }

    /** Whether they may come in. Keys do what their scopes say and nothing besides; {@code admin} includes the others. */
    boolean may(Access access) {
        if (access == Access.ANYONE) {
            return true;
        }
        if (token != null) {
            return switch (token.kind()) {
                case SITE -> access == Access.SITE || access == Access.MACHINE;
                case MACHINE -> access == Access.MACHINE;
                case API -> mayKey(token, access);
            };
        }
        return session != null && access.role() != Role.ANYONE && caller.role().covers(access.role());
    }

    private static boolean mayKey(AccountStore.Token key, Access access) {
        boolean admin = key.scopes().contains("admin");
        return switch (access) {
            case VIEWER -> admin || key.scopes().contains("read");
            case OPERATOR -> admin || key.scopes().contains("import");
            case ADMIN -> admin;
            // Approving is a person's: a program must not agree with itself.
            case APPROVER, SITE, MACHINE, ANYONE -> false;
        };
    }

    /** What a key's scopes amount to. */
    static Role role(AccountStore.Token token) {
        if (token.kind() != AccountStore.TokenKind.API) {
            return Role.ANYONE;
        }
        return token.scopes().contains("admin")
                ? Role.ADMIN
                : token.scopes().contains("import")
                        ? Role.OPERATOR
                        : token.scopes().contains("read") ? Role.VIEWER : Role.ANYONE;
    }
}
