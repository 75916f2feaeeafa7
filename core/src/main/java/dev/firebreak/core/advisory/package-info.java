/** What vendors publish: advisories, products, updates and their lines, support dates. Data and the rules that belong to it. */
@NullMarked
package dev.firebreak.core.advisory;

import org.jspecify.annotations.NullMarked;
