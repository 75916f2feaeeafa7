/**
 * Asks the network whether the kill switch works where this machine stands: DNS by every configured resolver, a direct connection and request
 * as the worm makes it, proxies for information. Observes only; {@link dev.firebreak.core.watch.killswitch.KillSwitchRule} judges.
 */
@NullMarked
package dev.firebreak.app.probe.killswitch;

import org.jspecify.annotations.NullMarked;
