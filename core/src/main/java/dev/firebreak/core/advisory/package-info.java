/** What is wrong and what fixes it: advisories, products, builds, updates and their lines, support dates. */
@NullMarked
package dev.firebreak.core.advisory;

import org.jspecify.annotations.NullMarked;
