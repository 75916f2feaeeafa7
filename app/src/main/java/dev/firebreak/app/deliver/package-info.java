/** Orders and words out: notices by mail and webhook. */
@NullMarked
package dev.firebreak.app.deliver;

import org.jspecify.annotations.NullMarked;
