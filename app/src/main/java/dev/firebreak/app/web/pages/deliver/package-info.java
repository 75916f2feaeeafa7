/** Pages about update packages and their distribution. */
@NullMarked
package dev.firebreak.app.web.pages.deliver;

import org.jspecify.annotations.NullMarked;
