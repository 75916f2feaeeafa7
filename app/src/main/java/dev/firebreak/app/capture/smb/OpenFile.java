package dev.firebreak.app.capture.smb;

/** A file that a client has open. */
final class OpenFile {

    final String path;
    boolean isWritten;
    boolean isRead;

    OpenFile(String path) {
        this.path = path;
    }

    /** Open files of one connection by their number. */
    static <K> RecentMap<K, OpenFile> table() {
        return new RecentMap<>(512, file -> file.path.length());
    }
}
