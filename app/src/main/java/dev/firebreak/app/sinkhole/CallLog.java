package dev.firebreak.app.sinkhole;

import dev.firebreak.core.text.Text;
import dev.firebreak.core.watch.killswitch.SinkholeCall;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The log of calls on disk. A call is answered only after its line is written and the file is forced to disk; calls that arrive meanwhile share
 * the next write. Files are bounded in size and number. Where the disk is full, calls are answered all the same, because the answer stops the
 * worm; how many are missing is counted and told.
 */
public final class CallLog implements AutoCloseable {

    private static final Logger LOG = System.getLogger(CallLog.class.getName());

    /** So many calls wait for the disk at most; who brings more waits, and the network's own buffers fill. */
    private static final int MAX_WAITING = 1 << 16;

    private static final int MAX_IN_A_BATCH = 1 << 13;
    private static final long TELLS_AGAIN_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Path folder;
    private final Limits limits;
    private final Consumer<Text> say;
    private final BlockingQueue<Entry> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong kept = new AtomicLong();
    private final FileChannel lockFile;
    private final FileLock lock;
    private final Thread thread;
    private int number;
    private FileChannel file;
    private long size;
    private long toldNanos;
    private boolean told;
    private @Nullable Thread packing;

    /**
     * How much disk it may take.
     *
     * @param fileBytes after which a new file begins
     * @param allBytes of all files together; the oldest file is deleted, with a word, before there are more
     */
    public record Limits(long fileBytes, long allBytes) {
        public static final Limits USUAL = new Limits(64L << 20, 1L << 30);
    }

    /** Another process writes this log. */
    public static final class InUse extends IOException {
        private static final long serialVersionUID = 1;

        InUse(Path folder) {
            super(folder.toString());
        }
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Entry(byte[] line, Runnable then) {
        /** Nothing comes after it. */
        static final Entry END = new Entry(new byte[0], () -> {});
    }

    private CallLog(Path folder, Limits limits, Consumer<Text> say, FileChannel lockFile, FileLock lock)
            throws IOException {
        this.folder = folder;
        this.limits = limits;
        this.say = say;
        this.lockFile = lockFile;
        this.lock = lock;
        List<CallLogFiles.Part> old = CallLogFiles.list(folder);
        this.number = old.isEmpty() ? 1 : old.getLast().number() + 1;
        this.file = begin(number);
        this.thread = new Thread(this::run, "sinkhole-log");
        thread.setDaemon(true);
        thread.start();
        pack();
    }

    /**
     * Opens the log of a folder for writing, in a new file: whatever ended the last process, its last line cannot spoil a new one.
     *
     * @param say takes words for the administrator: the disk is full, old files were deleted
     * @throws InUse where another process writes it
     */
    public static CallLog open(Path folder, Limits limits, Consumer<Text> say) throws IOException {
        Files.createDirectories(folder);
        FileChannel lockFile =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = lockFile.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            lockFile.close();
            throw new InUse(folder);
        }
        return new CallLog(folder, limits, say, lockFile, lock);
    }

