/** What all feeds have in common: kinds of documents, unpacking, and where readers put what they find. */
@NullMarked
package dev.firebreak.app.feed.document;

import org.jspecify.annotations.NullMarked;
