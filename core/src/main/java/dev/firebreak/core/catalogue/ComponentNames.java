package dev.firebreak.core.catalogue;

import java.util.regex.Pattern;

/**
 * Tells what feeds mean by the names of affected components. Two conventions exist. Bulletins until 2016 name the program in
 * the component column ("Windows Internet Explorer 8", always with a version, or one of few names without). Since then that
 * column names the area of the product that is affected ("SQLite", "Windows Media", "Internet Key Exchange"), and a program
 * stands before the product: "Microsoft .NET Framework 4.8 on Windows 10 Version 22H2". An area is never a reason to leave
 * anything out.
 */
final class ComponentNames {

    /** Parts that are told by a version, so that no area of Windows is meant. */
    private static final Pattern VERSIONED_PART = Pattern.compile("(?i)(microsoft )?(windows )?("
            + "\\.net framework \\d.*"
            + "|internet explorer \\d.*"
            + "|directx \\d.*"
            + "|xml core services \\d.*"
            + "|(j|vb)?script \\d.*"
            + "|media player \\d.*"
            + "|media (format (runtime|sdk)|encoder)( \\d.*)?"
            + "|media services( \\d.*)?"
            + "|movie maker \\d.*"
            + "|outlook express( \\d.*)?"
            + "|internet information services( \\(iis\\))? \\d.*"
            + "|ftp service \\d.*"
            + ")");

    /** Parts whose old name has no version. Today's areas have other names: "Windows Journal" came in cumulative updates only. */
    private static final Pattern NAMED_PART = Pattern.compile("(?i)(adobe )?flash player"
            + "|(windows )?journal"
            + "|windows mail"
            + "|windows media center"
            + "|management odata iis extension"
            + "|active directory lightweight directory services"
            + "|microsoft active directory application mode"
            + "|remote server administration tools");

    /** Programs that stand before a product and are closed by its own updates. */
    private static final Pattern PROGRAM_OF_WINDOWS = Pattern.compile("(?i)microsoft edge"
            + "|microsoft edge \\((edge)?html-based\\)"
            + "|microsoft edge \\(chromium-based\\) in ie mode"
            + "|microsoft defender for endpoint for windows"
            + "|microsoft windows hyperlink object library");

    /** Products of their own by name; where the area column names one of these, only with a version or year. */
    private static final Pattern SEPARATE_PRODUCT = Pattern.compile("(?i)(microsoft )?("
            + "(office|excel|word|powerpoint|outlook|access|publisher|visio|project|onenote|infopath|365 apps)\\b.*"
            + "|sql server\\b.*|exchange server\\b.*|sharepoint\\b.*|visual studio\\b.*|dynamics\\b.*"
            + "|silverlight\\b.*|skype\\b.*|lync\\b.*|teams\\b.*|system center\\b.*|forefront\\b.*"
            + "|(odbc|ole db) driver\\b.*|edge \\(chromium-based\\)|chakracore|power bi\\b.*"
            + "|\\.net (core )?\\d.*|asp\\.net core\\b.*|powershell \\d.*"
            + "|defender for endpoint edr sensor|azure\\b.*"
            + "|windows live .*|windows admin center.*|windows terminal.*"
            + "|[\\w-]+ (image|video|media) extensions?"
            + ")");

    private static final Pattern WITH_NUMBER = Pattern.compile(".*\\b(19|20)\\d\\d\\b.*|(?i)windows live .*");

    private ComponentNames() {}

    /** What the component column means where the product alone stands in the product column. */
    static ComponentKind ofArea(String area) {
        String name = area.strip();
        if (VERSIONED_PART.matcher(name).matches() || NAMED_PART.matcher(name).matches()) {
            return ComponentKind.PART;
        }
        if (WITH_NUMBER.matcher(name).matches()
                && SEPARATE_PRODUCT.matcher(name).matches()) {
            return ComponentKind.SEPARATE_PRODUCT;
        }
        return ComponentKind.WINDOWS_ITSELF;
    }

    /** What the words before "on Windows .." in the product column mean. */
    static ComponentKind ofProgram(String program) {
        String name = program.strip();
        if (name.isEmpty() || PROGRAM_OF_WINDOWS.matcher(name).matches()) {
            return ComponentKind.WINDOWS_ITSELF;
        }
        if (VERSIONED_PART.matcher(name).matches() || NAMED_PART.matcher(name).matches()) {
            return ComponentKind.PART;
        }
        return SEPARATE_PRODUCT.matcher(name).matches() ? ComponentKind.SEPARATE_PRODUCT : ComponentKind.UNRECOGNIZED;
    }
}
