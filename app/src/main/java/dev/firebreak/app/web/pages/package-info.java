/** The pages for people, put together from one package for each part of the product. */
@NullMarked
package dev.firebreak.app.web.pages;

import org.jspecify.annotations.NullMarked;
