package dev.firebreak.core.advisory;

/**
 * CVEs of one product that the same updates close.
 *
 * @param component index of the program they are in; 0 is Windows itself
 * @param parts all of them have to be closed; one of the updates named in a part closes it (indices of the shelf's
 *     updates). No part at all means that no update is named
 * @param cves indices of the catalogue's CVEs
 */
public record Hole(int component, int[][] parts, int[] cves) {}
