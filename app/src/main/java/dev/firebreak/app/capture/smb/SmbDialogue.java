package dev.firebreak.app.capture.smb;

import dev.firebreak.app.capture.event.EventSink;
import dev.firebreak.app.capture.net.CapturedConnection;
import dev.firebreak.core.watch.Event;
import dev.firebreak.core.watch.FileAction;
import dev.firebreak.core.watch.Flow;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The messages of one SMB connection as events: each SMB1 command, and what is done with files by any version. */
public final class SmbDialogue implements SmbStream.SmbMessages {

    private final CapturedConnection connection;
    private final String origin;
    private final EventSink sink;
    private final Runnable encrypted;
    private final Smb1 smb1 = new Smb1(this);
    private final Smb2 smb2 = new Smb2(this);
    private long nanos;
    private boolean isEncrypted;

    /** @param encrypted told once where the connection encrypts: nothing inside can be seen */
    public SmbDialogue(CapturedConnection connection, String origin, EventSink sink, Runnable encrypted) {
        this.connection = connection;
        this.origin = origin;
        this.sink = sink;
        this.encrypted = encrypted;
    }

    @Override
    public void message(boolean fromClient, long time, byte[] b, int from, int length, int wireLength) {
        nanos = time;
        switch (b[from] & 0xFF) {
            case 0xFF -> smb1.message(fromClient, b, from, length);
            case 0xFE -> smb2.message(fromClient, b, from, length);
            default -> {
                if (!isEncrypted && (b[from] & 0xFF) == 0xFD) {
                    isEncrypted = true;
                    encrypted.run();
                }
            }
        }
    }

    @Override
    public int held() {
        return smb1.held() + smb2.held();
    }

    @Override
    public void release() {
        smb1.release();
        smb2.release();
    }

    Instant time() {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
    }

    Flow flow() {
        return connection.flow(origin);
    }

    String origin() {
        return origin;
    }

    void event(Event event) {
        sink.event(event);
    }

    void file(FileAction action, String path, @Nullable String newPath, long bytes) {
        if (!path.isEmpty()) {
            sink.event(new Event.FileOperation(time(), origin, flow(), action, null, path, newPath, bytes));
        }
    }

    /** The first read or write of an open file is told, not each. */
    void used(@Nullable OpenFile file, boolean isWrite, long bytes) {
        if (file == null || (isWrite ? file.isWritten : file.isRead)) {
            return;
        }
        if (isWrite) {
            file.isWritten = true;
        } else {
            file.isRead = true;
        }
        file(isWrite ? FileAction.WRITE : FileAction.READ, file.path, null, bytes);
    }

    /** What opening a file did to it: CreateAction of MS-CIFS 2.2.4.64.2 and MS-SMB2 2.2.14. */
    void opened(int createAction, String path) {
        switch (createAction) {
            case 0, 3 -> file(FileAction.OVERWRITE, path, null, 0);
            case 2 -> file(FileAction.CREATE, path, null, 0);
            default -> {
                // Opened as it was.
            }
        }
    }
}
