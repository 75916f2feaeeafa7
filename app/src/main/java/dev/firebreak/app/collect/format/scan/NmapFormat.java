package dev.firebreak.app.collect.format.scan;

import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.app.collect.evidence.HostNames;
import dev.firebreak.app.collect.format.DecodedFile;
import dev.firebreak.app.collect.format.Format;
import dev.firebreak.app.collect.format.FormatDescription;
import dev.firebreak.app.io.SafeXml;
import dev.firebreak.core.advisory.Setting;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.LookupFailed;
import dev.firebreak.core.inventory.Evidence.LookupKind;
import dev.firebreak.core.inventory.Evidence.OsObserved;
import dev.firebreak.core.inventory.Evidence.ProbeAnswered;
import dev.firebreak.core.inventory.Evidence.SettingObserved;
import dev.firebreak.core.inventory.MachineIdentity;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * nmap's XML with the scripts smb-os-discovery, smb-protocols and smb-vuln-ms17-010. What a scan sees open is evidence;
 * what it does not see is none: a firewall or a failed script looks the same.
 */
public final class NmapFormat implements Format {

    static final FormatDescription DESCRIPTION =
            new FormatDescription("nmap", Text.same("nmap"), List.of("smb"), List.of("xml"), false);

    private static final Text CUT =
            new Text("the scan ends here: hosts after this line were not read", "スキャン結果がここで終わっています。これ以降のホストは読めません");
    private static final Text NOT_SAID =
            new Text("the scan could not determine whether it is vulnerable", "スキャンでは脆弱かどうか判定できませんでした");
    private static final Text NO_SYSTEM =
            new Text("the scan could not determine the operating system", "スキャンでは OS を判別できませんでした");

    /** What the script prints of the system, {@code OS: .. (..)}: an older nmap writes no elements. */
    private static final Pattern PRINTED =
            Pattern.compile("(?m)^[ \\t]*OS: (Windows[^(\\n]*(?:\\(R\\)[^(\\n]*)*)(?:\\((.*)\\))?");

    /** "LIKELY VULNERABLE" is taken at its word; "NOT VULNERABLE" is the lack of an answer. */
    private static final Pattern SHOWS_IT = Pattern.compile("(?<!NOT )\\bVULNERABLE\\b");

    private static final Pattern NETBIOS = Pattern.compile("(?m)^[ \\t]*NetBIOS computer name: ([^\\s\\\\]+)");

    @Override
    public FormatDescription description() {
        return DESCRIPTION;
    }

    @Override
    public boolean fits(DecodedFile content) {
        return content.headHolds("<nmaprun");
    }

    @Override
    public Read<EvidencePart> read(DecodedFile content) {
        List<EvidencePart> pieces = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        var hosts = new Hosts(content.source(), pieces);
        int line = 1;
        try {
            XMLStreamReader xml = SafeXml.read(content.text());
            while (xml.hasNext()) {
                line = xml.getLocation().getLineNumber();
                hosts.take(xml.next(), xml);
            }
        } catch (XMLStreamException cut) {
            problems.add(new Problem(content.source().at(line), CUT));
        }
        if (hosts.silent > 0) {
            problems.add(new Problem(
                    content.source(),
                    Text.format(
                            "%d addresses did not answer the scan: nothing is known of machines there",
                            "スキャンに応答しないアドレスが %d 件あります。そこに端末があっても状態は分かりません", hosts.silent)));
        }
        return new Read<>(pieces, problems);
    }

    /** Hosts as their elements go by. */
    private static final class Hosts {
        private final Source file;
        private final List<EvidencePart> pieces;
        private final Map<String, String> told = new HashMap<>();
        private final List<String> addresses = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();
        private @Nullable String script;
        private @Nullable String key;
        private @Nullable String output;
        private @Nullable Instant started;
        private @Nullable Instant time;
        private int line;
        private int silent;
        private boolean up;

        Hosts(Source file, List<EvidencePart> pieces) {
            this.file = file;
            this.pieces = pieces;
        }

        void take(int event, XMLStreamReader xml) {
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> begin(xml);
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(xml.getText());
                case XMLStreamConstants.END_ELEMENT -> end(xml.getLocalName());
                default -> {}
            }
        }

