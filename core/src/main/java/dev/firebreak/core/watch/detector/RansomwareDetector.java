package dev.firebreak.core.watch.detector;

import dev.firebreak.core.text.Text;
import dev.firebreak.core.watch.Detection;
import dev.firebreak.core.watch.DetectorStep;
import dev.firebreak.core.watch.Event;
import dev.firebreak.core.watch.Event.FileOperation;
import dev.firebreak.core.watch.FileAction;
import dev.firebreak.core.watch.ResumableDetector;
import dev.firebreak.core.watch.Rules;
import dev.firebreak.core.watch.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Encryption of a file server by one of its clients, by what it does to names and files: files that are overwritten and renamed to an
 * ending that no program gives, encrypted copies whose originals are deleted, ransom notes in several folders, many files read and
 * overwritten, and canary files, which nobody has a reason to touch. CryptoDrop (2016) stopped after 10 lost files in the median; rate and
 * renames count, not entropy, because encrypting a few per cent of a file spoils it.
 *
 * <p>Everyday work goes the other way round: programs write under a temporary name and rename to an ordinary one (office programs, rsync,
 * git, browsers), create without replacing (unzip, git checkout) or read without writing (backup).
 */
public final class RansomwareDetector implements ResumableDetector<FileBurstState> {

    /** Files that were overwritten and renamed, or replaced by an encrypted copy. */
    private static final int SPOILED = 6;

    /** Files that were renamed to a strange ending, where the input does not tell about writing. */
    private static final int RENAMED = 10;

    private static final int RENAMED_OF_FEW_KINDS = 30;
    private static final int KINDS = 3;

    /** Files that were read and overwritten in place. */
    private static final int OVERWRITTEN = 100;

    private static final int NOTE_FOLDERS = 3;
    private static final String DEFAULT_CANARY = "firebreak-canary";

    private final Set<String> canaries;

    /** @param canaries names of files, without folder and without regard to case; names with {@value #DEFAULT_CANARY} always count */
    public RansomwareDetector(Set<String> canaries) {
        this.canaries = canaries.stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(java.util.stream.Collectors.toUnmodifiableSet());
    }

    @Override
    public String name() {
        return "ransomware";
    }

    @Override
    public FileBurstState initial() {
        return FileBurstState.NEW;
    }

    @Override
    @Nullable
    public String key(Event event) {
        return event instanceof FileOperation
                ? event.flow().source() + " " + event.flow().target()
                : null;
    }

    @Override
    public Duration memory() {
        return Duration.ofMinutes(30);
    }

    @Override
    public DetectorStep<FileBurstState> step(FileBurstState before, Event event) {
        if (!(event instanceof FileOperation operation) || before.isReported()) {
            return DetectorStep.to(before);
        }
        String path = FileNameTraits.normal(operation.path());
        boolean changes = operation.action() != FileAction.READ && operation.action() != FileAction.CREATE;
        if (changes && isCanary(FileNameTraits.name(path))) {
            return found(
                    before,
                    operation,
                    1,
                    Text.format("the canary file %s was changed", "カナリアファイル %s が変更された", operation.path()));
        }
        FileBurstState state = after(before, operation, path);
        long now = operation.time().getEpochSecond();
        int spoiled = state.count(FileBurstState.SPOILED, now);
        int renamed = state.count(FileBurstState.RENAMED, now);
        int overwritten = state.count(FileBurstState.OVERWRITTEN, now);
        if (spoiled >= SPOILED) {
            return found(
                    state,
                    operation,
                    spoiled,
                    Text.format(
                            "%d files were overwritten and renamed or replaced, the last one as %s",
                            "%d 個のファイルが上書き・名前変更または置き換えられた（最後は %s）", spoiled, shown(operation)));
        }
        int kinds = state.kinds(now);
        if (spoiled + renamed >= (kinds >= KINDS ? RENAMED : RENAMED_OF_FEW_KINDS)) {
            return found(
                    state,
                    operation,
                    spoiled + renamed,
                    Text.format(
                            "%d files were renamed to an ending that no program gives, the last one to %s",
                            "%d 個のファイルの拡張子が、通常のプログラムにないものへ変更された（最後は %s）", spoiled + renamed, shown(operation)));
        }
        if (state.noteFolders() >= NOTE_FOLDERS) {
            return found(
                    state,
                    operation,
                    state.noteFolders(),
                    Text.format(
                            "%s, a name as of a ransom note, was written to %d folders",
                            "脅迫文とみられる名前のファイル %s が %d 個のフォルダーに作成された", FileNameTraits.name(path), state.noteFolders()));
        }
        int families = state.families(now);
        if (overwritten >= OVERWRITTEN && families >= KINDS) {
            return found(
                    state,
                    operation,
                    overwritten,
                    Text.format(
                            "%d files of %d kinds were read and overwritten",
                            "%d 個のファイル（%d 種類）が読み取り後に上書きされた", overwritten, families));
        }
        return DetectorStep.to(state);
    }

    private static FileBurstState after(FileBurstState state, FileOperation operation, String path) {
        long now = operation.time().getEpochSecond();
        return switch (operation.action()) {
            case READ -> state.mark(path, FileBurstState.WAS_READ);
            case CREATE -> created(state, path, now);
            case WRITE, OVERWRITE -> written(state, path, now);
            case RENAME -> renamed(state, path, FileNameTraits.normal(String.valueOf(operation.newPath())), now);
            case DELETE -> deleted(state, path, now);
        };
    }

