/** Who may do what: accounts, roles, tokens, approved exceptions and the audit log. */
@NullMarked
package dev.firebreak.core.access;

import org.jspecify.annotations.NullMarked;
