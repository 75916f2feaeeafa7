package dev.firebreak.app.web.pages;

import java.util.List;
import java.util.Map;

/** Every page that is looked at, and on what. */
final class Looks {

    private Looks() {}

    /** Names of the pictures, and the addresses. */
    static final List<Map.Entry<String, String>> PAGES = List.of(
            Map.entry("board", "/"),
            Map.entry("board-other", "/?advisory=" + Stage.OTHER),
            Map.entry("machines", "/machines"),
            Map.entry("machine-exposed", "/machine?name=EIYO-01"),
            Map.entry("machine-unknown", "/machine?name=KANGO-01"),
            Map.entry("advisories", "/advisories"),
            Map.entry("advisory", "/advisories/MS17-010"),
            Map.entry("packages", "/packages"),
            Map.entry("lifecycle", "/lifecycle"),
            Map.entry("report", "/report"),
            Map.entry("import", "/import"),
            Map.entry("exposure", "/exposure"),
            Map.entry("sightings", "/sightings"),
            Map.entry("incidents", "/incidents"),
            Map.entry("audit", "/audit"),
            Map.entry("tokens", "/tokens"),
            Map.entry("accounts", "/accounts"),
            Map.entry("account", "/account"),
            Map.entry("sign-in", "/sign-in"),
            Map.entry("setup", "/setup?code=x"),
            Map.entry("missing", "/nowhere"),
            Map.entry("fault", "/report?advisory=MS17-010"));

    /** What it is looked at on. */
    enum Screen {
        WALL(2560, 1440),
        WIDE(1440, 900),
        PHONE(390, 844);

        private final int width;
        private final int height;

        Screen(int width, int height) {
            this.width = width;
            this.height = height;
        }

        int width() {
            return width;
        }

        int height() {
            return height;
        }
    }
}
