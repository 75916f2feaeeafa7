/** Values that several formats write alike: architectures, dates, languages, settings, numbered items. */
@NullMarked
package dev.firebreak.app.collect.format.value;

import org.jspecify.annotations.NullMarked;
