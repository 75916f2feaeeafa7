/** What evidence means: verdicts with their reasons, and the remediation plan. */
@NullMarked
package dev.firebreak.core.assess;

import org.jspecify.annotations.NullMarked;
