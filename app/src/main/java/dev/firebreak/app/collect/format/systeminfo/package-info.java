/** The parts of systeminfo output: labels in the languages of Windows, entries, lists of updates. */
@NullMarked
package dev.firebreak.app.collect.format.systeminfo;

import org.jspecify.annotations.NullMarked;
