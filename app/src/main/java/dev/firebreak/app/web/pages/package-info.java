/** The pages: what people see of the control room in a browser, in both languages. */
@NullMarked
package dev.firebreak.app.web.pages;

import org.jspecify.annotations.NullMarked;
