package dev.firebreak.app.web.pages.knowledge;

import dev.firebreak.app.web.pages.frame.PageFrame;
import dev.firebreak.core.advisory.Lifecycle;
import dev.firebreak.core.text.Text;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What loses support when: products in use, and all known dates. */
public record LifecycleView(PageFrame frame, LocalDate today, List<ProductSupport> running, List<Lifecycle> known) {

    /** Half a year: replacing many machines takes as long. */
    private static final int SOON_DAYS = 180;

    public LifecycleView {
        running = List.copyOf(running);
        known = List.copyOf(known);
    }

    /**
     * Machines that run the same and lose support on the same day.
     *
     * @param names of the first of them
     * @param to what to move to; empty where nothing has to be done yet
     */
    record ProductSupport(
            @Nullable String product,
            String support,
            Text state,
            @Nullable LocalDate ends,
            int machines,
            List<String> names,
            Optional<Text> to,
            String link) {

        ProductSupport {
            names = List.copyOf(names);
        }

        /** How its state is shown: what ends soon is told apart from what does not. */
        String shade(LocalDate today) {
            return ends != null && !ends.isBefore(today) && ends.isBefore(today.plusDays(SOON_DAYS)) ? "soon" : support;
        }
    }

    /** Days until, or since where negative. */
    long days(LocalDate day) {
        return day.toEpochDay() - today.toEpochDay();
    }

    String left(@Nullable LocalDate day) {
        if (day == null) {
            return "";
        }
        long days = days(day);
        return days < 0
                ? frame.texts().text("lifecycle.ago", -days)
                : frame.texts().text("lifecycle.left", days);
    }

    List<ProductSupport> migrate() {
        return running.stream().filter(r -> r.to().isPresent()).toList();
    }
}
