/** Pages for administration: accounts, tokens, the audit log, signing in. */
@NullMarked
package dev.firebreak.app.web.pages.admin;

import org.jspecify.annotations.NullMarked;
