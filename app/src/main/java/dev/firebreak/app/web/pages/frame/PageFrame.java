package dev.firebreak.app.web.pages.frame;

import dev.firebreak.core.access.Role;
import dev.firebreak.core.text.Text;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What every page shows around its matter.
 *
 * @param account who is signed in; null for nobody
 * @param here path and query of this page, to come back to after the language was switched
 * @param csrf goes along with every form
 * @param now when the page was made
 * @param knowledge how far knowledge reaches
 */
public record PageFrame(
        PageTexts texts, @Nullable String account, Role role, String here, String csrf, Instant now, Text knowledge) {

    public boolean may(Role needed) {
        return role.covers(needed);
    }

    /** Whether a link of the head leads to where one is, or to what it belongs to. */
    public boolean isAt(String path) {
        String at = here.contains("?") ? here.substring(0, here.indexOf('?')) : here;
        return path.equals("/")
                ? at.equals("/")
                : at.equals(path) || at.startsWith(path + "/") || (at.equals("/machine") && path.equals("/machines"));
    }
}
