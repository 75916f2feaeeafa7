/** Formats that are written as JSON by other tools. */
@NullMarked
package dev.firebreak.app.collect.format.json;

import org.jspecify.annotations.NullMarked;
