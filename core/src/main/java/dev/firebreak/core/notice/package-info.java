/** What is news, for whom and when: notices to audiences. */
@NullMarked
package dev.firebreak.core.notice;

import org.jspecify.annotations.NullMarked;
