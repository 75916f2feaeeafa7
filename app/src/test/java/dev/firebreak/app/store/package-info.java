@NullMarked
package dev.firebreak.app.store;

import org.jspecify.annotations.NullMarked;