    private static FileBurstState created(FileBurstState before, String path, long now) {
        // A program that moved the old file away and writes a new one has lost nothing.
        FileBurstState state = healed(before, path).mark(path, FileBurstState.WAS_CREATED);
        if (FileNameTraits.isNote(path)) {
            return state.note(path);
        }
        return FileNameTraits.isSuspiciousCopy(path) ? copied(state, FileNameTraits.stem(path), now) : state;
    }

    /** A file appeared that looks like the encrypted copy of this one. */
    private static FileBurstState copied(FileBurstState state, String original, long now) {
        if (state.has(original, FileBurstState.WAS_DELETED)) {
            return state.damage(original, FileBurstState.SPOILED, now);
        }
        // Who made the original himself goes on to change it, and what lies beside it is his report or his map.
        boolean isOwn = state.has(original, FileBurstState.WAS_CREATED | FileBurstState.WAS_WRITTEN);
        return state.mark(
                original,
                isOwn ? FileBurstState.HAS_COMPANION : FileBurstState.HAS_COPY | FileBurstState.HAS_COMPANION);
    }

    private static FileBurstState deleted(FileBurstState state, String path, long now) {
        if (state.has(path, FileBurstState.HAS_COMPANION)) {
            return state.damage(path, FileBurstState.SPOILED, now);
        }
        // The copy goes as well, so it was none that anybody holds to ransom.
        FileBurstState after = FileNameTraits.isSuspiciousCopy(path) ? state.heal(FileNameTraits.stem(path)) : state;
        return after.mark(path, FileBurstState.WAS_DELETED);
    }

    private static FileBurstState written(FileBurstState before, String path, long now) {
        FileBurstState state = before.mark(path, FileBurstState.WAS_WRITTEN);
        if (FileNameTraits.isNote(path)) {
            return state.note(path);
        }
        if (before.has(path, FileBurstState.WAS_RENAMED)) {
            return state.damage(FileNameTraits.stem(path), FileBurstState.SPOILED, now);
        }
        if (before.has(path, FileBurstState.HAS_COPY)) {
            return state.damage(path, FileBurstState.SPOILED, now);
        }
        if (FileNameTraits.isSuspiciousCopy(path) && !before.has(path, FileBurstState.WAS_CREATED)) {
            // Logs of access rights know no making of a file, and Samba logs "make or replace" without saying which it
            // was.
            String original = FileNameTraits.stem(path);
            return state.has(original, FileBurstState.WAS_DELETED)
                    ? state.damage(original, FileBurstState.SPOILED, now)
                    : state.mark(original, FileBurstState.HAS_COMPANION);
        }
        boolean isInPlace = before.has(path, FileBurstState.WAS_READ) && !before.has(path, FileBurstState.WAS_CREATED);
        return isInPlace && !FileNameTraits.isTemporary(path)
                ? state.damage(path, FileBurstState.OVERWRITTEN, now)
                : state;
    }

    private static FileBurstState renamed(FileBurstState before, String from, String to, long now) {
        boolean wasWritten = before.has(from, FileBurstState.WAS_WRITTEN);
        FileBurstState state = before.move(from, to);
        if (FileNameTraits.isSuspiciousRename(from, to)) {
            String original = FileNameTraits.isOrdinary(FileNameTraits.ending(from)) ? from : FileNameTraits.stem(from);
            return state.mark(to, FileBurstState.WAS_RENAMED)
                    .damage(original, wasWritten ? FileBurstState.SPOILED : FileBurstState.RENAMED, now);
        }
        // A program that saves moves the old file away first: the name is there again, so nothing is lost.
        return healed(state, to);
    }

    /** The name is there again: what was moved away under it is no loss. */
    private static FileBurstState healed(FileBurstState state, String path) {
        String stem = FileNameTraits.stem(path);
        boolean isNamedByStem = !FileNameTraits.isOrdinary(FileNameTraits.ending(path))
                && !FileNameTraits.isOrdinary(FileNameTraits.ending(stem));
        return isNamedByStem ? state.heal(path).heal(stem) : state.heal(path);
    }

    @Override
    public long[] numbers(FileBurstState state) {
        return state.numbers();
    }

    @Override
    public Optional<FileBurstState> resumed(long[] numbers) {
        return FileBurstState.of(numbers);
    }

    private boolean isCanary(String name) {
        return name.contains(DEFAULT_CANARY) || canaries.contains(name);
    }

    private static String shown(FileOperation operation) {
        return FileNameTraits.name(
                FileNameTraits.normal(operation.newPath() == null ? operation.path() : operation.newPath()));
    }

    private static DetectorStep<FileBurstState> found(
            FileBurstState state, FileOperation operation, int count, Text because) {
        var detection = new Detection(
                operation.time(),
                Rules.RANSOMWARE_FILE_BURST,
                Severity.CRITICAL,
                operation.flow(),
                count,
                List.of(because),
                operation.origin());
        return new DetectorStep<>(state.reported(), List.of(detection));
    }
}
