/**
 * Reading and writing of formats that all adapters share, bounded in size and depth whatever the input; and which files may be opened at all.
 */
@NullMarked
package dev.firebreak.app.io;

import org.jspecify.annotations.NullMarked;
