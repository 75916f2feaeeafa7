package dev.firebreak.app.capture.log;

import dev.firebreak.core.watch.Event;
import dev.firebreak.core.watch.FileAction;
import dev.firebreak.core.watch.Flow;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Operations that Samba's module {@code full_audit} logs: {@code PREFIX|operation|ok|arguments} (vfs_full_audit(8)). The prefix is whatever the
 * administrator chose; of its fields the first that is an address is the client, the first other one the account.
 */
final class SambaAuditLines {

    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]+");

    /** Operation -> what it does with the path that is its last argument. */
    private static final Map<String, FileAction> ACTIONS = Map.ofEntries(
            Map.entry("read", FileAction.READ),
            Map.entry("pread", FileAction.READ),
            Map.entry("pread_send", FileAction.READ),
            Map.entry("pread_recv", FileAction.READ),
            Map.entry("sendfile", FileAction.READ),
            Map.entry("write", FileAction.WRITE),
            Map.entry("pwrite", FileAction.WRITE),
            Map.entry("pwrite_send", FileAction.WRITE),
            Map.entry("pwrite_recv", FileAction.WRITE),
            Map.entry("recvfile", FileAction.WRITE),
            Map.entry("ftruncate", FileAction.OVERWRITE),
            Map.entry("unlink", FileAction.DELETE),
            Map.entry("unlinkat", FileAction.DELETE));

    private static final List<String> OPENING = List.of("open", "openat", "create_file");
    private static final List<String> RENAMING = List.of("rename", "renameat");

    private SambaAuditLines() {}

    /** Whether a message is of the module, whatever it did. */
    static boolean fits(String message) {
        return operation(message.split("\\|", -1)) > 0;
    }

    /**
     * The operation on a file; null where the message tells of none that succeeded.
     *
     * @param server that wrote it; null where the log does not tell
     */
    static @Nullable Event of(String message, Instant time, @Nullable String server, LogContext context) {
        String[] parts = message.split("\\|", -1);
        int at = operation(parts);
        if (at < 1 || !parts[at + 1].equals("ok") || parts.length < at + 3) {
            return null;
        }
        String path = parts[parts.length - 1];
        String newPath = null;
        FileAction action;
        if (RENAMING.contains(parts[at])) {
            if (parts.length != at + 4) {
                return null;
            }
            action = FileAction.RENAME;
            newPath = path;
            path = parts[at + 2];
        } else if (OPENING.contains(parts[at])) {
            action = opening(Arrays.asList(parts).subList(at + 2, parts.length - 1));
        } else {
            action = ACTIONS.get(parts[at]);
        }
        if (action == null || path.isEmpty()) {
            return null;
        }
        List<String> prefix = Arrays.asList(parts).subList(0, at);
        String client = prefix.stream()
                .map(String::strip)
                .filter(p -> ADDRESS.matcher(p).matches())
                .findFirst()
                .map(p -> p.replaceFirst("^::[fF]{4}:(?=\\d+\\.)", ""))
                .orElse("?");
        String user = prefix.stream()
                .map(String::strip)
                .filter(p -> !p.isEmpty() && !ADDRESS.matcher(p).matches())
                .findFirst()
                .orElse(null);
        return new Event.FileOperation(
                time, context.origin(), Flow.of(client, 0, server, 445), action, user, path, newPath, 0);
    }

    /** {@code openat|ok|w|path}, {@code create_file|ok|0x120196|file|overwrite_if|path}; null for folders. */
    private static @Nullable FileAction opening(List<String> arguments) {
        if (arguments.contains("dir")) {
            return null;
        }
        if (arguments.contains("create")) {
            return FileAction.CREATE;
        }
        if (arguments.contains("overwrite") || arguments.contains("overwrite_if") || arguments.contains("supersede")) {
            return FileAction.OVERWRITE;
        }
        return arguments.contains("w") ? FileAction.WRITE : FileAction.READ;
    }

    /** Place of the operation: the field before "ok" or "fail (reason)"; -1 where there is none. */
    private static int operation(String[] parts) {
        for (int i = 1; i + 1 < parts.length; i++) {
            String result = parts[i + 1];
            if ((result.equals("ok") || result.startsWith("fail (")) && parts[i].matches("[a-z][a-z0-9_]{2,40}")) {
                return i;
            }
        }
        return -1;
    }
}
