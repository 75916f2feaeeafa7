@NullMarked
package dev.firebreak.app.collect;

import org.jspecify.annotations.NullMarked;
