/** Text in English and Japanese, and text from strangers made safe to show. */
@NullMarked
package dev.firebreak.core.text;

import org.jspecify.annotations.NullMarked;
