package dev.firebreak.core.dashboard;

/** Who brings evidence. It decides of which machines: {@link Enrolments#claim}. */
public enum Sender {
    /** A machine, by its own token. */
    MACHINE,
    /** A machine, by the token of its site. */
    SITE,
    /** A person with the right to import, or a program that a person gave that right. */
    IMPORTER,
    /** A file in the drop folder; nobody knows who put it there. */
    FOLDER
}
