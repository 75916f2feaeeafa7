package dev.firebreak.core.exposure;

import java.util.List;

/** What an answer about the whole catalogue covers, and what it does not. */
public final class Coverage {

    /** Products of their own: feeds name them, their updates come from elsewhere, and nothing here looks for them. */
    private static final List<String> NOT_EXAMINED = List.of(
            "Microsoft Office",
            "SQL Server",
            "Exchange Server",
            "SharePoint",
            "Visual Studio",
            "Microsoft Edge (Chromium)",
            ".NET 5+",
            "Silverlight");

    private Coverage() {}

    /** Names of products that are not examined; others that are no part of Windows are not either. */
    public static List<String> notExamined() {
        return NOT_EXAMINED;
    }
}
