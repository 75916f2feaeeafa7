package dev.firebreak.core.fleet;

import dev.firebreak.core.inventory.MachineName;
import dev.firebreak.core.inventory.Source;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A machine that a directory, WSUS or a person's list says there is.
 *
 * @param name its short name, or the full one where nothing else is told
 * @param dnsName its full name; null where unknown
 * @param system operating system as the list words it; null where unknown
 * @param lastLogon when it last logged on or reported there; null where unknown
 * @param enabled whether its account is enabled; null where unknown
 */
public record ExpectedMachine(
        String name,
        @Nullable String dnsName,
        @Nullable String system,
        @Nullable Instant lastLogon,
        @Nullable Boolean enabled,
        Source source) {

    /** The text by which it is kept and decided upon: the full name where there is one. */
    public String key() {
        return MachineName.key(dnsName == null ? name : dnsName);
    }

    /** What both lists tell of one machine: the newest logon, and enabled where either says so. */
    ExpectedMachine with(ExpectedMachine other) {
        Instant logon = lastLogon == null || (other.lastLogon != null && other.lastLogon.isAfter(lastLogon))
                ? other.lastLogon
                : lastLogon;
        return new ExpectedMachine(
                name,
                dnsName == null ? other.dnsName : dnsName,
                system == null ? other.system : system,
                logon,
                (enabled == null || Boolean.TRUE.equals(other.enabled)) ? other.enabled : enabled,
                source);
    }
}
