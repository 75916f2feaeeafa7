/** The HTTP server: listening, routes, error pages, metrics. */
@NullMarked
package dev.firebreak.app.web;

import org.jspecify.annotations.NullMarked;
