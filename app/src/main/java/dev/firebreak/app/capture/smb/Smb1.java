package dev.firebreak.app.capture.smb;

import static dev.firebreak.app.capture.net.Bytes.le16;
import static dev.firebreak.app.capture.net.Bytes.le32;
import static dev.firebreak.app.capture.net.Bytes.u8;

import dev.firebreak.core.watch.Event;
import dev.firebreak.core.watch.Event.SmbKey;
import dev.firebreak.core.watch.FileAction;
import dev.firebreak.core.watch.SmbPhase;
import org.jspecify.annotations.Nullable;

/** SMB1 messages (MS-CIFS 2.2.3, 2.2.4): each command of an AndX chain, transactions with their subcommand, and file operations. */
final class Smb1 {

    static final int DELETE = 0x06;
    static final int RENAME = 0x07;
    static final int CLOSE = 0x04;
    static final int TRANSACTION = 0x25;
    static final int LOCKING_ANDX = 0x24;
    static final int OPEN_ANDX = 0x2D;
    static final int READ_ANDX = 0x2E;
    static final int WRITE_ANDX = 0x2F;
    static final int TRANSACTION2 = 0x32;
    static final int SESSION_SETUP_ANDX = 0x73;
    static final int LOGOFF_ANDX = 0x74;
    static final int TREE_CONNECT_ANDX = 0x75;
    static final int NT_TRANSACT = 0xA0;
    static final int NT_CREATE_ANDX = 0xA2;
    static final int NT_RENAME = 0xA5;

    private static final int NO_ANDX = 0xFF;
    private static final int HEADER = 32;
    private static final int MAX_PENDING = 256;

    /** MS-CIFS has 6 commands that chain; a chain that is longer than any client sends is not followed. */
    private static final int MAX_CHAINED = 32;

    private static final int SET_FS_INFORMATION = 4;
    private static final int SET_PATH_INFORMATION = 6;
    private static final int SET_FILE_INFORMATION = 8;
    private static final int LEVEL_DISPOSITION = 0x0102;
    private static final int LEVEL_PASS_RENAME = 1010;
    private static final int LEVEL_PASS_DISPOSITION = 1013;

    private final SmbDialogue dialogue;
    private final RecentMap<Integer, OpenFile> files = OpenFile.table();
    private final RecentMap<SmbKey, Request> pending = new RecentMap<>(MAX_PENDING, Request::characters);

    /** A request on files that waits for the server's consent. */
    private record Request(
            int command, String path, @Nullable String newPath) {
        int characters() {
            return path.length() + (newPath == null ? 0 : newPath.length());
        }
    }

    Smb1(SmbDialogue dialogue) {
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
        if (length < HEADER + 3) {
            return;
        }
        boolean isResponse = (b[from + 9] & 0x80) != 0;
        if (isResponse == fromClient) {
            // The flag contradicts the direction: in a capture that begins in the middle, the ends may be the wrong way
            // round,
            // and who forges the flag must not hide a request.
            isResponse = !fromClient;
        }
        int flags2 = le16(b, from + 10);
        int status = le32(b, from + 5);
        var key = new SmbKey(
                le16(b, from + 12) << 16 | le16(b, from + 26),
                le16(b, from + 30),
                le16(b, from + 24),
                le16(b, from + 28));
        int command = u8(b, from + 4);
        int at = from + HEADER;
        for (int i = 0; i < MAX_CHAINED; i++) {
            int words = u8(b, at);
            int parameters = at + 1;
            int data = parameters + words * 2;
            boolean isWhole = data + 2 <= end;
            command(isResponse, command, status, flags2, key, b, from, parameters, isWhole ? words : 0, words, end);
            if (!isAndX(command) || words < 2 || !isWhole) {
                return;
            }
            int next = u8(b, parameters);
            int offset = from + le16(b, parameters + 2);
            // Offsets only go on: a chain that turns back would never end.
            if (next == NO_ANDX || offset <= at || offset + 3 > end) {
                return;
            }
            command = next;
            at = offset;
        }
    }

