package dev.firebreak.core.watch;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One published fact by which an attack is recognised: a domain, a file name, a hash, a service, a URL or an address. An observation that
 * matches is a lead, never proof.
 *
 * @param id shared by the facts of one meaning ({@code wannacry-killswitch})
 * @param campaign name of the attack ({@code WannaCry})
 * @param value in the normal form of its kind: domains and hashes in lower case, domains without a final dot
 * @param firstSeen day on which it was first reported; null where no source tells
 * @param sources where the fact was read; at least one
 */
public record Indicator(
        String id,
        String campaign,
        Kind kind,
        String value,
        @Nullable LocalDate firstSeen,
        List<Reference> sources) {

    private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    public Indicator {
        if (!ID.matcher(id).matches() || campaign.isBlank()) {
            throw new IllegalArgumentException("an indicator needs an id of a-z, 0-9 and -, and a campaign: " + id);
        }
        value = kind.normal(value);
        if (!kind.accepts(value)) {
            throw new IllegalArgumentException("not a " + kind.id() + ": " + value);
        }
        sources = List.copyOf(sources);
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("no source for " + value);
        }
    }

    /**
     * Whether an observed value is this one. Domains match without case, with or without a final dot, and so does every name below them
     * ({@code www.} among them); file names match the last part of a path without case; services and hashes match without case.
     */
    public boolean matches(String observed) {
        String other = kind.observed(observed);
        return other.equals(value) || (kind == Kind.DOMAIN && other.endsWith("." + value));
    }

    /** Where a fact was read, and how far it is to be trusted. */
    public record Reference(String what, @Nullable String url, Confidence confidence) {}

    /** How well a fact is confirmed. */
    public enum Confidence {
        /** The publisher itself, or several that do not copy each other. */
        HIGH,
        /** One analysis. */
        MEDIUM,
        /** Reported, not confirmed. */
        LOW
    }

    /** What an indicator is a value of. */
    public enum Kind {
        DOMAIN(
                "domain",
                "(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)+"),
        FILE_NAME("fileName", "[^/\\\\\\p{Cntrl}]{1,255}"),
        SHA256("sha256", "[0-9a-f]{64}"),
        SHA1("sha1", "[0-9a-f]{40}"),
        MD5("md5", "[0-9a-f]{32}"),
        SERVICE("service", "[^/\\\\\\p{Cntrl}]{1,256}"),
        URL("url", "https?://[^\\s\\p{Cntrl}]{1,2000}"),
        ADDRESS("address", "[0-9a-f:.]{2,45}");

        private final String id;
        private final Pattern form;

        Kind(String id, String form) {
            this.id = id;
            this.form = Pattern.compile(form);
        }

        /** Name in our own formats. */
        public String id() {
            return id;
        }

        private boolean accepts(String value) {
            return form.matcher(value).matches();
        }

        /** The form in which a value is kept. Paths of a URL keep their case. */
        private String normal(String value) {
            String text = this == URL ? value.strip() : value.strip().toLowerCase(Locale.ROOT);
            return this == DOMAIN && text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        }

        /** The form in which an observation is compared: of a path, the file's name. */
        private String observed(String value) {
            String text = normal(value);
            return this == FILE_NAME
                    ? text.substring(Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\')) + 1)
                    : text;
        }
    }
}
