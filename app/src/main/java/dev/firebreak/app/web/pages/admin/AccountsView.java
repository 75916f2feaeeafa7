package dev.firebreak.app.web.pages.admin;

import dev.firebreak.app.web.pages.frame.PageFrame;
import dev.firebreak.core.access.AccountStore.Account;
import dev.firebreak.core.access.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who may sign in. {@code problem} is what was wrong with what was asked for; null for nothing. */
public record AccountsView(
        PageFrame frame, List<Account> accounts, @Nullable String problem) {

    public AccountsView {
        accounts = List.copyOf(accounts);
    }

    /** Roles an account can have. */
    List<Role> roles() {
        return List.of(Role.VIEWER, Role.OPERATOR, Role.APPROVER, Role.ADMIN);
    }
}
