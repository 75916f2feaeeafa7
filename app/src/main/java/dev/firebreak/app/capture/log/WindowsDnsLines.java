package dev.firebreak.app.capture.log;

import dev.firebreak.core.watch.Event;
import dev.firebreak.core.watch.Flow;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The debug log of Windows' DNS server ({@code dns.log}; Microsoft, "DNS Logging and Diagnostics"). Dates are in the form of the server's
 * region: a year first, dots for day and month, slashes with AM or PM for month and day, slashes without for day and month.
 */
final class WindowsDnsLines implements LineLog.LineParser {

    private static final Pattern PACKET = Pattern.compile(
            "(.{8,48}?) +[0-9A-Fa-f]{3,8} PACKET +[0-9A-Fa-f]{1,16} +(UDP|TCP) (Rcv|Snd) (\\S{2,45}) +"
                    + "[0-9a-fA-F]{4} ([R ]) [QNU?] \\[[0-9a-fA-F]{4}(?: +[ATDR]{1,4})* +(\\w{1,20})\\] (\\S{1,20}) +(\\(\\d.*)");
    /** Before noon and after it, in the regions that count twelve hours. */
    private static final String HALF = "[AaPp]\\.?[ \\u00A0]?[Mm]\\.?|午前|午後|上午|下午|오전|오후|πμ|μμ|de\\.|du\\.|SA|CH|ص|م";

    private static final Set<String> AFTER_NOON = Set.of("午後", "下午", "오후", "μμ", "du.", "CH", "م");

    private static final Pattern TIME =
            Pattern.compile("(\\d{1,4})([./-]) ?(\\d{1,2})\\2 ?(\\d{1,4})\\.?[ \\u00A0\\u202F](?:(" + HALF
                    + ") )?(\\d{1,2})[:.](\\d\\d)[:.](\\d\\d)" + "(?:[ \\u00A0\\u202F]?(" + HALF + "))?");
    private static final Pattern OLD_TIME = Pattern.compile("(\\d{4})(\\d\\d)(\\d\\d) (\\d\\d):(\\d\\d):(\\d\\d)");
    private static final Pattern LABEL = Pattern.compile("\\((\\d{1,3})\\)");

    private final LogContext context;

    WindowsDnsLines(LogContext context) {
        this.context = context;
    }

    /** Whether a line is of such a log. */
    static boolean tells(String line) {
        return PACKET.matcher(line.strip()).matches();
    }

    @Override
    public boolean accept(String line, Consumer<Event> out) {
        if (!line.contains(" PACKET ")) {
            // The legend at the beginning, and events of the server itself.
            return true;
        }
        Matcher m = PACKET.matcher(line.strip());
        if (!m.matches()) {
            return false;
        }
        Instant time = time(m.group(1));
        String name = name(m.group(8));
        if (time == null || name == null) {
            return false;
        }
        boolean isAnswer = m.group(5).equals("R");
        boolean received = m.group(3).equals("Rcv");
        // What the server itself asks others is no client's question.
        if (received != isAnswer) {
            out.accept(new Event.DnsQuery(
                    time,
                    context.origin(),
                    Flow.of(m.group(4), 0, null, 53),
                    name,
                    m.group(7),
                    isAnswer ? m.group(6) : null,
                    List.of()));
        }
        return true;
    }

    /** {@code (3)www(7)example(3)com(0)}. */
    private static @Nullable String name(String text) {
        var name = new StringBuilder();
        Matcher m = LABEL.matcher(text);
        int at = 0;
        while (m.find(at) && m.start() == at) {
            int length = Integer.parseInt(m.group(1));
            if (length == 0) {
                return name.toString();
            }
            at = m.end() + length;
            if (at > text.length()) {
                return null;
            }
            name.append(name.isEmpty() ? "" : ".").append(text, m.end(), at);
        }
        return null;
    }

    private @Nullable Instant time(String text) {
        Matcher old = OLD_TIME.matcher(text);
        try {
            if (old.matches()) {
                return at(
                        number(old, 1), number(old, 2), number(old, 3), number(old, 4), number(old, 5), number(old, 6));
            }
            Matcher m = TIME.matcher(text);
            if (!m.matches()) {
                return null;
            }
            String half = m.group(5) == null ? m.group(9) : m.group(5);
            int hour = number(m, 6);
            if (half != null) {
                boolean afternoon = Character.toLowerCase(half.charAt(0)) == 'p' || AFTER_NOON.contains(half);
                hour = hour % 12 + (afternoon ? 12 : 0);
            }
            int first = number(m, 1);
            int second = number(m, 3);
            int third = number(m, 4);
            if (m.group(1).length() == 4) {
                return at(first, second, third, hour, number(m, 7), number(m, 8));
            }
            // Without a half of the day only a day after the twelfth tells the two orders apart.
            boolean monthFirst = m.group(2).equals("/") && first <= 12 && (half != null || second > 12);
            return at(
                    third, monthFirst ? first : second, monthFirst ? second : first, hour, number(m, 7), number(m, 8));
        } catch (DateTimeException noSuchTime) {
            return null;
        }
    }

    private static int number(Matcher m, int group) {
        return Integer.parseInt(m.group(group));
    }

    private Instant at(int year, int month, int day, int hour, int minute, int second) {
        return LocalDateTime.of(year, month, day, hour, minute, second)
                .atZone(context.zone())
                .toInstant();
    }
}
