/** Pages about advisories, support of products, and the status report. */
@NullMarked
package dev.firebreak.app.web.pages.knowledge;

import org.jspecify.annotations.NullMarked;
