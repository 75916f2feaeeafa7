/** The probe of SMB servers. */
@NullMarked
package dev.firebreak.app.probe.smb;

import org.jspecify.annotations.NullMarked;
