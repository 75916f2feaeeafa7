package dev.firebreak.core.catalogue;

import dev.firebreak.core.advisory.Build;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where security updates without a restart exist: Server 2022 Azure Edition, Server 2025, Windows 11 24H2 and later. One of
 * them brings the system to a revision of its own, between the cumulative updates of two months.
 */
public final class Hotpatches {

    private static final int SERVER_2022 = 20_348;
    private static final int FIRST_FOR_ALL = 26_100;

    private Hotpatches() {}

    /** Whether any edition of that branch gets them. */
    public static boolean exist(Build branch) {
        return branch.major() == 10 && (branch.build() == SERVER_2022 || branch.build() >= FIRST_FOR_ALL);
    }

    /** Whether a machine may have one: of Server 2022 only the Azure Edition, or one that does not tell its edition. */
    public static boolean mayBeOn(Build branch, @Nullable String caption) {
        return exist(branch)
                && (branch.build() != SERVER_2022
                        || caption == null
                        || caption.isBlank()
                        || caption.toUpperCase(Locale.ROOT).contains("AZURE"));
    }
}
