package dev.firebreak.core.advisory;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * CVEs of one product that the same updates close.
 *
 * @param component index of the program they are in; 0 is Windows itself
 * @param parts all of them have to be closed; one of the updates named in a part closes it (indices of the shelf's
 *     updates). No part at all means that no update is named
 * @param cves indices of the catalogue's CVEs
 */
public record Hole(int component, int[][] parts, int[] cves) {

    private static final Pattern YEAR = Pattern.compile("CVE-(\\d{4})-.*");
    private static final Pattern GUIDANCE = Pattern.compile("ADV(\\d{2})\\d+");

    /** Year in which a CVE or an advisory got its number; before it nobody spoke of it. 0 where the id tells none. */
    public static int year(String id) {
        Matcher cve = YEAR.matcher(id);
        if (cve.matches()) {
            return Integer.parseInt(cve.group(1));
        }
        Matcher guidance = GUIDANCE.matcher(id);
        return guidance.matches() ? 2000 + Integer.parseInt(guidance.group(1)) : 0;
    }
}
