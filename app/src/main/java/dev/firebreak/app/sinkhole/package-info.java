/** Answers the names of kill switches inside the site, by DNS and HTTP, and keeps who asked. */
@NullMarked
package dev.firebreak.app.sinkhole;

import org.jspecify.annotations.NullMarked;
