/**
 * What a machine's SMB server says of itself: dialects, signing, guests, and whether MS17-010 is applied. It asks what any client asks
 * and never exploits anything; the packets are those of MS-CIFS, MS-SMB, MS-SMB2 and MS-NLMP.
 */
@NullMarked
package dev.firebreak.app.probe.smb;

import org.jspecify.annotations.NullMarked;
