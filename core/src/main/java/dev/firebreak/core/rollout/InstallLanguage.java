package dev.firebreak.core.rollout;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The language Windows was installed in, which decides about packages of XP and Server 2003: three letters in file names, language ids
 * (MS-LCID) in the registry value {@code Nls\Language\InstallLanguage}.
 */
public enum InstallLanguage {
    ARA("0401"),
    CHS("0804"),
    CHT("0404"),
    CSY("0405"),
    DAN("0406"),
    DEU("0407"),
    ELL("0408"),
    ENU("0409"),
    ESN("0c0a", "040a"),
    FIN("040b"),
    FRA("040c"),
    HEB("040d"),
    HUN("040e"),
    ITA("0410"),
    JPN("0411"),
    KOR("0412"),
    NLD("0413"),
    NOR("0414"),
    PLK("0415"),
    PTB("0416"),
    PTG("0816"),
    RUS("0419"),
    SVE("041d"),
    TRK("041f");

    private final List<String> ids;

    InstallLanguage(String... ids) {
        this.ids = List.of(ids);
    }

    /** Language ids as the registry has them: four hex digits in lower case. */
    public List<String> ids() {
        return ids;
    }

    /** That of three letters, in any case. */
    public static Optional<InstallLanguage> of(String letters) {
        String wanted = letters.toUpperCase(Locale.ROOT);
        return Arrays.stream(values()).filter(l -> l.name().equals(wanted)).findFirst();
    }

    static Set<String> letters() {
        return Arrays.stream(values()).map(Enum::name).collect(Collectors.toUnmodifiableSet());
    }
}
