package dev.firebreak.core.rollout;

import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.Platform;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the name of a package says, as Microsoft names them: {@code windowsserver2003-kb4012598-x64-custom-enu_<sha1>.exe},
 * {@code windows6.1-kb4012215-x86_<sha1>.msu}. A name that does not say its Windows, its update and its architecture says nothing.
 *
 * @param file the name as it stands; letters, digits and {@code . _ - + ( )} only, so that it is safe in a path and in a script
 * @param windows branch of Windows without its build: 5.1, 6.1
 * @param language three letters, {@code ENU}; null where one file serves all languages
 * @param embedded whether it is for embedded systems only
 * @param sha1 40 hex digits; null where the name holds none
 */
public record PackageName(
        String file,
        Branch windows,
        Kb kb,
        Architecture architecture,
        @Nullable String language,
        boolean embedded,
        @Nullable String sha1,
        Installer installer) {

    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+()-]{0,199}");
    private static final Pattern PARTS = Pattern.compile(
            "(windowsserver2003\\.windowsxp|windowsserver2003|windowsxp|windows6\\.0|windows6\\.1|windows8-rt|windows8\\.1|windows10\\.0|windows11\\.0)"
                    + "-(?:kb)?kb(\\d{5,8})(?:-v\\d)?(?:-sp\\d)?-(x86|x64|ia64|arm64|arm)((?:-[a-z0-9]+)*)(?:_([0-9a-f]{40}))?\\.(exe|msu|cab|msi)");
    private static final Set<String> LANGUAGES = InstallLanguage.letters();

    /** Major and minor version of Windows NT. */
    public record Branch(int major, int minor) {
        /** That of a build. */
        public static Branch of(Build build) {
            return new Branch(build.major(), build.minor());
        }
    }

    /** Whether a name is safe in a path, in a list with separators and in a script. */
    public static boolean isSafe(String file) {
        return SAFE.matcher(file).matches() && !file.contains("..");
    }

    /** Whether two names are those of one file: without case, and with or without the SHA-1 that the catalogue puts into them. */
    public static boolean isSameFile(String one, String other) {
        return stem(one).equals(stem(other));
    }

    private static String stem(String file) {
        return file.toLowerCase(Locale.ROOT).replaceFirst("_[0-9a-f]{40}(?=\\.[a-z]+$)", "");
    }

    /** Reads a name; empty where it does not say all that is needed to choose by it. */
    public static Optional<PackageName> parse(String file) {
        if (!isSafe(file)) {
            return Optional.empty();
        }
        Matcher m = PARTS.matcher(file.toLowerCase(Locale.ROOT));
        if (!m.matches()) {
            return Optional.empty();
        }
        Optional<Kb> kb = Kb.parse("KB" + m.group(2));
        Optional<Architecture> architecture = Architecture.ofId(m.group(3));
        Optional<Installer> installer = Installer.of(file);
        if (kb.isEmpty() || architecture.isEmpty() || installer.isEmpty()) {
            return Optional.empty();
        }
        String[] words =
                m.group(4).isEmpty() ? new String[0] : m.group(4).substring(1).split("-");
        String language = Arrays.stream(words)
                .map(w -> w.toUpperCase(Locale.ROOT))
                .filter(LANGUAGES::contains)
                .findFirst()
                .orElse(null);
        boolean embedded = Arrays.asList(words).contains("embedded");
        return Optional.of(new PackageName(
                file,
                branch(m.group(1)),
                kb.get(),
                architecture.get(),
                language,
                embedded,
                m.group(5),
                installer.get()));
    }

    private static Branch branch(String family) {
        return switch (family) {
            case "windowsxp" -> new Branch(5, 1);
            case "windowsserver2003", "windowsserver2003.windowsxp" -> new Branch(5, 2);
            case "windows6.0" -> new Branch(6, 0);
            case "windows6.1" -> new Branch(6, 1);
            case "windows8-rt" -> new Branch(6, 2);
            case "windows8.1" -> new Branch(6, 3);
            default -> new Branch(10, 0);
        };
    }

    /**
     * Whether this file is the package that is needed, by its name alone: update, branch of Windows, architecture, language and whether
     * embedded must all agree. A package of the old kind, which exists per language, needs a language that is known.
     */
    public boolean fits(NeededPackage needed) {
        NeededPackage.Target target = needed.target();
        boolean perLanguage = windows.major() == 5;
        boolean speaks = perLanguage ? language != null && language.equals(target.language()) : language == null;
        return kb.equals(needed.kb())
                && windows.equals(Branch.of(target.nt()))
                && architecture == target.architecture()
                && speaks
                && embedded == (target.platform() == Platform.EMBEDDED && perLanguage);
    }
}
