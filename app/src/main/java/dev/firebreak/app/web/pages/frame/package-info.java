/** What every page is made of: the frame around it, its texts, links, bars and charts, and how a request is read. */
@NullMarked
package dev.firebreak.app.web.pages.frame;

import org.jspecify.annotations.NullMarked;
