/** Readers of Microsoft's publications: bulletins, CVRF, CSAF, Update Catalog pages. */
@NullMarked
package dev.firebreak.app.feed.msrc;

import org.jspecify.annotations.NullMarked;
