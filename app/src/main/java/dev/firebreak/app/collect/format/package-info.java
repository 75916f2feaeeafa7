/** One class for each input format: from text to evidence of machines. */
@NullMarked
package dev.firebreak.app.collect.format;

import org.jspecify.annotations.NullMarked;
