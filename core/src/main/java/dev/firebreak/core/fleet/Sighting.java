package dev.firebreak.core.fleet;

import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An address that something on the network saw in use.
 *
 * @param address in the spelling of {@link NetworkAddress#normalised}
 * @param mac in the spelling of {@link NetworkAddress#hardware}; null where unknown
 * @param hostName as the machine or the list calls it; null where unknown
 * @param at when it was last in use; null where the list has no times
 */
public record Sighting(
        String address,
        @Nullable String mac,
        @Nullable String hostName,
        @Nullable Instant at,
        Kind kind,
        Source source) {

    /** What saw it. */
    public enum Kind {
        PROBE("probe", new Text("SMB probe", "SMB の確認")),
        SINKHOLE("sinkhole", new Text("sinkhole", "シンクホール")),
        LEASE("lease", new Text("DHCP lease", "DHCP リース")),
        ARP("arp", new Text("ARP table", "ARP テーブル"));

        private final String id;
        private final Text label;

        Kind(String id, Text label) {
            this.id = id;
            this.label = label;
        }

        /** As it is stored and written in JSON. */
        public String id() {
            return id;
        }

        public Text label() {
            return label;
        }
    }
}
