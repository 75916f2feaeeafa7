package dev.firebreak.core.advisory;

/**
 * A service pack that must be there before an update can be installed.
 *
 * @param name for people, with the product: "Windows XP Service Pack 3"
 */
public record ServicePack(Kb kb, Wording name) {}
