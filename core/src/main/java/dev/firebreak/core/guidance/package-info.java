/** What to say to whom: guidance in Japanese and English, every statement with its sources. */
@NullMarked
package dev.firebreak.core.guidance;

import org.jspecify.annotations.NullMarked;
