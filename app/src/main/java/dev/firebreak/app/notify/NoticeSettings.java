package dev.firebreak.app.notify;

import dev.firebreak.core.notice.Audience;
import dev.firebreak.core.notice.NoticeScheduler;
import dev.firebreak.core.text.Language;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which audience is notified by which channel: what {@code notices.json} in the data folder says. The document of the format is
 * {@code docs/server.md}.
 *
 * @param advisories whose boards are watched; empty for every one that the server shows
 * @param mail null where no mail is sent
 */
record NoticeSettings(
        NoticeScheduler.Rules rules,
        List<String> advisories,
        List<Webhook> webhooks,
        @Nullable MailServer mail) {

    /** Longest answer a receiver is given time for. */
    static final int MAX_SECONDS = 120;

    public NoticeSettings {
        advisories = List.copyOf(advisories);
        webhooks = List.copyOf(webhooks);
    }

    /**
     * An address that is called with every notice for its audiences.
     *
     * @param name shown to people, and the folder in which notices wait; letters, digits and hyphens
     * @param secret signs the body; null where nothing is signed
     * @param allowLinkLocal whether addresses that only machines of a cloud answer at may be called
     */
    public record Webhook(
            String name,
            URI url,
            Set<Audience> audiences,
            Language language,
            @Nullable Secret secret,
            Duration timeout,
            boolean allowLinkLocal) {
        public Webhook {
            audiences = Set.copyOf(audiences);
        }
    }

    /** How mail is secured on its way. */
    public enum Security {
        /** TLS after STARTTLS; without it nothing is sent (RFC 3207). */
        STARTTLS,
        /** TLS from the first byte (RFC 8314). */
        TLS,
        /** In clear text; only for a relay on the same machine or a network one trusts. */
        NONE
    }

    /**
     * A mail server and who gets mail.
     *
     * @param user null where the server asks for none
     * @param from address, with or without a name before it
     */
    public record MailServer(
            String host,
            int port,
            Security security,
            @Nullable String user,
            @Nullable Secret password,
            String from,
            Duration timeout,
            List<Recipients> recipients) {
        public MailServer {
            recipients = List.copyOf(recipients);
        }
    }

    /** One audience in one language. */
    public record Recipients(Audience audience, Language language, List<String> to) {
        public Recipients {
            to = List.copyOf(to);
        }

        /** Shown to people, and the folder in which notices wait. */
        String name() {
            return "mail-" + audience.id().replace('_', '-') + "-" + (language == Language.JA ? "ja" : "en");
        }
    }
}
