package dev.firebreak.app.web.pages;

import dev.firebreak.core.access.Role;
import java.util.List;

/** Where one can go from any page: what one may not see is not offered. */
final class NavigationMenu {

    private NavigationMenu() {}

    /** A link; {@code key} names its sentence. */
    record Item(String path, String key, boolean current) {}

    private record Place(String path, String key, Role needed) {}

    private static final List<Place> PLACES = List.of(
            new Place("/", "board", Role.VIEWER),
            new Place("/machines", "machines", Role.VIEWER),
            new Place("/advisories", "advisories", Role.VIEWER),
            new Place("/lifecycle", "lifecycle", Role.VIEWER),
            new Place("/report", "report", Role.VIEWER),
            new Place("/import", "import", Role.OPERATOR),
            new Place("/audit", "audit", Role.ADMIN),
            new Place("/tokens", "tokens", Role.ADMIN),
            new Place("/accounts", "accounts", Role.ADMIN));

    static List<Item> of(PageFrame frame) {
        return PLACES.stream()
                .filter(place -> frame.may(place.needed()))
                .map(place -> new Item(place.path(), "nav." + place.key(), frame.isAt(place.path())))
                .toList();
    }
}
