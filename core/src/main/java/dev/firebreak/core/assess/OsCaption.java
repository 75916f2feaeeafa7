package dev.firebreak.core.assess;

import dev.firebreak.core.advisory.Edition;
import dev.firebreak.core.advisory.Platform;
import dev.firebreak.core.advisory.Product;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The name an operating system gives itself, in any language and however mangled: "Microsoftr Windows Serverr 2008"
 * lost its trade marks to a code page, "Windows VistaT" too. Only words the brand keeps in every language are used.
 */
final class OsCaption {

    private static final List<String> EMBEDDED =
            List.of("embedded", "posready", "thin pc", "point of service", "fundamentals for legacy");
    private static final List<String> CLIENT = List.of(
            "xp",
            "vista",
            "windows 7",
            "windows 8",
            "windows 10",
            "windows 11",
            "professional",
            "home",
            "iot enterprise");
    private static final Set<String> FILLER = Set.of(
            "windows",
            "microsoft",
            "server",
            "version",
            "edition",
            "for",
            "sp1",
            "sp2",
            "sp3",
            "sp4",
            "rtm",
            "service",
            "pack",
            "x64",
            "itanium");

    private final String text;

    private OsCaption(String text) {
        this.text = text;
    }

    static OsCaption of(@Nullable String printed) {
        if (printed == null) {
            return new OsCaption("");
        }
        // NFKC turns no-break spaces and full-width letters into plain ones.
        String plain = Normalizer.normalize(printed, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        plain = plain.replaceAll("[^\\p{L}\\p{N}.]+", " ")
                .replaceAll("\\bmicrosoftr\\b", "microsoft")
                .replaceAll("\\bwindowsr\\b", "windows")
                .replaceAll("\\bserverr\\b", "server")
                .replaceAll("\\bvista(t|tm)\\b", "vista")
                .replaceAll("\\bwindows(\\d)", "windows $1");
        return new OsCaption(plain.strip());
    }

    /** What it is sold for; null where the name does not say. */
    @Nullable
    Platform platform() {
        if (EMBEDDED.stream().anyMatch(text::contains)) {
            return Platform.EMBEDDED;
        }
        if (text.contains("server") || text.contains("azure stack hci")) {
            return Platform.SERVER;
        }
        return CLIENT.stream().anyMatch(text::contains) ? Platform.CLIENT : null;
    }

    /** Whether it names a 64-bit edition. */
    boolean saysX64() {
        return text.contains("x64");
    }

    /** The group of editions it belongs to; null where the name does not say. */
    @Nullable
    Edition edition() {
        boolean lts = hasAny("ltsb", "ltsc", "2015 lts", "2016 lts");
        if (hasAny("iot")) {
            return lts ? Edition.IOT_LTS : Edition.IOT;
        }
        if (lts) {
            return Edition.LTS;
        }
        if (hasAny("enterprise", "entreprise", "education", "éducation", "корпоративная", "企业版", "企業版", "教育版")) {
            return Edition.ENTERPRISE;
        }
        boolean home = hasAny(
                "home",
                "pro",
                "professional",
                "professionnel",
                "famille",
                "домашняя",
                "профессиональная",
                "专业版",
                "專業版",
                "家庭版",
                "家用版",
                "starter",
                "ultimate",
                "basic",
                "core");
        return home ? Edition.HOME : null;
    }

    /**
     * How well a product's name fits: words of it that are here, less those that are not.
     */
    int fit(Product product) {
        Set<String> words = Stream.of(text.split(" ")).collect(Collectors.toSet());
        int score = 0;
        for (String word : product.shortName().toLowerCase(Locale.ROOT).split("[ ()]+")) {
            if (!FILLER.contains(word) && !word.isEmpty()) {
                score += words.contains(word) ? 1 : -1;
            }
        }
        return score;
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    private boolean hasAny(String... words) {
        return Stream.of(words).anyMatch(w -> (" " + text + " ").contains(" " + w) && text.contains(w));
    }
}
