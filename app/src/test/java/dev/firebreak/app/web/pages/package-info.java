/** The pages in a real browser, and what they refuse. */
package dev.firebreak.app.web.pages;
