/** What pages and REST interface both use. */
@NullMarked
package dev.firebreak.app.web.service;

import org.jspecify.annotations.NullMarked;
