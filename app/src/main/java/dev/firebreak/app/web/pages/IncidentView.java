package dev.firebreak.app.web.pages;

import dev.firebreak.core.watch.Rules;
import dev.firebreak.core.watch.incident.Containment;
import dev.firebreak.core.watch.incident.Incident;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One incident: who infected whom, drawn from left to right, and everything by time.
 *
 * @param vulnerable machines of the fleet that are vulnerable to what the attacks use
 */
record IncidentView(PageFrame frame, Incident incident, int vulnerable) {

    /** Rules that have words of their own. */
    static final Set<String> RULES = Set.of(
            Rules.ETERNALBLUE,
            Rules.ETERNALSYNERGY_ROMANCE,
            Rules.ETERNALCHAMPION,
            Rules.DOUBLEPULSAR,
            Rules.SMB1_UNUSED_TRANS2,
            Rules.MS17_010_PROBE_VULNERABLE,
            Rules.SMB_SCAN,
            Rules.KILLSWITCH_LOOKUP,
            Rules.KILLSWITCH_CONTACT,
            Rules.RANSOMWARE_FILE_BURST,
            Rules.INDICATOR);

    /** Nobody reads a drawing of more; the table below has all. */
    private static final int MOST_DRAWN = 60;

    private static final int COLUMN = 230;
    private static final int ROW = 56;
    private static final int WIDTH = 170;
    private static final int HEIGHT = 40;
    private static final int MARGIN = 12;
    private static final int MOST_TIMELINE = 500;

    /** A machine in the drawing. */
    record Node(Incident.Host host, int x, int y) {
        int textX() {
            return x + 10;
        }

        int nameY() {
            return y + 17;
        }

        int roleY() {
            return y + 33;
        }
    }

    /** A step of the spread in the drawing. */
    record Edge(String path, boolean succeeded) {}

    /** The drawing; {@code more} machines are not in it. */
    record Drawing(int width, int height, List<Node> nodes, List<Edge> edges, int more) {
        Drawing {
            nodes = List.copyOf(nodes);
            edges = List.copyOf(edges);
        }
    }

    /** Each machine stands one column to the right of the first that attacked it. */
    Drawing drawing() {
        Map<String, Integer> depths = new HashMap<>();
        for (Incident.Hop hop : incident.path()) {
            int from = depths.computeIfAbsent(hop.source(), h -> 0);
            depths.putIfAbsent(hop.target(), from + 1);
        }
        Map<String, Node> nodes = new LinkedHashMap<>();
        Map<Integer, Integer> filled = new HashMap<>();
        int width = 0;
        int height = 0;
        for (Incident.Host host : incident.hosts().stream().limit(MOST_DRAWN).toList()) {
            int column = depths.getOrDefault(host.address(), 0);
            int row = filled.merge(column, 1, Integer::sum) - 1;
            var node = new Node(host, MARGIN + column * COLUMN, MARGIN + row * ROW);
            nodes.put(host.address(), node);
            width = Math.max(width, node.x + WIDTH + MARGIN);
            height = Math.max(height, node.y + HEIGHT + MARGIN);
        }
        Map<String, Edge> edges = new LinkedHashMap<>();
        for (Incident.Hop hop : incident.path()) {
            Node from = nodes.get(hop.source());
            Node to = nodes.get(hop.target());
            if (from != null && to != null && !from.equals(to)) {
                String key = hop.source() + " " + hop.target();
                Edge before = edges.get(key);
                edges.put(key, new Edge(line(from, to), hop.succeeded() || (before != null && before.succeeded)));
            }
        }
        return new Drawing(
                width,
                height,
                List.copyOf(nodes.values()),
                List.copyOf(edges.values()),
                incident.hosts().size() - nodes.size());
    }

    private static String line(Node from, Node to) {
        boolean isForward = to.x > from.x;
        int x1 = isForward ? from.x + WIDTH : from.x;
        int x2 = isForward ? to.x : to.x + WIDTH;
        int y1 = from.y + HEIGHT / 2;
        int y2 = to.y + HEIGHT / 2;
        int bend = isForward ? (x2 - x1) / 2 : -(COLUMN - WIDTH) / 2;
        return "M" + x1 + " " + y1 + "C" + (x1 + bend) + " " + y1 + " " + (x2 - bend) + " " + y2 + " " + x2 + " " + y2;
    }

    static int boxWidth() {
        return WIDTH;
    }

    static int boxHeight() {
        return HEIGHT;
    }

    /** The machine's own name where it is known. */
    String name(Incident.Host host) {
        return frame.texts()
                .name(host.machine() == null ? host.address() : host.machine().name());
    }

    /** Short enough for a box; the whole name is in its title. */
    String shortName(Incident.Host host) {
        String name = name(host);
        return name.length() > 18 ? name.substring(0, 17) + "…" : name;
    }

    /** By time, the first ones where there are many. */
    List<dev.firebreak.core.watch.Detection> timeline() {
        return incident.detections().stream().limit(MOST_TIMELINE).toList();
    }

    int moreTimeline() {
        return Math.max(0, incident.detections().size() - MOST_TIMELINE);
    }

    /** The machines to isolate, with what is known of them. */
    List<Incident.Host> isolateFirst() {
        List<Incident.Host> hosts = new ArrayList<>();
        for (String address : incident.isolateFirst()) {
            incident.hosts().stream()
                    .filter(h -> h.address().equals(address))
                    .findFirst()
                    .ifPresent(hosts::add);
        }
        return hosts;
    }

    /** "3 of 28 vulnerable machines were hit" */
    String hit() {
        return frame.texts().text("incident.hit", incident.vulnerableHit(), vulnerable);
    }

    String containment(Containment.Device device) {
        return link(incident) + "/containment/" + SightingPages.slug(device);
    }

    static String link(Incident incident) {
        return "/incidents/" + incident.id();
    }
}
