package dev.firebreak.core.watch.detector;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@link RansomwareDetector} remembers of one client of a file server: what happened to its latest files, which of them are spoiled, and
 * folders with ransom notes. Names are kept as hashes of 64 bits. Immutable and bounded.
 */
public final class FileBurstState implements Serializable {

    private static final long serialVersionUID = 1;

    static final int WAS_READ = 1;
    static final int WAS_WRITTEN = 2;
    static final int WAS_CREATED = 4;
    static final int WAS_DELETED = 8;
    static final int WAS_RENAMED = 16;
    static final int HAS_COPY = 32;

    /** A file beside it is named after it, which may be a copy: only if the original goes afterwards. */
    static final int HAS_COMPANION = 64;

    /** Kinds of damage. */
    static final int OVERWRITTEN = 0;

    static final int RENAMED = 1;
    static final int SPOILED = 2;

    static final FileBurstState NEW = new FileBurstState(new long[0], new long[0], new long[0], false);

    private static final int MAX_FILES = 256;
    private static final int MAX_DAMAGES = 128;
    private static final int MAX_NOTES = 16;

    /** Damage counts together within this time. */
    private static final long WINDOW_SECONDS = 300;

    private static final int DAMAGE_NUMBERS = 3;
    private static final int FIXED = 3;

    // Pairs of name and marks, the latest last.
    private final long[] files;
    // Triples of name, time with kind, and ending.
    private final long[] damages;
    // Folders of notes.
    private final long[] notes;
    private final boolean isReported;

    private FileBurstState(long[] files, long[] damages, long[] notes, boolean isReported) {
        this.files = files;
        this.damages = damages;
        this.notes = notes;
        this.isReported = isReported;
    }

    boolean isReported() {
        return isReported;
    }

    /** Nothing else needs to be remembered until the memory ends. */
    FileBurstState reported() {
        return new FileBurstState(new long[0], new long[0], new long[0], true);
    }

    boolean has(String path, int mark) {
        int at = find(files, 2, hash(path));
        return at >= 0 && (files[at + 1] & mark) != 0;
    }

    FileBurstState mark(String path, int mark) {
        return mark(hash(path), mark);
    }

    private FileBurstState mark(long name, long marks) {
        int at = find(files, 2, name);
        if (at >= 0 && (files[at + 1] & marks) == marks) {
            return this;
        }
        long[] next;
        if (at >= 0) {
            next = files.clone();
            next[at + 1] |= marks;
        } else {
            next = appended(files, 2, MAX_FILES, name, marks);
        }
        return new FileBurstState(next, damages, notes, isReported);
    }

    /** A file has another name now, and what happened to it goes with it. */
    FileBurstState move(String from, String to) {
        int at = find(files, 2, hash(from));
        if (at < 0) {
            return this;
        }
        long marks = files[at + 1];
        return new FileBurstState(without(files, 2, at), damages, notes, isReported).mark(hash(to), marks);
    }

    FileBurstState damage(String path, int kind, long now) {
        long name = hash(path);
        String last = FileNameTraits.ending(path);
        long ending = hash(kind == OVERWRITTEN ? FileNameTraits.family(last) : last);
        int at = find(damages, DAMAGE_NUMBERS, name);
        if (at >= 0 && (damages[at + 1] & 0xFF) >= kind) {
            return this;
        }
        long[] next;
        if (at >= 0) {
            next = damages.clone();
            next[at + 1] = now << 8 | kind;
            next[at + 2] = ending;
        } else {
            next = appended(damages, DAMAGE_NUMBERS, MAX_DAMAGES, name, now << 8 | kind, ending);
        }
        return new FileBurstState(files, next, notes, isReported);
    }

    /** The name is there again. */
    FileBurstState heal(String path) {
        int at = find(damages, DAMAGE_NUMBERS, hash(path));
        return at < 0 ? this : new FileBurstState(files, without(damages, DAMAGE_NUMBERS, at), notes, isReported);
    }

