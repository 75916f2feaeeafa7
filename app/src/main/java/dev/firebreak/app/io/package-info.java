/** Reading and writing of formats that all adapters share, bounded in size and depth whatever the input. */
@NullMarked
package dev.firebreak.app.io;

import org.jspecify.annotations.NullMarked;
