package dev.firebreak.app.capture.mail;

import dev.firebreak.app.capture.event.EventFormat;
import java.util.List;

/** Files that hold mail: one message (.eml, the files of a Maildir) or many (mbox). */
public final class MailFormats {

    private MailFormats() {}

    /** All formats of mail. */
    public static List<EventFormat> all() {
        return List.of(new MboxFormat(), new MessageFormat());
    }
}
