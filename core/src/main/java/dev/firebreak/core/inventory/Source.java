package dev.firebreak.core.inventory;

/**
 * Where something was read.
 *
 * @param file path as the user gave it, or a name such as {@code <stdin>}
 * @param line 1 for the first line, 0 where the whole file is meant
 */
public record Source(String file, int line) {

    /** The whole file. */
    public static Source of(String file) {
        return new Source(file, 0);
    }

    /** The same file, at a line. */
    public Source at(int otherLine) {
        return new Source(file, otherLine);
    }

    @Override
    public String toString() {
        return line > 0 ? file + ":" + line : file;
    }
}
