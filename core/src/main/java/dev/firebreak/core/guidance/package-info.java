/** How verdicts, evidence and actions are worded for people, and guides with their sources. */
@NullMarked
package dev.firebreak.core.guidance;

import org.jspecify.annotations.NullMarked;
