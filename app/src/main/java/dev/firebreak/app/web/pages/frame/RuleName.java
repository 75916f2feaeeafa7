package dev.firebreak.app.web.pages.frame;

import dev.firebreak.core.watch.Rules;
import java.util.Set;

/** Names of detection rules for people. */
public final class RuleName {

    private static final Set<String> SHIPPED = Set.of(
            Rules.ETERNALBLUE,
            Rules.ETERNALSYNERGY_ROMANCE,
            Rules.ETERNALCHAMPION,
            Rules.DOUBLEPULSAR,
            Rules.SMB1_UNUSED_TRANS2,
            Rules.MS17_010_PROBE_VULNERABLE,
            Rules.SMB_SCAN,
            Rules.KILLSWITCH_LOOKUP,
            Rules.KILLSWITCH_CONTACT,
            Rules.RANSOMWARE_FILE_BURST,
            Rules.INDICATOR);

    private RuleName() {}

    /** What a rule finds, in words; a rule of the site's own is named by its id. */
    public static String of(PageTexts texts, String rule) {
        return SHIPPED.contains(rule) ? texts.text("watch.rule." + rule) : texts.name(rule);
    }
}
