package dev.firebreak.app.io;

import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.UpdatePackage;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the name of a package says: {@code windowsxp-kb4012598-x86-custom-enu_eceb..exe}. */
public final class PackageFileName {

    private static final Pattern FILE =
            Pattern.compile("[\\w.+()-]{1,200}\\.(msu|exe|cab|msp|msi|psf|wim)", Pattern.CASE_INSENSITIVE);
    private static final Pattern KB_NUMBER = Pattern.compile("(?<![a-z])kb?(\\d{6,8})(?!\\d)");
    private static final Pattern SHA1 = Pattern.compile("_([0-9a-f]{40})(?=\\.)");
    private static final Pattern LANGUAGE = Pattern.compile("[-_]([a-z]{3})(?=[_.])");
    private static final Set<String> LANGUAGES = Set.of(
            ("ara bgr chh chs cht csy dan deu ell enu esn est fin fra heb hrv hun ita jpn kor lth lvi nld nor plk ptb ptg "
                            + "rom rus sky slv srl sve tha trk ukr")
                    .split(" "));

    private PackageFileName() {}

    /** What was found, and of which update. */
    public record Found(Kb kb, UpdatePackage file) {}

    /** Whether the vendor serves it: a list may come from anybody, and what it names is run by administrators. */
    public static boolean vendors(String address) {
        try {
            var uri = new URI(address);
            String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
            return ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
                    && uri.getUserInfo() == null
                    && (host.endsWith(".microsoft.com") || host.endsWith(".windowsupdate.com"));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Null where the name names no update. */
    public static @Nullable Found read(String name, @Nullable String sha1, @Nullable String url) {
        if (!FILE.matcher(name).matches()) {
            return null;
        }
        String lower = name.toLowerCase(Locale.ROOT);
        Matcher number = KB_NUMBER.matcher(lower);
        Kb kb = number.find() ? Kb.parse(number.group(1)).orElse(null) : null;
        if (kb == null) {
            return null;
        }
        Matcher hash = SHA1.matcher(lower);
        String own = hash.find() ? hash.group(1) : null;
        return new Found(
                kb, new UpdatePackage(architecture(lower), language(lower), name, own == null ? sha1 : own, url));
    }

    private static @Nullable Architecture architecture(String name) {
        for (String part : name.split("[-_.]")) {
            Architecture found = switch (part) {
                case "x86" -> Architecture.X86;
                case "x64", "amd64" -> Architecture.X64;
                case "ia64" -> Architecture.IA64;
                case "arm64" -> Architecture.ARM64;
                case "arm" -> Architecture.ARM;
                default -> null;
            };
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static @Nullable String language(String name) {
        Matcher m = LANGUAGE.matcher(name);
        String found = null;
        while (m.find()) {
            found = LANGUAGES.contains(m.group(1)) ? m.group(1).toUpperCase(Locale.ROOT) : found;
        }
        return found;
    }
}
