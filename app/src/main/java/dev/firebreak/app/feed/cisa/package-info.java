/** Reader of CISA's list of known exploited vulnerabilities. */
@NullMarked
package dev.firebreak.app.feed.cisa;

import org.jspecify.annotations.NullMarked;
