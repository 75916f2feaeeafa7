/** The pages for people. */
@NullMarked
package dev.firebreak.app.web.pages;

import org.jspecify.annotations.NullMarked;