    FileBurstState note(String path) {
        long folder = hash(FileNameTraits.folder(path));
        return find(notes, 1, folder) >= 0
                ? this
                : new FileBurstState(files, damages, appended(notes, 1, MAX_NOTES, folder), isReported);
    }

    int noteFolders() {
        return notes.length;
    }

    int count(int kind, long now) {
        return (int) recent(now).filter(i -> (damages[i + 1] & 0xFF) == kind).count();
    }

    /** Different endings that damaged files had. */
    int kinds(long now) {
        return (int) recent(now).mapToLong(i -> damages[i + 2]).distinct().count();
    }

    /** Different families of endings among files that were overwritten in place. */
    int families(long now) {
        return (int) recent(now)
                .filter(i -> (damages[i + 1] & 0xFF) == OVERWRITTEN)
                .mapToLong(i -> damages[i + 2])
                .distinct()
                .count();
    }

    /** As numbers: whether it was told, how many follow of files and damages, then these, and folders of notes. */
    long[] numbers() {
        long[] head = {isReported ? 1 : 0, files.length, damages.length};
        return Stream.of(head, files, damages, notes)
                .flatMapToLong(LongStream::of)
                .toArray();
    }

    /** The state of such numbers; empty where they are none. */
    static Optional<FileBurstState> of(long[] numbers) {
        if (numbers.length < FIXED || (numbers[0] != 0 && numbers[0] != 1)) {
            return Optional.empty();
        }
        long files = numbers[1];
        long damages = numbers[2];
        long notes = numbers.length - FIXED - files - damages;
        boolean isState = files >= 0
                && files <= 2 * MAX_FILES
                && files % 2 == 0
                && damages >= 0
                && damages <= DAMAGE_NUMBERS * MAX_DAMAGES
                && damages % DAMAGE_NUMBERS == 0
                && notes >= 0
                && notes <= MAX_NOTES;
        if (!isState) {
            return Optional.empty();
        }
        int atDamages = FIXED + (int) files;
        int atNotes = atDamages + (int) damages;
        return Optional.of(new FileBurstState(
                Arrays.copyOfRange(numbers, FIXED, atDamages),
                Arrays.copyOfRange(numbers, atDamages, atNotes),
                Arrays.copyOfRange(numbers, atNotes, numbers.length),
                numbers[0] == 1));
    }

    private IntStream recent(long now) {
        return IntStream.iterate(0, i -> i < damages.length, i -> i + DAMAGE_NUMBERS)
                // Two logs may come in the wrong order: what happened later is no nearer than what happened before.
                .filter(i -> Math.abs(now - (damages[i + 1] >> 8)) <= WINDOW_SECONDS);
    }

    private static int find(long[] numbers, int width, long name) {
        for (int i = numbers.length - width; i >= 0; i -= width) {
            if (numbers[i] == name) {
                return i;
            }
        }
        return -1;
    }

    private static long[] appended(long[] numbers, int width, int most, long... values) {
        int from = numbers.length >= most * width ? width : 0;
        long[] next = Arrays.copyOfRange(numbers, from, numbers.length + width);
        System.arraycopy(values, 0, next, next.length - width, width);
        return next;
    }

    private static long[] without(long[] numbers, int width, int at) {
        long[] next = new long[numbers.length - width];
        System.arraycopy(numbers, 0, next, 0, at);
        System.arraycopy(numbers, at + width, next, at, next.length - at);
        return next;
    }

    /** FNV-1a with 64 bits. */
    private static long hash(String text) {
        long hash = 0xCBF2_9CE4_8422_2325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100_0000_01B3L;
        }
        return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FileBurstState state
                && Arrays.equals(files, state.files)
                && Arrays.equals(damages, state.damages)
                && Arrays.equals(notes, state.notes)
                && isReported == state.isReported;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(files) * 31 + Arrays.hashCode(damages);
    }
}
