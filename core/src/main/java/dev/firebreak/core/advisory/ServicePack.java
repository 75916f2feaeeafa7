package dev.firebreak.core.advisory;

import dev.firebreak.core.text.Text;
import org.jspecify.annotations.Nullable;

/**
 * A service pack that must be there before an update can be installed.
 *
 * @param kb null where it has no number of its own: embedded systems get theirs from their maker
 * @param name for people, with the product: "Windows XP Service Pack 3"
 */
public record ServicePack(@Nullable Kb kb, Text name) {}
