/** Guides as text, Markdown and HTML. */
@NullMarked
package dev.firebreak.app.report.guide;

import org.jspecify.annotations.NullMarked;
