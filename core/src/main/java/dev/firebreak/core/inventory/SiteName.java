package dev.firebreak.core.inventory;

import dev.firebreak.core.text.Text;
import java.util.Optional;

/** The name of a site, chosen by people. Equal whatever the case, width and spelling; as it was given where it is shown. */
public final class SiteName {

    /** Characters; it stands in a column of every list. */
    public static final int MAX_LENGTH = 100;

    private final String shown;
    private final String key;

    private SiteName(String shown, String key) {
        this.shown = shown;
        this.key = key;
    }

    /** The name that a text is; empty where it is none, and {@link #refusal} says why. */
    public static Optional<SiteName> of(String text) {
        return refusal(text).isPresent() ? Optional.empty() : Optional.of(new SiteName(text.strip(), key(text)));
    }

    /** Why a text is no name of a site: it is empty, too long, or holds what cannot be seen; empty where it is one. */
    public static Optional<Text> refusal(String text) {
        return NameText.refusal(text, MAX_LENGTH);
    }

    /** The text by which names are compared, of any text: two names are one exactly where these are equal. */
    public static String key(String text) {
        return NameText.key(text);
    }

    /** Whether two texts are one name. */
    public static boolean same(String one, String other) {
        return one.equals(other) || key(one).equals(key(other));
    }

    /** Any text as a name that can be shown: what cannot be seen becomes a question mark. */
    public static String shown(String text) {
        return NameText.shown(text, MAX_LENGTH);
    }

    /** The name by which it is compared, sought and kept. */
    public String key() {
        return key;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SiteName name && name.key.equals(key);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    /** The name as it was given. */
    @Override
    public String toString() {
        return shown;
    }
}
