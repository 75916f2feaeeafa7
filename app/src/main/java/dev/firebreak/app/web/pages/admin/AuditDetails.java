package dev.firebreak.app.web.pages.admin;

import dev.firebreak.app.deliver.SignedOrders;
import dev.firebreak.app.web.pages.frame.PageTexts;
import dev.firebreak.core.access.Role;
import dev.firebreak.core.rollout.Outcome;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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

    /** Proposed together: advisory, task, machines. */
    private static final Pattern PROPOSED =
            Pattern.compile("([^,]{1,100}), (install|apply|undo):([A-Za-z0-9-]{1,64}): (\\d{1,9}) machines");

    /** One order, its task, and what its machine reported. */
    private static final Pattern ORDER = Pattern.compile(
            "([0-9a-f]{32}), (install|apply|undo):([A-Za-z0-9-]{1,64})(?:, (.{1,300}?)(?: \\(exit code ([0-9A-Fx]{1,10})\\))?(; restart required)?)?");

    private AuditDetails() {}

    static String text(String detail, PageTexts texts) {
        Matcher proposed = PROPOSED.matcher(detail);
        if (proposed.matches()) {
            return texts.text(
                    "audit.order.proposed",
                    texts.name(proposed.group(1)),
                    task(proposed.group(2), proposed.group(3), texts),
                    Integer.valueOf(proposed.group(4)));
        }
        Matcher order = ORDER.matcher(detail);
        if (order.matches()) {
            String task = task(order.group(2), order.group(3), texts);
            return order.group(4) == null
                    ? texts.text("audit.order", task, order.group(1))
                    : texts.text(
                            "audit.order.reported",
                            task,
                            order.group(1),
                            outcome(order.group(4), order.group(5), order.group(6) != null, texts));
        }
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

    private static String task(String verb, String id, PageTexts texts) {
        return texts.text("distribution.task." + verb, id);
    }

    /** What a machine reported, in words; as it stands there where the words are none of ours. */
    private static String outcome(String said, @Nullable String code, boolean restart, PageTexts texts) {
        String words = Arrays.stream(Outcome.Kind.values())
                .filter(k -> k.label().en().equals(said))
                .findFirst()
                .map(k -> texts.of(k.label()))
                .orElseGet(() -> texts.name(said));
        String exit = code == null ? words : texts.text("audit.order.exit", words, code);
        return restart ? texts.text("audit.order.restart", exit) : exit;
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
