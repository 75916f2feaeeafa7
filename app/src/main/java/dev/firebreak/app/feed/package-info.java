/** Vendors' documents in: what ships with Firebreak, and what is imported later. */
@NullMarked
package dev.firebreak.app.feed;

import org.jspecify.annotations.NullMarked;
