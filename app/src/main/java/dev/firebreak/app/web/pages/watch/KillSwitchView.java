package dev.firebreak.app.web.pages.watch;

import dev.firebreak.app.sinkhole.LocalAddresses;
import dev.firebreak.app.sinkhole.NetworkSegments;
import dev.firebreak.app.sinkhole.ZoneFormat;
import dev.firebreak.app.web.pages.frame.PageFrame;
import dev.firebreak.app.web.pages.frame.PageLink;
import dev.firebreak.app.web.pages.frame.PageTexts;
import dev.firebreak.app.web.service.KillSwitchService;
import dev.firebreak.core.text.Text;
import dev.firebreak.core.watch.Indicator;
import dev.firebreak.core.watch.infection.AgentKind;
import dev.firebreak.core.watch.infection.CallOrigin;
import dev.firebreak.core.watch.infection.InfectionState;
import dev.firebreak.core.watch.infection.Lead;
import dev.firebreak.core.watch.killswitch.KillSwitchReason;
import dev.firebreak.core.watch.killswitch.KillSwitchVerdict;
import dev.firebreak.core.watch.killswitch.SegmentState;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The page of the kill switch.
 *
 * @param answer address that records shall have; null for this machine's own
 * @param refusal why a decision could not be kept; null for none
 */
public record KillSwitchView(
        PageFrame frame,
        KillSwitchService.Overview overview,
        List<Indicator> names,
        @Nullable String answer,
        @Nullable Text refusal) {

    /** Rows that are shown; the rest is in the list for programs. */
    private static final int MAX_LEADS = 200;

    private static final int MAX_SEGMENTS = 200;

    /** A record for a DNS server. */
    record Zone(String server, String file, String text) {}

    /** Callers that somebody has to look at. */
    List<Lead> leads() {
        return overview.leads().stream()
                .filter(lead -> lead.urgency().isLead())
                .limit(MAX_LEADS)
                .toList();
    }

    /** Callers whose calls were all probes of ours. */
    List<Lead> explained() {
        return overview.leads().stream()
                .filter(lead -> !lead.urgency().isLead())
                .limit(MAX_LEADS)
                .toList();
    }

    int moreLeads() {
        return (int) overview.leads().stream()
                        .filter(lead -> lead.urgency().isLead())
                        .count()
                - leads().size();
    }

    private long count(Lead.Urgency urgency) {
        return overview.leads().stream()
                .filter(lead -> lead.urgency() == urgency)
                .count();
    }

    String headline() {
        PageTexts texts = frame.texts();
        long leads = leads().size() + (long) moreLeads();
        long running = count(Lead.Urgency.RUNNING);
        if (leads == 0) {
            return texts.text("killswitch.nobody");
        }
        return running == 0
                ? texts.count("killswitch.callers", leads)
                : texts.text("killswitch.running", running, leads);
    }

    /** Colour of a row: red where the worm goes on or came back, amber for every other lead. Never green: a call proves nothing good. */
    String tone(Lead lead) {
        boolean bad = lead.urgency() == Lead.Urgency.RUNNING
                || lead.state().kind() == InfectionState.Kind.SEEN_AGAIN
                || lead.state().kind() == InfectionState.Kind.CONFIRMED;
        return bad ? "vulnerable" : "unknown";
    }

    /** Page of the machine; null where it is not known. */
    @Nullable
    String link(Lead lead) {
        return lead.origin() instanceof CallOrigin.Machine machine
                ? PageLink.to("/machine").with("name", machine.name()).toString()
                : null;
    }

    String agents(Lead lead) {
        return String.join(
                frame.texts().text("comma"),
                lead.agents().stream()
                        .sorted()
                        .map(AgentKind::label)
                        .map(frame.texts()::of)
                        .toList());
    }

    /** The last decision about a caller; null where there is none. */
    InfectionState.@Nullable Decision decision(Lead lead) {
        return switch (lead.state()) {
            case InfectionState.Suspected _ -> null;
            case InfectionState.Decided decided -> decided.decision();
            case InfectionState.SeenAgain again -> again.before().decision();
        };
    }

    List<InfectionState.Kind> choices() {
        return Stream.of(InfectionState.Kind.values())
                .filter(InfectionState.Kind::isDecision)
                .toList();
    }

    List<SegmentState> segments() {
        return overview.segments().stream().limit(MAX_SEGMENTS).toList();
    }

    static String tone(KillSwitchVerdict verdict) {
        return switch (verdict) {
            case NOT_PROTECTED -> "vulnerable";
            case UNKNOWN -> "unknown";
            case PROTECTED_BLIND -> "mitigated";
            case PROTECTED -> "fixed";
        };
    }

    static String mark(KillSwitchVerdict verdict) {
        return switch (verdict) {
            case NOT_PROTECTED -> "!";
            case UNKNOWN -> "?";
            case PROTECTED_BLIND, PROTECTED -> "✓";
        };
    }

    /** The names of a segment whose verdict is its own: what has to change for it. */
    List<SegmentState.NameState> worst(SegmentState segment) {
        return segment.names().stream()
                .filter(name -> name.verdict() == segment.verdict())
                .toList();
    }

    /** Reasons, the loudest first, each once. */
    List<KillSwitchReason> reasons(SegmentState segment) {
        return worst(segment).stream()
                .flatMap(name -> name.because().stream())
                .distinct()
                .sorted(Comparator.comparing(KillSwitchReason::weight))
                .limit(6)
                .toList();
    }

    String answerShown() {
        return addresses().isEmpty() ? "" : address(addresses().getFirst());
    }

    private List<InetAddress> addresses() {
        try {
            return answer == null
                    ? LocalAddresses.first().stream().toList()
                    : List.of(InetAddress.getByName(answer)); // A literal: nothing is looked up.
        } catch (UnknownHostException e) {
            return List.of();
        }
    }

    private static String address(InetAddress address) {
        return NetworkSegments.text(address);
    }

    /** Records for each kind of DNS server; none where no address is known. */
    List<Zone> zones() {
        List<Zone> zones = new ArrayList<>();
        List<InetAddress> answers = addresses();
        if (!answers.isEmpty()) {
            for (ZoneFormat format : ZoneFormat.values()) {
                ZoneFormat.File file = format.files(names, answers).getFirst();
                zones.add(new Zone(format.label(), file.name(), String.join("\n", file.lines()) + "\n"));
            }
        }
        return zones;
    }
}
