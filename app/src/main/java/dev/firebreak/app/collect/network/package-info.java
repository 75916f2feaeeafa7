/** Lists of a network that tell which machines there are: leases of DHCP servers, ARP tables, exports of directories and WSUS. */
@NullMarked
package dev.firebreak.app.collect.network;

import org.jspecify.annotations.NullMarked;
