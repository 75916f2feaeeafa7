package dev.firebreak.app.web.pages;

import dev.firebreak.core.access.AccountStore.Account;
import dev.firebreak.core.access.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who may sign in. {@code problem} is what was wrong with what was asked for; null for nothing. */
record AccountsView(
        PageFrame frame, List<Account> accounts, @Nullable String problem) {

    AccountsView {
        accounts = List.copyOf(accounts);
    }

    /** Roles an account can have. */
    List<Role> roles() {
        return List.of(Role.VIEWER, Role.OPERATOR, Role.APPROVER, Role.ADMIN);
    }
}