        private void begin(XMLStreamReader xml) {
            text.setLength(0);
            switch (xml.getLocalName()) {
                case "nmaprun" -> started = seconds(xml.getAttributeValue(null, "start"));
                case "host" -> {
                    told.clear();
                    addresses.clear();
                    up = true;
                    line = xml.getLocation().getLineNumber();
                    time = seconds(xml.getAttributeValue(null, "endtime"));
                    time = time == null ? started : time;
                }
                case "status" -> up = !"down".equals(xml.getAttributeValue(null, "state"));
                case "address" -> {
                    if (!"mac".equals(xml.getAttributeValue(null, "addrtype"))) {
                        addresses.add(String.valueOf(xml.getAttributeValue(null, "addr")));
                    }
                }
                case "hostname" -> told.putIfAbsent("hostname", String.valueOf(xml.getAttributeValue(null, "name")));
                case "script" -> {
                    script = xml.getAttributeValue(null, "id");
                    output = xml.getAttributeValue(null, "output");
                    // A script may run more than once on a host, and one answer is enough.
                    told.merge(script + "/", output == null ? "" : output, (one, other) -> one + "\n" + other);
                }
                case "elem" -> key = xml.getAttributeValue(null, "key");
                default -> {}
            }
        }

        private void end(String element) {
            switch (element) {
                case "elem" -> {
                    if (script != null && key != null) {
                        told.putIfAbsent(
                                script + "/" + key,
                                text.toString().replace("\\x00", "").strip());
                    }
                }
                case "script" -> script = null;
                case "host" -> host();
                default -> {}
            }
        }

        private void host() {
            if (!up) {
                silent++;
                return;
            }
            Source at = file.at(line);
            List<Evidence> evidence = new ArrayList<>();
            evidence.add(system(at));
            if (told.getOrDefault("smb-protocols/", "").contains("SMBv1")) {
                evidence.add(new SettingObserved(Setting.SMB1_SERVER, "enabled", at));
            }
            String said = told.get("smb-vuln-ms17-010/");
            if (said != null) {
                String answer =
                        (said + "\n" + told.getOrDefault("smb-vuln-ms17-010/state", "")).toUpperCase(Locale.ROOT);
                evidence.add(
                        SHOWS_IT.matcher(answer).find()
                                ? new ProbeAnswered(Set.of("MS17-010"), true, at)
                                : new LookupFailed(LookupKind.PROBE, NOT_SAID, at));
            }
            pieces.add(new EvidencePart(
                            name(), MachineIdentity.UNKNOWN, time, null, null, null, addresses, List.of(), evidence, at)
                    .withAliases(aliases()));
        }

        private @Nullable String name() {
            String server = told.get("smb-os-discovery/server");
            if (server == null || server.isEmpty()) {
                Matcher printed = NETBIOS.matcher(told.getOrDefault("smb-os-discovery/", ""));
                server = printed.find() ? printed.group(1) : null;
            }
            if (server != null) {
                return server;
            }
            // In full, as DNS has it: two domains may both have a PC1.
            String host = told.get("hostname");
            if (host != null && !host.isBlank()) {
                return host.strip();
            }
            return addresses.isEmpty() ? null : addresses.getFirst();
        }

        /** Its full names, as it tells them itself and as DNS does. */
        private List<String> aliases() {
            List<String> names = new ArrayList<>();
            for (String key : List.of("smb-os-discovery/fqdn", "hostname")) {
                String name = told.getOrDefault(key, "").strip();
                if (HostNames.isFull(name) && !names.contains(name)) {
                    names.add(name);
                }
            }
            return names;
        }

        private Evidence system(Source at) {
            String os = told.get("smb-os-discovery/os");
            String manager = told.getOrDefault("smb-os-discovery/lanmanager", "");
            Matcher printed = PRINTED.matcher(told.getOrDefault("smb-os-discovery/", ""));
            if (os == null && printed.find()) {
                os = printed.group(1);
                manager = printed.group(2) == null ? "" : printed.group(2);
            }
            OsObserved system = SmbSystemName.read(os, manager, at);
            return system == null ? new LookupFailed(LookupKind.OPERATING_SYSTEM, NO_SYSTEM, at) : system;
        }

        private static @Nullable Instant seconds(@Nullable String text) {
            try {
                return text == null ? null : Instant.ofEpochSecond(Long.parseLong(text));
            } catch (NumberFormatException | DateTimeException e) {
                return null;
            }
        }
    }
}
