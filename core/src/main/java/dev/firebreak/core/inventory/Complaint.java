package dev.firebreak.core.inventory;

import dev.firebreak.core.advisory.Wording;

/** Something in the input that could not be used, said to the user with its place. */
public record Complaint(Source source, Wording what) {}
