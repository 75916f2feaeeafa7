package dev.firebreak.core.text;

/** A language that Firebreak speaks. Both are equal: what exists in one exists in the other. */
public enum Language {
    EN,
    JA
}
