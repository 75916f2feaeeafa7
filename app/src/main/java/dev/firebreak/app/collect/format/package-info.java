/** Input formats: what a format is, and one class for each; from text to evidence of machines. */
@NullMarked
package dev.firebreak.app.collect.format;

import org.jspecify.annotations.NullMarked;
