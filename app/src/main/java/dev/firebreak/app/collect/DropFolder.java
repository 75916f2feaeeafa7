package dev.firebreak.app.collect;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firebreak.core.fleet.StorageFull;
import dev.firebreak.core.fleet.StorageUnavailable;
import dev.firebreak.core.inventory.MachineName;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.Channels;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    private static final int MOST_AT_ONCE = 10_000;

    private static final Set<String> OURS = Set.of("done", "refused");
    private static final String HOME = "drop";
    private static final Text TOO_LARGE = new Text("larger than 64 MiB: split it", "64 MiB を超えています。分割してください");
    private static final Text OUR_FAULT = new Text(
            "a fault of ours, told in the server's log; keep the file", "こちらの不具合です。詳細はサーバーのログにあります。ファイルは保管してください");
    private static final Text NO_FILE = new Text("not a plain file, so it was not opened", "通常のファイルではないため、開いていません");
    private static final Text NOT_YOURS =
            new Text("belongs to another site, so it was not taken", "別の拠点の端末のため、取り込んでいません");

    private static final Text OLDER = new Text(
            "older than what counts: kept as history, not judged", "判定に使用中の情報より前に収集されたものです。履歴として保存し、判定には使いません");

    private final Path folder;
    private final Taker taker;
    private Map<Path, Look> before = Map.of();

    /** Takes what was in a file. */
    @FunctionalInterface
    public interface Taker {
        /**
         * @param name of the file, untrusted
         * @param changed when the file was last changed, as its file system tells
         */
        Taken take(String site, String name, byte[] content, Instant changed);
    }

    /**
     * What became of a file.
     *
     * @param machines that were kept, or were known already
     * @param older machines of which something newer counts
     * @param notYours machines of other sites
     */
    public record Taken(int machines, int older, List<String> notYours, List<Problem> complaints) {
        public Taken {
            notYours = List.copyOf(notYours);
            complaints = List.copyOf(complaints);
        }
    }

    private record Look(long bytes, FileTime changed) {}

    /** Makes the folder where there is none. */
    public DropFolder(Path folder, Taker taker) throws IOException {
        this.folder = folder;
        this.taker = taker;
        for (String own : OURS) {
            Files.createDirectories(folder.resolve(own));
        }
    }

    /** Takes every file that has not changed since the last look; whatever goes wrong with one leaves the others alone. */
    public void look() throws IOException {
        Map<Path, Look> now = new HashMap<>();
        for (Path file : files()) {
            BasicFileAttributes attributes;
            try {
                attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            } catch (IOException e) {
                continue;
            }
            var look = new Look(attributes.size(), attributes.lastModifiedTime());
            if (!attributes.isRegularFile()) {
                away(file, "refused", List.of(new Problem(source(file), NO_FILE)));
            } else if (look.equals(before.get(file))) {
                take(file, attributes);
            } else {
                now.put(file, look);
            }
        }
        before = now;
    }

    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path child : children(folder)) {
            if (!Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
                files.add(child);
            } else if (!OURS.contains(name(child))) {
                for (Path file : children(child)) {
                    if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                        files.add(file);
                    }
                }
            }
        }
        return files;
    }

    /** What is not on its way: names that begin with a dot or end in .tmp or .part are others' unfinished work. */
    private static List<Path> children(Path folder) throws IOException {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            for (Path child : stream) {
                String name = name(child).toLowerCase(Locale.ROOT);
                if (!name.startsWith(".") && !name.endsWith(".tmp") && !name.endsWith(".part")) {
                    children.add(child);
                }
                if (children.size() == MOST_AT_ONCE) {
                    break;
                }
            }
        }
        return children;
    }

    private void take(Path file, BasicFileAttributes attributes) throws IOException {
        if (attributes.size() > LARGEST) {
            away(file, "refused", List.of(new Problem(source(file), TOO_LARGE)));
            return;
        }
        byte[] content;
        try (InputStream in = Channels.newInputStream(
                Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)))) {
            content = in.readNBytes(LARGEST);
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "a file in the drop folder cannot be read: {0}",
                    e.getClass().getSimpleName());
            return;
        }
        Taken taken;
        try {
            taken = taker.take(
                    site(file),
                    name(file),
                    content,
                    attributes.lastModifiedTime().toInstant());
        } catch (StorageFull | StorageUnavailable e) {
            // It stays where it is and is taken another time.
            throw e;
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a file in the drop folder could not be taken", e);
            away(file, "refused", List.of(new Problem(source(file), OUR_FAULT)));
            return;
        }
        List<Problem> complaints = new ArrayList<>(taken.complaints());
        taken.notYours().forEach(machine -> complaints.add(new Problem(Source.of(machine), NOT_YOURS)));
        if (taken.older() > 0) {
            complaints.add(new Problem(source(file), OLDER));
        }
        away(file, taken.machines() + taken.older() > 0 ? "done" : "refused", complaints);
    }

    private String site(Path file) {
        Path parent = file.getParent();
        return parent == null || parent.equals(folder) ? HOME : MachineName.shown(name(parent));
    }

    private void away(Path file, String to, List<Problem> complaints) throws IOException {
        Path target = folder.resolve(to);
        if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("not a folder any more: " + to);
        }
        String name = name(file);
        Path free = target.resolve(name);
        for (int i = 2; Files.exists(free, LinkOption.NOFOLLOW_LINKS); i++) {
            free = target.resolve(i + "-" + name);
        }
        Files.move(file, free);
        if (!complaints.isEmpty()) {
            Files.writeString(
                    target.resolve(name(free) + ".complaints.txt"), text(complaints), UTF_8, StandardOpenOption.CREATE);
        }
    }

    /** Both languages: nobody knows who will open it. */
    private static String text(List<Problem> complaints) {
        var text = new StringBuilder();
        for (Problem complaint : complaints) {
            String place = MachineName.shown(complaint.source().toString());
            text.append(place).append(": ").append(complaint.what().en()).append("\r\n");
            text.append(place).append(": ").append(complaint.what().ja()).append("\r\n");
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
