package dev.firebreak.app.cli.killswitch;

import dev.firebreak.app.cli.CommandMessages;
import dev.firebreak.core.text.Language;
import dev.firebreak.core.watch.killswitch.KillSwitchReason;
import dev.firebreak.core.watch.killswitch.KillSwitchResult;
import dev.firebreak.core.watch.killswitch.KillSwitchVerdict;
import java.io.PrintStream;
import java.util.List;

/** Results for people: a name, its verdict, and why; what is wrong in red. */
final class KillSwitchTable {

    private static final String RED = "\u001B[31;1m";
    private static final String YELLOW = "\u001B[33m";
    private static final String GREEN = "\u001B[32m";
    private static final String PLAIN = "\u001B[0m";

    private final CommandMessages messages;
    private final boolean colours;

    KillSwitchTable(CommandMessages messages, boolean colours) {
        this.messages = messages;
        this.colours = colours;
    }

    void write(KillSwitchResult result, PrintStream out) {
        Language language = messages.language();
        out.println(result.probe().name() + "  " + label(result.verdict()));
        if (result.verdict() != result.segmentVerdict()) {
            out.println("  " + messages.text("killswitch.segment") + label(result.segmentVerdict()));
        }
        for (KillSwitchReason reason : result.because()) {
            String text = reason.text().in(language);
            switch (reason.weight()) {
                case ALERT -> out.println("  ! " + ink(RED, text));
                case WARNING -> out.println("  * " + ink(YELLOW, text));
                case NOTE -> out.println("  - " + text);
            }
        }
        out.println();
    }

    /** How many names have which verdict, and that the kill switch is no patch. */
    void summary(List<KillSwitchResult> results, PrintStream out) {
        for (KillSwitchVerdict verdict : KillSwitchVerdict.values()) {
            long count = results.stream().filter(r -> r.verdict() == verdict).count();
            if (count > 0) {
                out.println(messages.text("killswitch.count", label(verdict), count, results.size()));
            }
        }
        out.println(messages.text("killswitch.noPatch"));
    }

    private String label(KillSwitchVerdict verdict) {
        String label = verdict.label().in(messages.language());
        return switch (verdict) {
            case NOT_PROTECTED -> ink(RED, label);
            case UNKNOWN, PROTECTED_BLIND -> ink(YELLOW, label);
            case PROTECTED -> ink(GREEN, label);
        };
    }

    private String ink(String colour, String text) {
        return colours ? colour + text + PLAIN : text;
    }
}
