/** All evidence of a machine, from many files and times, put together into one snapshot. */
@NullMarked
package dev.firebreak.app.collect.merge;

import org.jspecify.annotations.NullMarked;
