package dev.firebreak.app.capture.smb;

import static dev.firebreak.app.capture.net.Bytes.le16;
import static dev.firebreak.app.capture.net.Bytes.le32;
import static dev.firebreak.app.capture.net.Bytes.le64;
import static dev.firebreak.app.capture.net.Bytes.u8;

import dev.firebreak.core.watch.FileAction;
import org.jspecify.annotations.Nullable;

/** What SMB2 and SMB3 messages do with files (MS-SMB2 2.2), compounds included. */
final class Smb2 {

    private static final int HEADER = 64;
    private static final int MOST_PENDING = 512;
    private static final int MOST_COMPOUNDED = 64;

    private static final int CREATE = 5;
    private static final int CLOSE = 6;
    private static final int READ = 8;
    private static final int WRITE = 9;
    private static final int SET_INFO = 17;

    /** The answer to SET_INFO (MS-SMB2 2.2.40). */
    private static final int SHORTEST_BODY = 2;

    private static final int IS_RESPONSE = 1;
    private static final int IS_DFS = 0x1000_0000;
    private static final int FILE_INFORMATION = 1;
    private static final int CLASS_RENAME = 10;
    private static final int CLASS_RENAME_EX = 65;
    private static final int CLASS_DISPOSITION = 13;
    private static final int CLASS_DISPOSITION_EX = 64;
    private static final int DELETE_ON_CLOSE = 0x1000;
    private static final int STATUS_PENDING = 0x103;

    private final SmbDialogue dialogue;
    private final RecentMap<FileId, OpenFile> files = OpenFile.table();
    private final RecentMap<Long, Request> pending = new RecentMap<>(MOST_PENDING, Request::characters);

    private record FileId(long persistent, long temporary) {
        /** The file that the compound before has opened (MS-SMB2 3.2.4.1.4). */
        boolean isOfCompound() {
            return persistent == -1 && temporary == -1;
        }
    }

    private record Request(
            int command, String path, @Nullable String newPath, boolean deletesOnClose) {
        int characters() {
            return path.length() + (newPath == null ? 0 : newPath.length());
        }
    }

    Smb2(SmbDialogue dialogue) {
        this.dialogue = dialogue;
    }

    int held() {
        return files.held() + pending.held();
    }

    void release() {
        files.clear();
        pending.clear();
    }

    void message(boolean fromClient, byte[] b, int from, int length) {
        int end = from + length;
        int at = from;
        String created = null;
        for (int i = 0; i < MOST_COMPOUNDED && at + HEADER + SHORTEST_BODY <= end; i++) {
            if (u8(b, at) != 0xFE || le16(b, at + 4) != HEADER) {
                return;
            }
            int next = le32(b, at + 20);
            int last = next > 0 && at + (long) next <= end ? at + next : end;
            boolean isResponse = (le32(b, at + 16) & IS_RESPONSE) != 0;
            int command = le16(b, at + 12);
            long id = le64(b, at + 24);
            if (isResponse) {
                answered(command, le32(b, at + 8), id, b, at + HEADER, last);
            } else {
                String path = asked(command, id, b, at, last, created);
                created = path == null ? created : path;
            }
            if (next < HEADER || at + (long) next >= end) {
                return;
            }
            at += next;
        }
    }

    /** @return the path that a CREATE names, else null */
    @Nullable
    private String asked(int command, long id, byte[] b, int header, int end, @Nullable String created) {
        int body = header + HEADER;
        int room = end - body;
        switch (command) {
            case CREATE -> {
                if (room < 56) {
                    return null;
                }
                int options = le32(b, body + 40);
                int at = header + le16(b, body + 44);
                boolean isDirectory = (options & 1) != 0;
                String named = at < body ? "" : SmbText.unicode(b, at, le16(b, body + 46), end);
                String path = (le32(b, header + 16) & IS_DFS) != 0 ? withoutShare(named) : named;
                pending.put(id, new Request(command, isDirectory ? "" : path, null, (options & DELETE_ON_CLOSE) != 0));
                return path;
            }
            case READ -> {
                if (room >= 32) {
                    dialogue.used(file(b, body + 16), false, le32(b, body + 4) & 0xFFFF_FFFFL);
                }
            }
            case WRITE -> {
                if (room >= 32) {
                    FileId file = id(b, body + 16);
                    long bytes = le32(b, body + 4) & 0xFFFF_FFFFL;
                    if (file.isOfCompound() && created != null) {
                        dialogue.file(FileAction.WRITE, created, null, bytes);
                    } else {
                        dialogue.used(files.get(file), true, bytes);
                    }
                }
            }
            case CLOSE -> {
                if (room >= 24) {
                    files.remove(id(b, body + 8));
                }
            }
            case SET_INFO -> {
                if (room >= 32 && u8(b, body + 2) == FILE_INFORMATION) {
                    information(id, b, header, body, end, created);
                }
            }
            default -> {
                // Does nothing to a file that is worth telling.
            }
        }
        return null;
    }

    /** Where a share is part of a DFS, names begin with server and share (MS-DFSC 2.2.1.6), but not the new name of a file. */
    private static String withoutShare(String path) {
        int share = path.indexOf('\\', path.startsWith("\\") ? 1 : 0);
        int file = share < 0 ? -1 : path.indexOf('\\', share + 1);
        return file < 0 ? path : path.substring(file + 1);
    }

    private void information(long id, byte[] b, int header, int body, int end, @Nullable String created) {
        FileId file = id(b, body + 16);
        OpenFile open = files.get(file);
        String path = file.isOfCompound() ? created : open == null ? null : open.path;
        int data = header + le16(b, body + 8);
        if (path == null || data < body || data >= end) {
            return;
        }
        int kind = u8(b, body + 3);
        boolean deletes = (kind == CLASS_DISPOSITION || kind == CLASS_DISPOSITION_EX) && (b[data] & 1) != 0;
        if (deletes) {
            pending.put(id, new Request(SET_INFO, path, null, false));
        } else if ((kind == CLASS_RENAME || kind == CLASS_RENAME_EX) && data + 20 <= end) {
            pending.put(id, new Request(SET_INFO, path, SmbText.unicode(b, data + 20, le32(b, data + 16), end), false));
        }
    }

    private void answered(int command, int status, long id, byte[] b, int body, int end) {
        Request request = status == STATUS_PENDING ? null : pending.remove(id);
        if (request == null || status != 0 || request.command != command) {
            return;
        }
        if (command == SET_INFO) {
            if (request.newPath == null) {
                dialogue.file(FileAction.DELETE, request.path, null, 0);
            } else {
                dialogue.file(FileAction.RENAME, request.path, request.newPath, 0);
            }
        } else if (end - body >= 80 && !request.path.isEmpty()) {
            files.put(id(b, body + 64), new OpenFile(request.path));
            dialogue.opened(le32(b, body + 4), request.path);
            if (request.deletesOnClose) {
                dialogue.file(FileAction.DELETE, request.path, null, 0);
            }
        }
    }

    @Nullable
    private OpenFile file(byte[] b, int at) {
        return files.get(id(b, at));
    }

    private static FileId id(byte[] b, int at) {
        return new FileId(le64(b, at), le64(b, at + 8));
    }
}