    private static boolean isAndX(int command) {
        return switch (command) {
            case LOCKING_ANDX,
                    OPEN_ANDX,
                    READ_ANDX,
                    WRITE_ANDX,
                    SESSION_SETUP_ANDX,
                    LOGOFF_ANDX,
                    TREE_CONNECT_ANDX,
                    NT_CREATE_ANDX -> true;
            default -> false;
        };
    }

    private void command(
            boolean isResponse,
            int command,
            int status,
            int flags2,
            SmbKey key,
            byte[] b,
            int header,
            int words,
            int count,
            int claimed,
            int end) {
        SmbPhase phase = isResponse ? SmbPhase.RESPONSE : SmbPhase.REQUEST;
        int function = -1;
        if (command == TRANSACTION || command == TRANSACTION2) {
            if (isResponse) {
                phase = claimed == 0 && status == 0 ? SmbPhase.INTERIM_RESPONSE : phase;
            } else if (count >= 14) {
                boolean isPart = le16(b, words + 18) < le16(b, words) || le16(b, words + 22) < le16(b, words + 2);
                phase = isPart ? SmbPhase.FIRST_PART : phase;
                function = u8(b, words + 26) > 0 && count >= 15 ? le16(b, words + 28) : -1;
                if (command == TRANSACTION2 && function == SET_FS_INFORMATION) {
                    function |= level(b, header + le16(b, words + 20), end) << 16;
                }
            }
        } else if (command == NT_TRANSACT) {
            if (isResponse) {
                phase = claimed == 0 && status == 0 ? SmbPhase.INTERIM_RESPONSE : phase;
            } else if (count >= 19) {
                boolean isPart = Integer.compareUnsigned(le32(b, words + 19), le32(b, words + 3)) < 0
                        || Integer.compareUnsigned(le32(b, words + 27), le32(b, words + 7)) < 0;
                phase = isPart ? SmbPhase.FIRST_PART : phase;
                function = le16(b, words + 36);
            }
        }
        // Older clients ask for DOS errors: another numbering, in which no NT status may be looked for.
        int shown = isResponse && (flags2 & 0x4000) != 0 ? status : isResponse && status != 0 ? 1 : 0;
        dialogue.event(new Event.SmbCommand(
                dialogue.time(), dialogue.origin(), dialogue.flow(), phase, command, function, shown, key));
        boolean isUnicode = (flags2 & 0x8000) != 0;
        if (isResponse) {
            answered(command, status == 0, key, b, words, count);
        } else {
            asked(command, function, isUnicode, key, b, header, words, count, end);
        }
    }

    /** The information level after a file id; 0 where it is not there. */
    private static int level(byte[] b, int parameters, int end) {
        return parameters + 4 <= end ? le16(b, parameters + 2) & 0x7FFF : 0;
    }

    private void asked(
            int command,
            int function,
            boolean isUnicode,
            SmbKey key,
            byte[] b,
            int header,
            int words,
            int count,
            int end) {
        int data = words + count * 2 + 2;
        switch (command) {
            case NT_CREATE_ANDX -> {
                if (count >= 24) {
                    int at = isUnicode ? aligned(data, header) : data;
                    int length = le16(b, words + 5);
                    // Directories are opened, made and listed all the time.
                    boolean isDirectory = (le32(b, words + 39) & 1) != 0;
                    String path = isUnicode ? SmbText.unicode(b, at, length, end) : SmbText.oem(b, at, length, end);
                    pending.put(key, new Request(command, isDirectory ? "" : path, null));
                }
            }
            case OPEN_ANDX -> {
                if (count >= 15) {
                    pending.put(key, new Request(command, name(b, data, end, header, isUnicode), null));
                }
            }
            case WRITE_ANDX -> {
                if (count >= 12) {
                    dialogue.used(files.get(le16(b, words + 4)), true, le16(b, words + 20));
                }
            }
            case READ_ANDX -> {
                if (count >= 10) {
                    dialogue.used(files.get(le16(b, words + 4)), false, le16(b, words + 10));
                }
            }
            case CLOSE -> {
                if (count >= 3) {
                    files.remove(le16(b, words));
                }
            }
            case DELETE -> {
                if (count >= 1) {
                    pending.put(key, new Request(command, name(b, data + 1, end, header, isUnicode), null));
                }
            }
            case RENAME, NT_RENAME -> {
                if (count >= 1) {
                    int first = isUnicode ? aligned(data + 1, header) : data + 1;
                    int second = SmbText.after(b, first, end, isUnicode) + 1;
                    pending.put(
                            key,
                            new Request(
                                    command,
                                    name(b, data + 1, end, header, isUnicode),
                                    name(b, second, end, header, isUnicode)));
                }
            }
            case TRANSACTION2 -> {
                if (count >= 15 && (function == SET_FILE_INFORMATION || function == SET_PATH_INFORMATION)) {
                    information(function, isUnicode, key, b, header, words, end);
                }
            }
            default -> {
                // Does nothing to a file that is worth telling.
            }
        }
    }

