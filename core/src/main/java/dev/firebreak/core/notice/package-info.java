/** Notices: which changes go to which audience, and when. */
@NullMarked
package dev.firebreak.core.notice;

import org.jspecify.annotations.NullMarked;
