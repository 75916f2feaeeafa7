package dev.firebreak.app.web.pages.frame;

import dev.firebreak.core.access.Role;
import java.util.List;

/**
 * The links at the top of every page: the groups, and the pages of the group that is open. A page is offered to accounts whose
 * role may see it, a group to accounts that may see one of its pages.
 *
 * @param groups each leads to its first page
 * @param pages of the open group: the one with the current page, or the first
 */
public record NavigationMenu(List<Item> groups, List<Item> pages) {

    /** A link; {@code key} names its text. */
    record Item(String path, String key, boolean current) {}

    private record Place(String path, String key, Role needed) {}

    private record Group(String key, List<Place> places) {
        private Group(String key, Place... places) {
            this(key, List.of(places));
        }
    }

    private static final List<Group> GROUPS = List.of(
            new Group(
                    "fleet",
                    new Place("/", "board", Role.VIEWER),
                    new Place("/machines", "machines", Role.VIEWER),
                    new Place("/report", "report", Role.VIEWER),
                    new Place("/import", "import", Role.OPERATOR)),
            new Group(
                    "threats",
                    new Place("/killswitch", "killswitch", Role.VIEWER),
                    new Place("/exposure", "exposure", Role.VIEWER),
                    new Place("/sightings", "sightings", Role.VIEWER),
                    new Place("/incidents", "incidents", Role.VIEWER)),
            new Group(
                    "updates",
                    new Place("/advisories", "advisories", Role.VIEWER),
                    new Place("/packages", "packages", Role.VIEWER),
                    new Place("/distribution", "distribution", Role.VIEWER),
                    new Place("/lifecycle", "lifecycle", Role.VIEWER)),
            new Group(
                    "administration",
                    new Place("/audit", "audit", Role.ADMIN),
                    new Place("/tokens", "tokens", Role.ADMIN),
                    new Place("/accounts", "accounts", Role.ADMIN)));

    static NavigationMenu of(PageFrame frame) {
        List<Group> offered = GROUPS.stream()
                .map(group -> new Group(
                        group.key(),
                        group.places().stream()
                                .filter(place -> frame.may(place.needed()))
                                .toList()))
                .filter(group -> !group.places().isEmpty())
                .toList();
        List<Place> open = offered.stream()
                .filter(group -> isOpen(group, frame))
                .findFirst()
                .or(() -> offered.stream().findFirst())
                .map(Group::places)
                .orElse(List.of());
        return new NavigationMenu(
                offered.stream()
                        .map(group -> new Item(
                                group.places().getFirst().path(), "nav.group." + group.key(), isOpen(group, frame)))
                        .toList(),
                open.stream()
                        .map(place -> new Item(place.path(), "nav." + place.key(), frame.isAt(place.path())))
                        .toList());
    }

    private static boolean isOpen(Group group, PageFrame frame) {
        return group.places().stream().anyMatch(place -> frame.isAt(place.path()));
    }
}
