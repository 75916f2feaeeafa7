package dev.firebreak.core.advisory;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The lines of updates that ship with Firebreak, and which of them serve a product. */
public record UpdateLines(Map<String, UpdateLine> byId) {

    private static final Map<String, String> BEFORE_TEN = Map.of(
            "6.0.6002", "windows-server-2008",
            "6.1.7601", "windows-7",
            "6.2.9200", "windows-server-2012",
            "6.3.9600", "windows-8.1");

    public UpdateLines {
        byId = Map.copyOf(byId);
    }

    /** No lines at all: what the feeds alone would tell. */
    public static final UpdateLines NONE = new UpdateLines(Map.of());

    /** The line whose every update carries all before it: monthly rollups, or cumulative updates. */
    public Optional<UpdateLine> carrying(Product product) {
        String old = BEFORE_TEN.get(product.nt().branch().toString());
        if (old != null) {
            return Optional.ofNullable(byId.get(old + "-rollup"));
        }
        if (product.nt().major() < 10) {
            return Optional.empty();
        }
        String build = "-" + product.nt().build();
        Stream<String> order = product.platform() == Platform.SERVER
                ? Stream.of("windows-server", "windows-10", "windows-11")
                : Stream.of("windows-10", "windows-11", "windows-server");
        return order.map(family -> byId.get(family + build))
                .<UpdateLine>mapMulti((line, out) -> {
                    if (line != null) {
                        out.accept(line);
                    }
                })
                .findFirst();
    }

    /** The line of security-only updates beside the rollups. */
    public Optional<UpdateLine> securityOnly(Product product) {
        String old = BEFORE_TEN.get(product.nt().branch().toString());
        return Optional.ofNullable(old == null ? null : byId.get(old + "-security-only"));
    }

    /** All updates of all lines. */
    public Stream<Update> updates() {
        return byId.values().stream().flatMap(line -> line.updates().stream());
    }

    /** Day of the newest update that is dated; null where none is. */
    public @Nullable LocalDate until() {
        return updates()
                .map(Update::published)
                .filter(Objects::nonNull)
                .max(LocalDate::compareTo)
                .orElse(null);
    }

    /** The newest lists first: what nobody dated is not among them. */
    static List<UpdateKind> offered() {
        return List.of(UpdateKind.MONTHLY_ROLLUP, UpdateKind.CUMULATIVE, UpdateKind.OUT_OF_BAND);
    }
}
