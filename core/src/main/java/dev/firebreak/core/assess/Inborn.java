package dev.firebreak.core.assess;

import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.Platform;
import dev.firebreak.core.advisory.Product;
import java.time.LocalDate;

/**
 * Programs that come with a Windows, so that no installed update has to show that they are there: from Windows 8 on the
 * newest Internet Explorer, Edge of the first kind and Flash Player are part of every client. Servers may lack them, .NET
 * Framework may have been replaced by a newer one.
 */
final class Inborn {

    /** Flash Player's last day: after it Windows Update took its updates away, and removed the program. */
    private static final LocalDate FLASH_UNTIL = LocalDate.of(2020, 12, 31);

    /** Windows 11 came without them. */
    private static final int FIRST_OF_ELEVEN = 22_000;

    private Inborn() {}

    static boolean isIn(Product product, String component, LocalDate asOf) {
        Build nt = product.nt();
        boolean eight = nt.major() == 6 && nt.minor() >= 2;
        boolean ten = nt.major() == 10 && nt.build() < FIRST_OF_ELEVEN;
        if (product.platform() != Platform.CLIENT || !(eight || ten)) {
            return false;
        }
        if (component.contains("Flash Player")) {
            return !asOf.isAfter(FLASH_UNTIL);
        }
        if (component.contains("Internet Explorer")) {
            return component.endsWith(ten || nt.minor() == 3 ? "Internet Explorer 11" : "Internet Explorer 10");
        }
        // The Edge of today, Chromium's, has updates of its own: no feed names it here.
        return ten && component.startsWith("Microsoft Edge") && !component.contains("Chromium");
    }
}
