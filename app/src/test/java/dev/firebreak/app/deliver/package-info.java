/** Notices out: a real mail server, a real web server, and how both misbehave. */
@NullMarked
package dev.firebreak.app.deliver;

import org.jspecify.annotations.NullMarked;
