@NullMarked
package dev.firebreak.app.io;

import org.jspecify.annotations.NullMarked;
