/** Reader of the offline catalogue of Windows Update. */
@NullMarked
package dev.firebreak.app.feed.wsus;

import org.jspecify.annotations.NullMarked;
