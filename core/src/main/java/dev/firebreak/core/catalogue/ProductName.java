package dev.firebreak.core.catalogue;

import dev.firebreak.core.advisory.Architecture;

/**
 * What a feed means by a product's name.
 *
 * @param product id of one of our products
 * @param core whether it speaks of the Server Core installation only
 * @param component a part with updates of its own, {@code Internet Explorer 11}, or a program nobody knows; empty where
 *     Windows itself is meant
 */
public record ProductName(String product, Architecture architecture, boolean core, String component) {}
