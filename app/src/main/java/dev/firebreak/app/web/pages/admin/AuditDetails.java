package dev.firebreak.app.web.pages.admin;

import dev.firebreak.app.deliver.SignedOrders;
import dev.firebreak.app.web.pages.frame.PageTexts;
import dev.firebreak.core.access.Role;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Details of the audit log in the reader's language. The log itself is in one language, for its hashes; what it was made of is known, and
 * what is not recognised is told as it stands there.
 */
final class AuditDetails {

    /** How a detail is put together; its parts are {0}, {1} .. of the sentence. */
    private record Form(Pattern pattern, String key) {
        Form(String pattern, String key) {
            this(Pattern.compile(pattern, Pattern.DOTALL), "audit." + key);
        }
    }

    private static final String ROLE = "(viewer|operator|approver|admin)";

    // Entries are never rewritten: earlier ones call problems complaints.
    private static final List<Form> FORMS = List.of(
            new Form("site (.{1,100}): (\\d+) kept, (\\d+) known, (\\d+) (?:problems|complaints)", "kept"),
            new Form(
                    "site (.{1,100}): (\\d+) kept, (\\d+) known, (\\d+) older, (\\d+) (?:problems|complaints)",
                    "kept.older"),
            new Form("site (.{1,100}?), file (.+?): (.*)", "unreadable"),
            new Form("site (.+): (\\d+) new machines in an hour", "token.limit"),
            new Form("machine (.+) of site (.+)", "token.machine"),
            new Form("token ([0-9a-f]{10}) revoked", "token.ended"),
            new Form("with (.+) of site (.+)", "merge"),
            new Form("site (.+)", "token.site"),
            new Form("key for (.+)", "token.key"),
            new Form("by the one-time link", "link"),
            new Form("one-time link, from (.+)", "link.from"),
            new Form("sign-on: (.+), from (.+)", "signon"),
            new Form("(no such account|locked|wrong password), from (.+)", "refused"),
            new Form("(\\d+) more", "more"),
            new Form("from (.+)", "from"),
            new Form(ROLE, "role"),
            new Form(ROLE + ", (.+)", "role.subject"),
            new Form(ROLE + " -> " + ROLE, "role.change"),
            new Form(ROLE + " -> " + ROLE + " (locked|unlocked)", "role.change.lock"),
            new Form("(locked|unlocked)", "role"),
            new Form("(\\d+) entries", "entries"),
            new Form("does not count: (.*)", "gap.dismissed"),
            new Form("is (.{1,255}?): (.*)", "gap.tied"),
            new Form("([0-9a-f]{32}), (.{1,100}): ([^:]+)", "order.refused"),
            new Form("([0-9a-f]{32}): ([^:]+)", "order.missing"),
            new Form("(.+?) until (\\d{4}-\\d{2}-\\d{2}): (.*)", "waiver"));

    /** Reasons that stand inside of a detail. */
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("no such account", "audit.word.noaccount"),
            Map.entry("wrong password", "audit.word.password"),
            Map.entry("locked", "audit.word.locked"),
            Map.entry("unlocked", "audit.word.unlocked"),
            Map.entry("of no group that may sign in", "audit.word.nogroup"),
            Map.entry("a name that no account has", "audit.word.badname"),
            Map.entry("name taken", "audit.word.taken"),
            Map.entry("another issuer answered", "audit.word.issuer"),
            Map.entry("no code came back", "audit.word.nocode"),
            Map.entry(SignedOrders.Refusal.UNSIGNED.words().en(), "audit.word.order.unsigned"),
            Map.entry(SignedOrders.Refusal.CHANGED.words().en(), "audit.word.order.changed"),
            Map.entry(SignedOrders.Refusal.EXPIRED.words().en(), "audit.word.order.expired"),
            Map.entry(SignedOrders.Refusal.MISSING.words().en(), "audit.word.order.missing"));

    private AuditDetails() {}

    static String text(String detail, PageTexts texts) {
        for (Form form : FORMS) {
            Matcher match = form.pattern().matcher(detail);
            if (match.matches()) {
                Object[] parts = new Object[match.groupCount()];
                for (int i = 0; i < parts.length; i++) {
                    parts[i] = part(match.group(i + 1), texts);
                }
                return texts.text(form.key(), parts);
            }
        }
        return texts.name(detail);
    }

    private static Object part(String part, PageTexts texts) {
        String word = WORDS.get(part);
        if (word != null) {
            return texts.text(word);
        }
        Optional<Role> role =
                Arrays.stream(Role.values()).filter(r -> r.id().equals(part)).findFirst();
        if (role.isPresent()) {
            return role.get().label();
        }
        try {
            return LocalDate.parse(part);
        } catch (DateTimeParseException e) {
            return texts.name(part);
        }
    }
}
