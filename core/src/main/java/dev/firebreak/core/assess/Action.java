package dev.firebreak.core.assess;

import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.Mitigation;
import dev.firebreak.core.advisory.Update;
import dev.firebreak.core.advisory.UpdateKind;
import dev.firebreak.core.advisory.UpdatePackage;
import dev.firebreak.core.text.Text;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something to do about a machine. */
public sealed interface Action {

    /**
     * Install one update.
     *
     * @param choice the file, or what is known of it
     * @param prerequisites what has to be there first
     * @param newest newest update of the same line, which carries this one too; null where this is it or none is known
     * @param note what else one should know; null for nothing
     * @param search where to look for the file; null where Windows Update brings it
     */
    record Install(
            Kb kb,
            UpdateKind kind,
            Channel channel,
            UpdatePackage choice,
            List<Text> prerequisites,
            @Nullable Update newest,
            @Nullable Text note,
            @Nullable String search)
            implements Action {
        public Install {
            prerequisites = List.copyOf(prerequisites);
        }
    }

    /** Start the machine again: an update waits for it. Look again afterwards. */
    record Restart(ReasonDetail why) implements Action {}

    /**
     * Make a setting that keeps the attack out until the fix is there.
     *
     * @param how what to change on this version of Windows
     */
    record Mitigate(Mitigation mitigation, Mitigation.Variant how) implements Action {}

    /** Take the machine off the network, or block the ports that the attack comes by. */
    record Isolate(ReasonDetail why) implements Action {}

    /** Collect what is missing. */
    record Collect(List<MissingEvidence> what) implements Action {
        public Collect {
            what = List.copyOf(what);
        }
    }

    /**
     * Replace Windows by one that is supported.
     *
     * @param from last day of support of what it runs; null where not known
     * @param until last day of support of what to move to; null where not known
     */
    record Migrate(
            String to, @Nullable LocalDate from, @Nullable LocalDate until) implements Action {}

    /** How an update reaches a machine. */
    enum Channel {
        WINDOWS_UPDATE("windowsUpdate", new Text("Windows Update", "Windows Update")),
        UPDATE_CATALOG("updateCatalog", new Text("Update Catalog", "Update カタログ")),
        SERVICE_PACK("servicePack", new Text("service pack", "サービス パック"));

        private final String id;
        private final Text label;

        Channel(String id, Text label) {
            this.id = id;
            this.label = label;
        }

        /** Name in our own formats. */
        public String id() {
            return id;
        }

        /** Name for people. */
        public Text label() {
            return label;
        }
    }
}
