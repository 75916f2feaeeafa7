/** SMB on a TCP stream: NetBIOS session messages (RFC 1002), SMB1 (MS-CIFS, MS-SMB) and file operations of SMB2 and SMB3 (MS-SMB2). */
@NullMarked
package dev.firebreak.app.capture.smb;

import org.jspecify.annotations.NullMarked;
