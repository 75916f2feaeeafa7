package dev.firebreak.core.advisory;

/**
 * What a feed means by a product's name.
 *
 * @param product id of one of our products
 * @param core whether it speaks of the Server Core installation only
 * @param component a program that may or may not be on it, {@code Internet Explorer 11}; empty where Windows itself is
 *     meant
 */
public record Spelling(String product, Architecture architecture, boolean core, String component) {}
