package dev.firebreak.app.capture.log;

import org.jspecify.annotations.Nullable;

/** TCP and UDP ports in logs. */
final class PortNumber {

    private static final int MAX_PORT = 0xFFFF;

    private PortNumber() {}

    /** The port; 0 where the text is missing or none. */
    static int of(@Nullable String text) {
        int port = 0;
        for (int i = 0; text != null && i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9' || port > MAX_PORT / 10) {
                return 0;
            }
            port = 10 * port + (c - '0');
        }
        return port <= MAX_PORT ? port : 0;
    }
}
