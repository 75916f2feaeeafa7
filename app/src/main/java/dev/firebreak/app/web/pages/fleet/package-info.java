/** Pages about machines: the board, the list, one machine, and intake of files. */
@NullMarked
package dev.firebreak.app.web.pages.fleet;

import org.jspecify.annotations.NullMarked;
