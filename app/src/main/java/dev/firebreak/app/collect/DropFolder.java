package dev.firebreak.app.collect;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firebreak.app.io.PlainFiles;
import dev.firebreak.core.fleet.StorageFull;
import dev.firebreak.core.fleet.StorageUnavailable;
import dev.firebreak.core.inventory.MachineName;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.SiteName;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A folder that people and machines move files into: {@code drop/Osaka/PC7_systeminfo.txt} is taken in as of the site Osaka, and
 * moved to {@code done} or {@code refused} in the folder, with what was wrong beside it. Whoever writes into the folder is not
 * trusted: links are not followed, sizes are bounded, a file is read only once it has stopped growing.
 */
public final class DropFolder {

    private static final Logger LOG = System.getLogger(DropFolder.class.getName());
    private static final int LARGEST = 64 << 20;

    /** A look does not take more than this: the next look goes on. */
    private static final int MAX_AT_ONCE = 10_000;

    private static final Set<String> OURS = Set.of("done", "refused");
    private static final String HOME = "drop";
    private static final Text TOO_LARGE = new Text("larger than 64 MiB: split it", "64 MiB を超えています。分割してください");
    private static final Text OUR_FAULT = new Text(
            "an internal error, see the log of the server; keep the file", "内部エラーです。詳細はサーバーのログを確認し、ファイルは保管してください");
    private static final Text NO_FILE = new Text("not a plain file, so it was not opened", "通常のファイルではないため、開いていません");
    private static final String NOTE = ".problems.txt";
    private static final Text NOT_YOURS =
            new Text("belongs to another site, so it was not imported", "別の拠点の端末のため、取り込んでいません");

    private static final Text ENROLLED = new Text(
            "has a token of its own, and only that is accepted, so it was not imported: let it check in, or import the file on the page Import",
            "専用トークンで登録済みの端末のため、取り込んでいません。端末から送信するか、画面の「取り込み」から取り込んでください");

    private static final Text OLDER = new Text(
            "older than the evidence in use: kept as history, not used for the verdict",
            "判定に使用中の情報より前に収集されたものです。履歴として保存し、判定には使いません");

    private final Path folder;
    private final Importer consumer;
    private Map<Path, FileState> before = Map.of();

    /** What could not be put aside stays, is told once, and is not taken again as long as it is as it was. */
    private final Map<Path, FileState> stuck = new HashMap<>();

    /** Folders of sites that could not be read at the last look. */
    private final Set<Path> closed = new HashSet<>();

    /** Takes what was in a file. */
    @FunctionalInterface
    public interface Importer {
        /**
         * @param name of the file, untrusted
         * @param changed when the file was last changed, as its file system tells
         */
        FileOutcome take(String site, String name, byte[] content, Instant changed);

        /** A file was put aside without being opened, for this reason. */
        default void refused(String site, String name, Text why) {}
    }

    /**
     * What became of a file.
     *
     * @param machines that were kept, or were known already
     * @param older machines of which something newer counts
     * @param notYours machines of other sites
     * @param enrolled machines that have a token of their own, and speak by that only
     */
    public record FileOutcome(
            int machines, int older, List<String> notYours, List<String> enrolled, List<Problem> problems) {
        public FileOutcome {
            notYours = List.copyOf(notYours);
            enrolled = List.copyOf(enrolled);
            problems = List.copyOf(problems);
        }
    }

    private record FileState(long bytes, FileTime changed) {}

    /** Makes the folder where there is none. */
    public DropFolder(Path folder, Importer consumer) throws IOException {
        this.folder = folder;
        this.consumer = consumer;
        for (String own : OURS) {
            Files.createDirectories(folder.resolve(own));
        }
    }

    /** Takes every file that has not changed since the last look; whatever goes wrong with one leaves the others alone. */
    public void check() throws IOException {
        Map<Path, FileState> now = new HashMap<>();
        Set<Path> there = new HashSet<>();
        for (Path file : files()) {
            there.add(file);
            try {
                check(file, now);
            } catch (IOException e) {
                stays(file, e);
            }
        }
        before = now;
        stuck.keySet().retainAll(there);
    }

