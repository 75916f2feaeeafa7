package dev.firebreak.core.watch.incident;

import dev.firebreak.core.assess.Verdict;

/**
 * A machine of the inventory.
 *
 * @param name as the inventory has it
 * @param verdict on MS17-010; unknown where the evidence does not decide
 */
public record KnownMachine(String name, Verdict.Kind verdict) {}