    /** Keeps a call, then runs what answers it; waits where too many wait for the disk already. */
    void keep(SinkholeCall call, Runnable then) {
        try {
            waiting.put(new Entry(CallLines.line(call), then));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Calls that were answered and are not in the log, because the disk took no more. */
    public long lost() {
        return lost.get();
    }

    /** Calls that this process wrote. */
    public long kept() {
        return kept.get();
    }

    @SuppressWarnings("ReferenceEquality") // END is a mark, not a value
    private void run() {
        List<Entry> batch = new ArrayList<>();
        while (batch.isEmpty() || batch.getLast() != Entry.END) {
            batch.clear();
            try {
                batch.add(waiting.take());
                waiting.drainTo(batch, MAX_IN_A_BATCH - 1);
            } catch (InterruptedException e) {
                // Only close() ends it, after what waits.
                continue;
            }
            write(batch);
            batch.forEach(CallLog::answer);
            if (size >= limits.fileBytes()) {
                rotate();
            }
        }
    }

    private static void answer(Entry entry) {
        try {
            entry.then().run();
        } catch (RuntimeException e) {
            // One answer that cannot go out keeps no other back.
            LOG.log(Level.WARNING, "an answer could not be sent", e);
        }
    }

    private void write(List<Entry> batch) {
        int bytes = 0;
        for (Entry entry : batch) {
            bytes += entry.line().length;
        }
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        batch.forEach(entry -> buffer.put(entry.line()));
        buffer.flip();
        try {
            while (buffer.hasRemaining()) {
                file.write(buffer);
            }
            file.force(false);
            size += bytes;
            kept.addAndGet(batch.size());
        } catch (IOException e) {
            lost.addAndGet(batch.size());
            cutBack();
            tell(Text.format(
                    "The log of calls cannot be written (%s). Calls are answered, but %d are not in the log. Free disk space.",
                    "呼び出しのログに書き込めません（%s）。応答は続けていますが、%d 件がログにありません。ディスクの空きを確保してください。",
                    String.valueOf(e.getMessage()),
                    lost.get()));
        }
    }

    /** Half a line would spoil the one after it. */
    private void cutBack() {
        try {
            file.truncate(size);
            file.position(size);
        } catch (IOException e) {
            // The next file begins at a line of its own.
            size = limits.fileBytes();
        }
    }

    private void rotate() {
        try {
            FileChannel next = begin(number + 1);
            file.close();
            file = next;
            number++;
            size = 0;
        } catch (IOException e) {
            tell(Text.format(
                    "No new file of the log of calls can be made: %s",
                    "呼び出しのログの新しいファイルを作成できません：%s", String.valueOf(e.getMessage())));
            return;
        }
        pack();
    }

    private FileChannel begin(int next) throws IOException {
        return FileChannel.open(
                CallLogFiles.plain(folder, next), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    private void tell(Text words) {
        long now = System.nanoTime();
        if (!told || now - toldNanos > TELLS_AGAIN_NANOS) {
            told = true;
            toldNanos = now;
            say.accept(words);
        }
    }

    /** Compresses full files, then deletes the oldest where all together are too large; beside the writing. */
    private void pack() {
        Thread last = packing;
        if (last != null && last.isAlive()) {
            return;
        }
        int current = number;
        packing = Thread.ofPlatform().daemon().name("sinkhole-log-pack").start(() -> {
            try {
                for (CallLogFiles.Part part : CallLogFiles.list(folder)) {
                    if (part.number() < current) {
                        pack(part);
                    }
                }
                bound(current);
            } catch (IOException e) {
                say.accept(Text.format(
                        "Old files of the log of calls could not be compressed: %s",
                        "呼び出しの古いログを圧縮できません：%s", String.valueOf(e.getMessage())));
            }
        });
    }

    private void pack(CallLogFiles.Part part) throws IOException {
        Path plain = CallLogFiles.plain(folder, part.number());
        if (!part.compressed()) {
            Path whole = CallLogFiles.compressed(folder, part.number());
            Path half = whole.resolveSibling(whole.getFileName() + ".part");
            try (FileChannel channel = FileChannel.open(
                            half,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE);
                    OutputStream out =
                            new GZIPOutputStream(java.nio.channels.Channels.newOutputStream(channel), 1 << 16)) {
                Files.copy(plain, out);
                out.flush();
                ((GZIPOutputStream) out).finish();
                channel.force(true);
            }
            Files.move(half, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.deleteIfExists(plain);
    }

    private void bound(int current) throws IOException {
        List<CallLogFiles.Part> parts = CallLogFiles.list(folder);
        long all = limits.fileBytes(); // The current file will grow to that.
        for (CallLogFiles.Part part : parts) {
            all += part.number() < current ? part.bytes() : 0;
        }
        int deleted = 0;
        for (CallLogFiles.Part part : parts) {
            if (all <= limits.allBytes() || part.number() >= current) {
                break;
            }
            all -= part.bytes();
            Files.deleteIfExists(part.path());
            deleted++;
        }
        if (deleted > 0) {
            say.accept(Text.format(
                    "The log of calls reached its limit of %d MB: the oldest files were deleted (%d). Save it, or allow more.",
                    "呼び出しのログが上限（%d MB）に達したため、古いファイルを削除しました（%d 個）。ログを保存するか、上限を増やしてください。",
                    limits.allBytes() >> 20,
                    deleted));
        }
    }

    /** The folder it is in. */
    public Path folder() {
        return folder;
    }

    /** Writes what waits and closes. */
    @Override
    public void close() throws IOException {
        try {
            waiting.put(Entry.END);
            thread.join();
            Optional.ofNullable(packing).orElse(thread).join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        file.close();
        lock.release();
        lockFile.close();
    }
}