    private void check(Path file, Map<Path, FileState> now) throws IOException {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return; // It was taken away again.
        }
        var look = new FileState(attributes.size(), attributes.lastModifiedTime());
        if (look.equals(stuck.get(file))) {
            return;
        }
        Optional<Text> refusal = refusal(file, attributes);
        if (refusal.isPresent()) {
            consumer.refused(site(file), name(file), refusal.get());
            away(file, "refused", List.of(new Problem(source(file), refusal.get())));
        } else if (look.equals(before.get(file))) {
            take(file, attributes);
        } else {
            now.put(file, look);
        }
    }

    /** Why a file is not opened at all. */
    private Optional<Text> refusal(Path file, BasicFileAttributes attributes) {
        if (!attributes.isRegularFile()) {
            return Optional.of(NO_FILE);
        }
        return attributes.size() > LARGEST ? Optional.of(TOO_LARGE) : SiteName.refusal(site(file));
    }

    /** Logged once for each state of a file, or every look would log it again. */
    private void stays(Path file, IOException why) {
        FileState look = new FileState(-1, FileTime.fromMillis(0));
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            look = new FileState(attributes.size(), attributes.lastModifiedTime());
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a file of the drop folder cannot be looked at", e);
        }
        if (!look.equals(stuck.put(file, look))) {
            LOG.log(
                    Level.WARNING,
                    "a file in the drop folder can neither be taken nor put aside, and is left alone: {0}: {1}",
                    MachineName.shown(file.toString()),
                    why.getClass().getSimpleName());
        }
    }

    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path child : children(folder)) {
            if (OURS.contains(name(child))) {
                continue;
            }
            if (!Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
                files.add(child);
            } else {
                try {
                    for (Path file : children(child)) {
                        if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                            files.add(file);
                        }
                    }
                    closed.remove(child);
                } catch (NoSuchFileException e) {
                    closed.remove(child);
                } catch (IOException e) {
                    // Of one site; the others are looked at.
                    if (closed.add(child)) {
                        LOG.log(
                                Level.WARNING,
                                "a folder in the drop folder cannot be read: {0}: {1}",
                                MachineName.shown(child.toString()),
                                e.getClass().getSimpleName());
                    }
                }
            }
        }
        return files;
    }

    /** What is not on its way: names that begin with a dot or end in .tmp or .part are others' unfinished work. */
    private List<Path> children(Path parent) throws IOException {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(parent)) {
            for (Path child : stream) {
                String name = name(child).toLowerCase(Locale.ROOT);
                if (!name.startsWith(".")
                        && !name.endsWith(".tmp")
                        && !name.endsWith(".part")
                        && (!stuck.containsKey(child) || children.size() < MAX_AT_ONCE / 2)) {
                    children.add(child);
                }
                if (children.size() == MAX_AT_ONCE) {
                    break;
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return children;
    }

    private void take(Path file, BasicFileAttributes attributes) throws IOException {
        byte[] content;
        try (InputStream in = PlainFiles.openUnlinked(file)) {
            content = in.readNBytes(LARGEST);
        } catch (NoSuchFileException e) {
            return; // It was taken away again.
        } catch (IOException e) {
            away(file, "refused", List.of(new Problem(source(file), PlainFiles.why(e))));
            return;
        }
        FileOutcome taken;
        try {
            taken = consumer.take(
                    site(file),
                    name(file),
                    content,
                    attributes.lastModifiedTime().toInstant());
        } catch (StorageFull | StorageUnavailable e) {
            // It stays where it is and is taken another time.
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            LOG.log(Level.ERROR, "a file in the drop folder could not be taken", e);
            away(file, "refused", List.of(new Problem(source(file), OUR_FAULT)));
            return;
        }
        List<Problem> problems = new ArrayList<>(taken.problems());
        taken.notYours().forEach(machine -> problems.add(new Problem(Source.of(machine), NOT_YOURS)));
        taken.enrolled().forEach(machine -> problems.add(new Problem(Source.of(machine), ENROLLED)));
        if (taken.older() > 0) {
            problems.add(new Problem(source(file), OLDER));
        }
        away(file, taken.machines() + taken.older() > 0 ? "done" : "refused", problems);
    }

    private String site(Path file) {
        Path parent = file.getParent();
        return parent == null || parent.equals(folder) ? HOME : name(parent);
    }

    private void away(Path file, String to, List<Problem> problems) throws IOException {
        Path target = folder.resolve(to);
        if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("not a folder any more: " + to);
        }
        Path free = target.resolve(file.getFileName());
        for (int i = 2; Files.exists(free, LinkOption.NOFOLLOW_LINKS); i++) {
            free = beside(target, i + "-" + name(file), "");
        }
        try {
            Files.move(file, free);
        } catch (NoSuchFileException e) {
            return; // It was taken away again.
        }
        if (!problems.isEmpty()) {
            Path note = beside(target, name(free), NOTE);
            for (int i = 2; Files.exists(note, LinkOption.NOFOLLOW_LINKS); i++) {
                note = beside(target, i + "-" + name(free), NOTE);
            }
            Files.writeString(note, text(problems), UTF_8, StandardOpenOption.CREATE_NEW);
        }
    }

    /** A file of that name and ending in a folder of ours; a name that is too long is cut, and one that this system cannot write is spelled. */
    private static Path beside(Path target, String name, String end) {
        try {
            return target.resolve(PlainFiles.cut(name, PlainFiles.MAX_NAME_LENGTH - end.length()) + end);
        } catch (InvalidPathException e) {
            String spelled = name.replaceAll("[^ -~]", "_");
            return target.resolve(PlainFiles.cut(spelled, PlainFiles.MAX_NAME_LENGTH - end.length()) + end);
        }
    }

    /** Both languages: nobody knows who will open it. */
    private static String text(List<Problem> problems) {
        var text = new StringBuilder();
        for (Problem problem : problems) {
            String place = MachineName.shown(problem.source().toString());
            text.append(place).append(": ").append(problem.what().en()).append("\r\n");
            text.append(place).append(": ").append(problem.what().ja()).append("\r\n");
        }
        return text.toString();
    }

    private static Source source(Path file) {
        return Source.of(MachineName.shown(name(file)));
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