    /** Renaming and deleting as newer clients do it: by setting a property of a file that is open or named. */
    private void information(int function, boolean isUnicode, SmbKey key, byte[] b, int header, int words, int end) {
        int parameters = header + le16(b, words + 20);
        int data = header + le16(b, words + 24);
        if (parameters + 6 > end || data + 1 > end || parameters <= words || data <= words) {
            return;
        }
        boolean isFile = function == SET_FILE_INFORMATION;
        int level = le16(b, isFile ? parameters + 2 : parameters);
        OpenFile file = isFile ? files.get(le16(b, parameters)) : null;
        String path = isFile ? file == null ? "" : file.path : name(b, parameters + 6, end, header, isUnicode);
        if ((level == LEVEL_DISPOSITION || level == LEVEL_PASS_DISPOSITION) && b[data] != 0) {
            pending.put(key, new Request(DELETE, path, null));
        } else if (level == LEVEL_PASS_RENAME && data + 12 <= end) {
            String renamed = SmbText.unicode(b, data + 12, le32(b, data + 8), end);
            // The new name alone means the same folder (MS-SMB 2.2.8.4).
            String folder = path.substring(0, path.lastIndexOf('\\') + 1);
            pending.put(key, new Request(RENAME, path, renamed.indexOf('\\') < 0 ? folder + renamed : renamed));
        }
    }

    private void answered(int command, boolean isDone, SmbKey key, byte[] b, int words, int count) {
        Request request = pending.get(key);
        if (request == null || (command == TRANSACTION2 && count == 0)) {
            return;
        }
        pending.remove(key);
        if (!isDone) {
            return;
        }
        switch (request.command) {
            case NT_CREATE_ANDX -> {
                if (count >= 34 && !request.path.isEmpty()) {
                    files.put(le16(b, words + 5), new OpenFile(request.path));
                    dialogue.opened(le32(b, words + 7), request.path);
                }
            }
            case OPEN_ANDX -> {
                if (count >= 15) {
                    files.put(le16(b, words + 4), new OpenFile(request.path));
                    // 1 opened, 2 created, 3 truncated
                    dialogue.opened(le16(b, words + 22) & 3, request.path);
                }
            }
            case DELETE -> dialogue.file(FileAction.DELETE, request.path, null, 0);
            default -> {
                if (request.newPath != null) {
                    dialogue.file(FileAction.RENAME, request.path, request.newPath, 0);
                }
            }
        }
    }

    private static String name(byte[] b, int from, int end, int header, boolean isUnicode) {
        int at = isUnicode ? aligned(from, header) : from;
        return isUnicode ? SmbText.unicode(b, at, end - at, end) : SmbText.oem(b, at, end - at, end);
    }

    /** UTF-16 stands at even places from the beginning of the message. */
    private static int aligned(int at, int header) {
        return at + ((at - header) & 1);
    }
}
