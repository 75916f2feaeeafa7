package dev.firebreak.app.collect.format;

import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.app.collect.evidence.HostNames;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.LookupFailed;
import dev.firebreak.core.inventory.Evidence.LookupKind;
import dev.firebreak.core.inventory.MachineIdentity;
import dev.firebreak.core.inventory.MachineName;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Machines that a loop over many asked in vain: an echoed command, a heading of psexec or wmic, or an error of PowerShell names
 * each, and nothing that follows is an answer. What the error says is in the language of Windows and is not asked.
 */
public final class UnreachedHosts {

    public static final FormatDescription DESCRIPTION = new FormatDescription(
            "unreached", new Text("machines that could not be reached", "応答しなかった端末"), List.of(), List.of(), false);

    private static final String HOST = "\\\\{0,2}[\"']?([^\\s\\\\/:*?\"'<>|,;%$(){}\\[\\]=&]{1,255})[\"']?";
    private static final String PROMPT = "(?:(?:\\[[^\\]]*\\]: ?)?(?:PS )?[A-Za-z]:\\\\[^>]*>|>|\\+|#|\\$)?\\s*";

    /** A command that asks one other machine or several. What it writes into a file is not here. */
    private static final List<Pattern> COMMANDS = List.of(
            Pattern.compile("(?i)" + PROMPT + "systeminfo(?:\\.exe)?\\s[^>|]*?[/-]s\\s+" + HOST + "(?:\\s[^>]*)?"),
            Pattern.compile("(?i)" + PROMPT + "wmic(?:\\.exe)?\\s[^>|]*?/node\\s*:\\s*" + HOST + "(?:\\s[^>]*)?"),
            Pattern.compile("(?i)" + PROMPT + "psexec(?:64)?(?:\\.exe)?\\s[^>|]*?\\\\\\\\" + HOST + "(?:\\s[^>]*)?"),
            Pattern.compile("(?i)" + PROMPT + "winrs(?:\\.exe)?\\s[^>|]*?[/-]r(?:emote)?:" + HOST + "(?:\\s[^>]*)?"),
            Pattern.compile("(?i)" + PROMPT
                    + "(?:get-hotfix|invoke-command|icm|get-wmiobject|gwmi|get-ciminstance|gcim)\\s[^>|]*?"
                    + "-(?:computername|computer|cn)[\\s:]+" + HOST + "(?:[\\s|][^>]*)?"));

    /** A line that tells of whom the next lines are, or that one was not reached. */
    private static final List<Pattern> HEADINGS = List.of(
            Pattern.compile("\\\\\\\\" + HOST + ":(?:\\s.*)?"),
            Pattern.compile("Node - " + HOST + "\\s*"),
            Pattern.compile("(?i)(?:Couldn't access|Timeout accessing|Could not start PSEXESVC service on"
                    + "|Error establishing communication with PsExec service on|Error communicating with PsExec service on"
                    + "|Connecting to) " + HOST + "(?::|\\.\\.\\.).*"));

    /** {@code + CategoryInfo : OpenError: (PC2:String) [], PSRemotingTransportException}: the same in every language. */
    private static final Pattern REMOTING = Pattern.compile("\\s*\\+ CategoryInfo\\s*:\\s*\\w+: \\(" + HOST
            + ":String\\) \\[[^\\]]*\\], PSRemotingTransportException.*");

    private static final Pattern ANY_PROMPT = Pattern.compile("(?:\\[[^\\]]*\\]: ?)?(?:PS )?[A-Za-z]:\\\\[^>]*>.*");
    private static final Set<String> HERE = Set.of("localhost", ".", "127.0.0.1", "::1");
    private static final int MAX_LINE_LENGTH = 1000;
    private static final int MAX_ERROR_LENGTH = 120;

    /** What was asked of a host, from its line to the next. */
    private record Prompted(String host, int line, int end, String said) {}

    private UnreachedHosts() {}

