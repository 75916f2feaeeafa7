package dev.firebreak.app.notify;

import dev.firebreak.app.io.PlainFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Notices that wait for one channel, in order, a file each: a restart of the server does not lose them. Where the disk is full they
 * wait in memory. A loss of power may cost the last ones; the board, not the mail, is what must not forget.
 */
final class Outbox {

    /** At most one notice in five minutes goes to an audience: this is most of a day. */
    static final int MOST = 200;

    private static final int MAX_BYTES = 256 << 10;
    private static final String END = ".json";

    private final Path folder;
    private final Deque<WaitingNotice> waiting = new ArrayDeque<>();
    private long number;
    private int dropped;

    /** @param file null where it waits in memory only */
    private record WaitingNotice(@Nullable Path file, OutgoingNotice outgoing) {}

    Outbox(Path folder) {
        this.folder = folder;
        for (Path file : files()) {
            Optional<OutgoingNotice> outgoing = read(file);
            if (outgoing.isPresent()) {
                waiting.add(new WaitingNotice(file, outgoing.get()));
            } else {
                delete(file);
                dropped++;
            }
            number = Math.max(number, numberOf(file));
        }
    }

    synchronized void put(OutgoingNotice outgoing) {
        Path file = null;
        try {
            Files.createDirectories(folder);
            Path half = folder.resolve("half");
            Files.write(half, outgoing.json());
            Path whole = folder.resolve(String.format(java.util.Locale.ROOT, "%012d%s", number + 1, END));
            file = Files.move(half, whole, StandardCopyOption.ATOMIC_MOVE);
            number++;
        } catch (IOException e) {
            // Kept in memory all the same.
            file = null;
        }
        waiting.add(new WaitingNotice(file, outgoing));
        while (waiting.size() > MOST) {
            // The newest says how it stands; the oldest is what one can do without.
            delete(waiting.remove().file());
            dropped++;
        }
        notifyAll();
    }

    /** The oldest; waits until there is one. */
    synchronized OutgoingNotice first() throws InterruptedException {
        while (waiting.isEmpty()) {
            wait();
        }
        return waiting.element().outgoing();
    }

    /** It is done with; nothing happens where it was dropped meanwhile. */
    synchronized void remove(OutgoingNotice outgoing) {
        waiting.removeIf(w -> {
            boolean same = w.outgoing().id().equals(outgoing.id());
            if (same) {
                delete(w.file());
            }
            return same;
        });
    }

    synchronized int size() {
        return waiting.size();
    }

    /** Notices that were given up because too many waited, or because their file was damaged. */
    synchronized int dropped() {
        return dropped;
    }

    private List<Path> files() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> files = all.filter(f -> f.getFileName().toString().matches("\\d{12}\\.json"))
                    .sorted()
                    .toList();
            return files.subList(Math.max(0, files.size() - MOST), files.size());
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    private static long numberOf(Path file) {
        return Long.parseLong(file.getFileName().toString().substring(0, 12));
    }

    private static Optional<OutgoingNotice> read(Path file) {
        try {
            return OutgoingNotice.read(PlainFiles.bytes(file, MAX_BYTES));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static void delete(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // It would be sent once more after a restart, with the same id.
            return;
        }
    }
}
