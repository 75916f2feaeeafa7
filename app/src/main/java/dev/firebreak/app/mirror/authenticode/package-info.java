/** Whether the Authenticode signature of a PE, CAB or MSI file is genuine: layout, digest, CMS, time stamp, chain, revocation, publisher. */
@NullMarked
package dev.firebreak.app.mirror.authenticode;

import org.jspecify.annotations.NullMarked;
