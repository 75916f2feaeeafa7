package dev.firebreak.app.collect.format.table;

/** Whether a row of a list of installed updates proves that its update is installed. */
public enum RowProof {
    /** The update is installed. */
    PROVES,

    /** The row says that the update is not installed. */
    DENIES,

    /** A column or value that nobody knows: any meaning is possible. */
    SAYS_NOTHING
}
