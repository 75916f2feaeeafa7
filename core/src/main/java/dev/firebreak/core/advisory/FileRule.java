package dev.firebreak.core.advisory;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which versions of a system driver carry the fix.
 *
 * @param name file name in {@code System32\drivers}, lower case: {@code srv.sys}
 * @param ranges where the fix is; a version on a branch of none of them says nothing
 */
public record FileRule(String name, List<Range> ranges) {

    public FileRule {
        ranges = List.copyOf(ranges);
    }

    /**
     * Versions with the fix on one branch. Vista and 2008 have two: GDR below revision 20000, LDR above.
     *
     * @param below first version past the range; null where it has no end
     */
    public record Range(Build from, @Nullable Build below) {
        boolean holds(Build seen) {
            return seen.sameBranch(from) && seen.compareTo(from) >= 0 && (below == null || seen.compareTo(below) < 0);
        }
    }

    /** What a version of the file says. */
    public enum Answer {
        FIXED,
        OLD,
        OTHER_BRANCH
    }

    /**
     * Whether the path is that of the driver in use. A copy elsewhere (a backup, an update's cache) is not what runs, so
     * only {@code System32\drivers} counts, or the bare name.
     */
    public boolean concerns(String path) {
        String plain = path.strip().toLowerCase(java.util.Locale.ROOT).replace('/', '\\');
        return plain.equals(name)
                || plain.endsWith("\\system32\\drivers\\" + name)
                || plain.equals("system32\\drivers\\" + name);
    }

    /** What this version says about the fix. */
    public Answer answer(Build seen) {
        if (!seen.hasRevision() || ranges.stream().noneMatch(r -> r.from().sameBranch(seen))) {
            return Answer.OTHER_BRANCH;
        }
        return ranges.stream().anyMatch(r -> r.holds(seen)) ? Answer.FIXED : Answer.OLD;
    }

    /** The least version with the fix, as one writes it: "6.1.7601.23689", two joined by a slash. */
    public String least() {
        return String.join(" / ", ranges.stream().map(r -> r.from().toString()).toList());
    }
}
