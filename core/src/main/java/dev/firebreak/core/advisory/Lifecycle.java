package dev.firebreak.core.advisory;

import dev.firebreak.core.text.Text;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Support dates of a product. A date is the last day of its phase; null where the phase does not exist.
 *
 * @param released when it came out; null where not known
 * @param complete whether all its dates are known; where not, days after the last known one are "unknown"
 * @param target its name as a release one moves to, whatever the edition; null where one does not: bound to new
 *     hardware, to a half-yearly channel
 */
public record Lifecycle(
        String id,
        String name,
        Platform platform,
        @Nullable LocalDate released,
        @Nullable LocalDate mainstreamEnd,
        @Nullable LocalDate extendedEnd,
        @Nullable LocalDate esuEnd,
        boolean complete,
        @Nullable String target) {

    /** Phase of support on a day. */
    public enum State {
        MAINSTREAM("mainstream", new Text("mainstream support", "メインストリーム サポート中")),
        EXTENDED("extended", new Text("extended support", "延長サポート中")),
        ESU("esu", new Text("paid extended updates (ESU) only", "有償の拡張更新（ESU）のみ")),
        UNSUPPORTED("unsupported", new Text("out of support", "サポート終了")),
        UNKNOWN("unknown", new Text("support not known", "サポート状況不明"));

        private final String id;
        private final Text label;

        State(String id, Text label) {
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

        /** Whether everybody gets updates. */
        public boolean supported() {
            return this == MAINSTREAM || this == EXTENDED;
        }
    }

    /**
     * State on a day.
     *
     * @param ends last day of the phase; where out of support, the last day of the last phase; null where not known
     */
    public record Support(State state, @Nullable LocalDate ends) {
        /** Nothing is known. */
        public static final Support UNKNOWN = new Support(State.UNKNOWN, null);
    }

    /** The same release with the dates that another says; as it is where that says none. */
    Lifecycle said(Lifecycle other) {
        return other.dates().isEmpty()
                ? this
                : new Lifecycle(
                        id,
                        name,
                        platform,
                        other.released == null ? released : other.released,
                        other.mainstreamEnd,
                        other.extendedEnd,
                        other.esuEnd,
                        other.complete,
                        other.target == null ? target : other.target);
    }

    /** The phase on that day. */
    public Support on(LocalDate day) {
        if (mainstreamEnd != null && !day.isAfter(mainstreamEnd)) {
            return new Support(State.MAINSTREAM, mainstreamEnd);
        }
        if (extendedEnd != null && !day.isAfter(extendedEnd)) {
            return new Support(State.EXTENDED, extendedEnd);
        }
        if (esuEnd != null && !day.isAfter(esuEnd)) {
            return new Support(State.ESU, esuEnd);
        }
        return complete ? new Support(State.UNSUPPORTED, lastDay()) : Support.UNKNOWN;
    }

    /** Last day on which anybody gets updates; null where no date is known. */
    public @Nullable LocalDate lastDay() {
        return dates().stream().max(LocalDate::compareTo).orElse(null);
    }

    private List<LocalDate> dates() {
        return Stream.of(mainstreamEnd, extendedEnd, esuEnd)
                .<LocalDate>mapMulti((date, out) -> {
                    if (date != null) {
                        out.accept(date);
                    }
                })
                .toList();
    }
}
