/** The REST interface for machines and programs. */
@NullMarked
package dev.firebreak.app.web.api;

import org.jspecify.annotations.NullMarked;
