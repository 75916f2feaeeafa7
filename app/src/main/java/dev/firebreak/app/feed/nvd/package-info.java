/** Readers of NVD and of FIRST's EPSS: scores of vulnerabilities. */
@NullMarked
package dev.firebreak.app.feed.nvd;

import org.jspecify.annotations.NullMarked;
