package dev.firebreak.core.rollout;

import dev.firebreak.core.advisory.Kb;
import java.util.List;
import java.util.regex.Pattern;

/** What a machine is ordered to do: install packages, or a mitigation of the closed list. Never a command line. */
public sealed interface OrderTask {

    /** Mitigations are named by their id. */
    Pattern MITIGATION = Pattern.compile("[a-z0-9]+(-[a-z0-9]+){0,8}");

    /**
     * Install an update.
     *
     * @param files in this order: service packs and servicing stack updates before the fix
     */
    record Install(Kb kb, List<PackageFile> files) implements OrderTask {
        public Install {
            files = List.copyOf(files);
            if (files.isEmpty() || !files.getLast().kb().equals(kb)) {
                throw new IllegalArgumentException("the fix is the last file: " + kb);
            }
        }

        @Override
        public String key() {
            return "install:" + kb;
        }
    }

    /** Apply a mitigation, keeping a record of what was before. */
    record Apply(String mitigation) implements OrderTask {
        public Apply {
            require(mitigation);
        }

        @Override
        public String key() {
            return "apply:" + mitigation;
        }
    }

    /** Undo a mitigation, to what was before. */
    record Undo(String mitigation) implements OrderTask {
        public Undo {
            require(mitigation);
        }

        @Override
        public String key() {
            return "undo:" + mitigation;
        }
    }

    /** Two open orders of one machine never have the same. */
    String key();

    private static void require(String mitigation) {
        if (mitigation.length() > 64 || !MITIGATION.matcher(mitigation).matches()) {
            throw new IllegalArgumentException("not the id of a mitigation");
        }
    }
}
