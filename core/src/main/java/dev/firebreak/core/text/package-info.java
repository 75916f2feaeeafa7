/** Text in English and Japanese, and untrusted text made safe to show. */
@NullMarked
package dev.firebreak.core.text;

import org.jspecify.annotations.NullMarked;
