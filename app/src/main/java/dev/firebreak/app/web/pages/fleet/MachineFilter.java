package dev.firebreak.app.web.pages.fleet;

import dev.firebreak.app.web.pages.frame.PageLink;
import dev.firebreak.core.dashboard.MachineIndex;
import dev.firebreak.core.fleet.MachineStatus;
import dev.firebreak.core.watch.tie.FleetTies;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which machines a list shows, as its address says it: the same address shows the same list to everybody. What an address
 * says that we do not know is left out.
 *
 * @param page from 1
 * @param unreadable only machines whose last evidence could not be read
 * @param detections only machines that detections name in this way; null for all
 */
public record MachineFilter(
        String advisory,
        @Nullable String text,
        @Nullable MachineStatus status,
        @Nullable String site,
        @Nullable String product,
        @Nullable String segment,
        MachineIndex.Sort sort,
        boolean descending,
        int page,
        boolean unreadable,
        FleetTies.@Nullable Kind detections) {

    /** Stands for "none told" in an address; the index stores it as an empty name. */
    public static final String NOTHING = "-";

    /** What an address says of machines whose last evidence could not be read. */
    static final String UNREAD = "unread";

    static final int PAGE = 50;
    private static final int MAX_LENGTH = 200;
    private static final int LAST_PAGE = 1_000_000;

    /** @param parameter gives what the address says under a name, or null */
    public static MachineFilter of(String advisory, Function<String, @Nullable String> parameter) {
        String sort = parameter.apply("sort");
        return new MachineFilter(
                advisory,
                limited(parameter.apply("q")),
                status(parameter),
                limited(parameter.apply("site")),
                limited(parameter.apply("product")),
                limited(parameter.apply("segment")),
                Stream.of(MachineIndex.Sort.values())
                        .filter(s -> id(s).equals(sort))
                        .findFirst()
                        .orElse(MachineIndex.Sort.STATUS),
                "desc".equals(parameter.apply("order")),
                page(parameter.apply("page")),
                UNREAD.equals(parameter.apply("evidence")),
                FleetTies.Kind.of(String.valueOf(parameter.apply("detections"))).orElse(null));
    }

    public MachineIndex.Query query() {
        return query((page - 1) * PAGE, PAGE);
    }

    /** The same machines, all of them. */
    MachineIndex.Query everything() {
        return query(0, Integer.MAX_VALUE);
    }

    private MachineIndex.Query query(int offset, int limit) {
        return new MachineIndex.Query(
                advisory,
                text,
                status,
                unlessEmpty(site),
                unlessEmpty(product),
                unlessEmpty(segment),
                sort,
                descending,
                offset,
                limit,
                unreadable);
    }

    MachineFilter at(int otherPage) {
        return new MachineFilter(
                advisory, text, status, site, product, segment, sort, descending, otherPage, unreadable, detections);
    }

    /** Sorted by a column; by the same one again the other way round. */
    MachineFilter by(MachineIndex.Sort other) {
        return new MachineFilter(
                advisory,
                text,
                status,
                site,
                product,
                segment,
                other,
                other == sort && !descending,
                1,
                unreadable,
                detections);
    }

    /** Whether it leaves any machine out. */
    boolean narrows() {
        return unreadable
                || detections != null
                || Stream.of(text, status, site, product, segment).anyMatch(part -> part != null);
    }

    public String link(String path) {
        return PageLink.to(path)
                .with("advisory", advisory)
                .with("q", text)
                .with("status", status == null ? null : status.id())
                .with("site", site)
                .with("product", product)
                .with("segment", segment)
                .with("evidence", unreadable ? UNREAD : null)
                .with("detections", detections == null ? null : detections.id())
                .with("sort", sort == MachineIndex.Sort.STATUS ? null : id(sort))
                .with("order", descending ? "desc" : null)
                .with("page", page == 1 ? null : Integer.toString(page))
                .toString();
    }

    /** A column as an address names it: {@code last-seen}. */
    static String id(MachineIndex.Sort sort) {
        return sort.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The status asked for; {@code light} is the parameter's earlier name. */
    private static @Nullable MachineStatus status(Function<String, @Nullable String> parameter) {
        String id = parameter.apply("status");
        return MachineStatus.named(id == null ? parameter.apply("light") : id).orElse(null);
    }

    private static @Nullable String unlessEmpty(@Nullable String part) {
        return NOTHING.equals(part) ? "" : part;
    }

    private static @Nullable String limited(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        String stripped = text.strip();
        return stripped.length() > MAX_LENGTH ? stripped.substring(0, MAX_LENGTH) : stripped;
    }

    private static int page(@Nullable String number) {
        return number != null && number.matches("[1-9][0-9]{0,6}") ? Math.min(Integer.parseInt(number), LAST_PAGE) : 1;
    }
}
