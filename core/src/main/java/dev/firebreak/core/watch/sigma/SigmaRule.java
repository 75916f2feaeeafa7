package dev.firebreak.core.watch.sigma;

/**
 * A Sigma rule.
 *
 * @param id the rule's UUID, or its file name where it has none
 * @param title its name, in the author's language
 * @param level how serious a match is
 * @param source the logs that it is written for; a record of another log never matches
 * @param condition what the record must be like
 */
public record SigmaRule(String id, String title, SigmaLevel level, SigmaLogSource source, SigmaExpression condition) {

    /** Whether a record matches. */
    public boolean matches(SigmaRecord record) {
        return source.covers(record) && condition.holds(record);
    }
}
