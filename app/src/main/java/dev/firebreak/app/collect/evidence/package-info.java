/** What one file or record says about one machine, before the parts of a machine are merged. */
@NullMarked
package dev.firebreak.app.collect.evidence;

import org.jspecify.annotations.NullMarked;
