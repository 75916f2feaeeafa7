package dev.firebreak.core.advisory;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Version of Windows or of one of its files: {@code 6.1.7601.23689}. The first three numbers name a branch; the
 * revision (UBR of the system, fourth number of a file) orders what was released on it and nothing else.
 *
 * @param revision the fourth number, or {@link #NO_REVISION} where it is unknown
 */
public record Build(int major, int minor, int build, int revision) implements Comparable<Build> {

    /** Stands for an unknown revision: {@code systeminfo}, for one, prints none. */
    public static final int NO_REVISION = -1;

    private static final Pattern SHAPE =
            Pattern.compile("\\s*(\\d{1,5})[.,]\\s?(\\d{1,5})[.,]\\s?(\\d{1,7})(?:[.,]\\s?(\\d{1,7}))?(?![\\d.])");
    private static final Comparator<Build> ORDER = Comparator.comparingInt(Build::major)
            .thenComparingInt(Build::minor)
            .thenComparingInt(Build::build)
            .thenComparingInt(Build::revision);

    /** Reads {@code 6.1.7601}, {@code 10.0.14393.953} or {@code 6.1.7601.23689 (win7sp1_ldr.170209-0600)}. */
    public static Optional<Build> parse(CharSequence text) {
        Matcher m = SHAPE.matcher(text);
        if (!m.lookingAt()) {
            return Optional.empty();
        }
        String revision = m.group(4);
        return Optional.of(new Build(
                Integer.parseInt(m.group(1)),
                Integer.parseInt(m.group(2)),
                Integer.parseInt(m.group(3)),
                revision == null ? NO_REVISION : Integer.parseInt(revision)));
    }

    /** Reads a build that our own data holds; a bad one is a bug. */
    public static Build of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("not a build: " + text));
    }

    /** Whether both were released on one branch, so that their revisions can be compared. */
    public boolean sameBranch(Build other) {
        return major == other.major && minor == other.minor && build == other.build;
    }

    /** Whether this one is older, by all four numbers. */
    public boolean precedes(Build other) {
        return compareTo(other) < 0;
    }

    /** Whether the fourth number is known. */
    public boolean hasRevision() {
        return revision != NO_REVISION;
    }

    /** This branch with another revision. */
    public Build withRevision(int other) {
        return new Build(major, minor, build, other);
    }

    /** The branch alone: {@code 6.1.7601}. */
    public Build branch() {
        return withRevision(NO_REVISION);
    }

    @Override
    public int compareTo(Build other) {
        return ORDER.compare(this, other);
    }

    /** As a record's own, which the JVM makes up when it is first asked for: at every start, builds are what it looks up first. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Build that && sameBranch(that) && revision == that.revision;
    }

    @Override
    public int hashCode() {
        return ((major * 31 + minor) * 31 + build) * 31 + revision;
    }

    @Override
    public String toString() {
        String branch = major + "." + minor + "." + build;
        return hasRevision() ? branch + "." + revision : branch;
    }
}