    /**
     * The machines that were asked in vain.
     *
     * @param answers what else was read in the same text
     */
    public static Read<EvidencePart> read(DecodedFile content, List<EvidencePart> answers) {
        Map<String, Prompted> missing = missing(content, answers);
        List<EvidencePart> pieces = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (Prompted asked : missing.values()) {
            Source at = content.source().at(asked.line());
            Text why = asked.said().isEmpty()
                    ? Text.format("%s was asked and did not answer", "%s に問い合わせましたが、応答がありません", asked.host())
                    : Text.format(
                            "%s was asked and did not answer: %s",
                            "%s に問い合わせましたが、応答がありません: %s", asked.host(), asked.said());
            problems.add(new Problem(at, why));
            List<Evidence> failed = List.of(
                    new LookupFailed(LookupKind.OPERATING_SYSTEM, why, at),
                    new LookupFailed(LookupKind.HOTFIXES, why, at));
            pieces.add(new EvidencePart(
                    asked.host(),
                    MachineIdentity.UNKNOWN,
                    null,
                    null,
                    null,
                    null,
                    HostNames.isAddress(asked.host()) ? List.of(asked.host()) : List.of(),
                    List.of(),
                    failed,
                    at));
        }
        return new Read<>(pieces, problems);
    }

    private static Map<String, Prompted> missing(DecodedFile content, List<EvidencePart> pieces) {
        List<Prompted> asked = asked(content.lines());
        if (asked.isEmpty()) {
            return Map.of();
        }
        TreeMap<Integer, EvidencePart> answers = new TreeMap<>();
        Set<String> names = new HashSet<>();
        for (EvidencePart piece : pieces) {
            if (piece.machine() != null) {
                names.add(label(piece.machine()));
            }
            for (Evidence evidence : piece.evidence()) {
                answers.put(evidence.source().line(), piece);
            }
        }
        Map<String, Prompted> missing = new LinkedHashMap<>();
        Set<String> answered = new HashSet<>();
        for (Prompted one : asked) {
            boolean found = !answers.subMap(one.line(), one.end() + 1).isEmpty();
            String key = MachineName.key(one.host());
            if (found || names.contains(label(one.host()))) {
                answered.add(key);
            } else {
                missing.merge(key, one, (first, other) -> first.said().isEmpty() ? other : first);
            }
        }
        missing.keySet().removeAll(answered);
        return missing;
    }

    private static String label(String name) {
        return HostNames.firstLabel(MachineName.key(name));
    }

    private static List<Prompted> asked(List<String> lines) {
        List<Prompted> asked = new ArrayList<>();
        String host = null;
        int from = 0;
        String said = "";
        for (int i = 0; i < lines.size(); i++) {
            String line =
                    lines.get(i).length() > MAX_LINE_LENGTH ? "" : lines.get(i).strip();
            String named = line.isEmpty() ? null : named(line);
            boolean ends = named != null || ANY_PROMPT.matcher(line).matches();
            if (ends && host != null) {
                asked.add(new Prompted(host, from, i, said));
                host = null;
            }
            if (named != null) {
                host = named;
                from = i + 1;
                said = saysItself(line) ? shown(line) : "";
            } else if (host != null && said.isEmpty() && !line.isEmpty()) {
                said = shown(line);
            }
        }
        if (host != null) {
            asked.add(new Prompted(host, from, lines.size(), said));
        }
        return asked;
    }

    private static @Nullable String named(String line) {
        if (line.indexOf('\\') < 0 && line.indexOf(' ') < 0) {
            return null;
        }
        for (List<Pattern> patterns : List.of(COMMANDS, HEADINGS, List.of(REMOTING))) {
            for (Pattern pattern : patterns) {
                Matcher match = pattern.matcher(line);
                if (match.matches()) {
                    String host = match.group(1).replaceFirst("\\.$", "");
                    return host.isEmpty() || HERE.contains(host.toLowerCase(java.util.Locale.ROOT)) ? null : host;
                }
            }
        }
        return null;
    }

    private static boolean saysItself(String line) {
        return REMOTING.matcher(line).matches()
                || HEADINGS.getLast().matcher(line).matches();
    }

    private static String shown(String line) {
        return MachineName.shown(line.length() > MAX_ERROR_LENGTH ? line.substring(0, MAX_ERROR_LENGTH) : line);
    }
}
