/** Indicators in and out as STIX 2.1. */
@NullMarked
package dev.firebreak.app.capture.stix;

import org.jspecify.annotations.NullMarked;
