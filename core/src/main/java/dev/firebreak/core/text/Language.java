package dev.firebreak.core.text;

/** A language of the product. Both are equal: what exists in one exists in the other. */
public enum Language {
    EN,
    JA
}
