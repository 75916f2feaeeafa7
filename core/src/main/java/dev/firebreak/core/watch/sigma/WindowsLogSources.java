package dev.firebreak.core.watch.sigma;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which of Sigma's log sources a Windows event belongs to, and Sigma's names for its fields. Channels and event numbers are those of
 * Microsoft's documentation of Sysmon, PowerShell and the security audit events; the names of services and categories those of the
 * Sigma specification's appendix "Taxonomy".
 */
public final class WindowsLogSources {

    private static final String SYSMON = "microsoft-windows-sysmon/operational";
    private static final String SECURITY = "security";

    /** Event number of Sysmon -> categories. */
    private static final Map<String, Set<String>> SYSMON_CATEGORIES = Map.ofEntries(
            Map.entry("1", Set.of("process_creation")),
            Map.entry("2", Set.of("file_change")),
            Map.entry("3", Set.of("network_connection")),
            Map.entry("4", Set.of("sysmon_status")),
            Map.entry("5", Set.of("process_termination")),
            Map.entry("6", Set.of("driver_load")),
            Map.entry("7", Set.of("image_load")),
            Map.entry("8", Set.of("create_remote_thread")),
            Map.entry("9", Set.of("raw_access_thread")),
            Map.entry("10", Set.of("process_access")),
            Map.entry("11", Set.of("file_event")),
            Map.entry("12", Set.of("registry_event", "registry_add", "registry_delete")),
            Map.entry("13", Set.of("registry_event", "registry_set")),
            Map.entry("14", Set.of("registry_event", "registry_rename")),
            Map.entry("15", Set.of("create_stream_hash")),
            Map.entry("16", Set.of("sysmon_status")),
            Map.entry("17", Set.of("pipe_created")),
            Map.entry("18", Set.of("pipe_created")),
            Map.entry("19", Set.of("wmi_event")),
            Map.entry("20", Set.of("wmi_event")),
            Map.entry("21", Set.of("wmi_event")),
            Map.entry("22", Set.of("dns_query")),
            Map.entry("23", Set.of("file_delete")),
            Map.entry("24", Set.of("clipboard_capture")),
            Map.entry("25", Set.of("process_tampering")),
            Map.entry("26", Set.of("file_delete")),
            Map.entry("27", Set.of("file_block_executable")),
            Map.entry("28", Set.of("file_block_shredding")),
            Map.entry("29", Set.of("file_executable_detected")),
            Map.entry("255", Set.of("sysmon_error")));

    /** Channel in lower case -> service. */
    private static final Map<String, String> SERVICES = Map.ofEntries(
            Map.entry(SYSMON, "sysmon"),
            Map.entry(SECURITY, SECURITY),
            Map.entry("system", "system"),
            Map.entry("application", "application"),
            Map.entry("windows powershell", "powershell-classic"),
            Map.entry("microsoft-windows-powershell/operational", "powershell"),
            Map.entry("powershellcore/operational", "powershell"),
            Map.entry("microsoft-windows-taskscheduler/operational", "taskscheduler"),
            Map.entry("microsoft-windows-wmi-activity/operational", "wmi"),
            Map.entry("microsoft-windows-windows defender/operational", "windefend"),
            Map.entry("microsoft-windows-dns client events/operational", "dns-client"),
            Map.entry("microsoft-windows-dns-client/operational", "dns-client"),
            Map.entry("dns server", "dns-server"),
            Map.entry("microsoft-windows-dns-server/audit", "dns-server-audit"),
            Map.entry("microsoft-windows-dnsserver/analytical", "dns-server-analytic"),
            Map.entry("microsoft-windows-windows firewall with advanced security/firewall", "firewall-as"),
            Map.entry("microsoft-windows-ntlm/operational", "ntlm"),
            Map.entry("microsoft-windows-applocker/exe and dll", "applocker"),
            Map.entry("microsoft-windows-applocker/msi and script", "applocker"),
            Map.entry("microsoft-windows-applocker/packaged app-deployment", "applocker"),
            Map.entry("microsoft-windows-applocker/packaged app-execution", "applocker"),
            Map.entry("microsoft-windows-bits-client/operational", "bits-client"),
            Map.entry("microsoft-windows-codeintegrity/operational", "codeintegrity-operational"),
            Map.entry("microsoft-windows-smbclient/security", "smbclient-security"),
            Map.entry("microsoft-windows-smbclient/connectivity", "smbclient-connectivity"),
            Map.entry("microsoft-windows-smbserver/connectivity", "smbserver-connectivity"),
            Map.entry("microsoft-windows-smbserver/audit", "smbserver-audit"),
            Map.entry("microsoft-windows-smbserver/security", "smbserver-security"),
            Map.entry("openssh/operational", "openssh"),
            Map.entry("microsoft-windows-security-mitigations/kernel mode", "security-mitigations"),
            Map.entry("microsoft-windows-security-mitigations/user mode", "security-mitigations"),
            Map.entry("microsoft-windows-appmodel-runtime/admin", "appmodel-runtime"),
            Map.entry("microsoft-windows-appxdeploymentserver/operational", "appxdeployment-server"),
            Map.entry("microsoft-windows-appxpackaging/operational", "appxpackaging-om"),
            Map.entry("microsoft-windows-capi2/operational", "capi2"),
            Map.entry("microsoft-windows-diagnosis-scripted/operational", "diagnosis-scripted"),
            Map.entry("microsoft-windows-driverframeworks-usermode/operational", "driver-framework"),
            Map.entry("microsoft-windows-printservice/admin", "printservice-admin"),
            Map.entry("microsoft-windows-printservice/operational", "printservice-operational"),
            Map.entry("microsoft-windows-lsa/operational", "lsa-server"),
            Map.entry("microsoft-windows-shell-core/operational", "shell-core"),
            Map.entry(
                    "microsoft-windows-terminalservices-localsessionmanager/operational",
                    "terminalservices-localsessionmanager"),
            Map.entry("microsoft-windows-vhdmp-operational", "vhdmp"),
            Map.entry("microsoft-windows-vhdmp/operational", "vhdmp"),
            Map.entry("microsoft-windows-dns-server/analytical", "dns-server-analytic"),
            Map.entry("microsoft-windows-bitlocker/bitlocker management", "bitlocker"),
            Map.entry(
                    "microsoft-windows-certificateservicesclient-lifecycle-system/operational",
                    "certificateservicesclient-lifecycle-system"),
            Map.entry("microsoft-iis-configuration/operational", "iis-configuration"),
            Map.entry("microsoft-windows-ntfs/operational", "ntfs"),
            Map.entry("microsoft-windows-sense/operational", "sense"),
            Map.entry("microsoft-windows-application-experience/program-telemetry", "application-experience"),
            Map.entry(
                    "microsoft-windows-application-experience/program-compatibility-assistant",
                    "application-experience"),
            Map.entry("microsoft-windows-kernel-eventtracing", "kernel-event-tracing"),
            Map.entry("microsoft-windows-kernel-eventtracing/admin", "kernel-event-tracing"),
            Map.entry("microsoft-windows-kernel-shimengine/operational", "kernel-shimengine"),
            Map.entry("microsoft-windows-kernel-shimengine/diagnostic", "kernel-shimengine"),
            Map.entry("microsoft-windows-hyper-v-worker", "hyper-v-worker"),
            Map.entry("microsoft-windows-hyper-v-worker-admin", "hyper-v-worker"),
            Map.entry("microsoft-servicebus-client/admin", "servicebus-client"),
            Map.entry("microsoft-servicebus-client/operational", "servicebus-client"),
            Map.entry("microsoft-windows-ldap-client/debug", "ldap"),
            Map.entry("msexchange management", "msexchange-management"),
            Map.entry("microsoft-servicebus-client", "microsoft-servicebus-client"));

    /** Security 4688's names -> the names of Sysmon's event 1, which the rules for process_creation use. */
    private static final Map<String, String> PROCESS_CREATION_4688 = Map.of(
            "NewProcessName", "Image",
            "ParentProcessName", "ParentImage",
            "SubjectUserName", "User",
            "MandatoryLabel", "IntegrityLevel",
            "NewProcessId", "ProcessId",
            "ProcessId", "ParentProcessId",
            "SubjectLogonId", "LogonId");

    /** Integrity levels as Sysmon names them; Windows logs SIDs ("Well-known SIDs", MS-DTYP 2.4.2.4). */
    private static final Map<String, String> INTEGRITY = Map.of(
            "S-1-16-0", "Untrusted",
            "S-1-16-4096", "Low",
            "S-1-16-8192", "Medium",
            "S-1-16-8448", "Medium Plus",
            "S-1-16-12288", "High",
            "S-1-16-16384", "System");

    private WindowsLogSources() {}

    /** Services that {@link #record} can name: a rule for another one can never match. */
    public static Set<String> services() {
        return Set.copyOf(SERVICES.values());
    }

    /** Categories that {@link #record} can name. */
    public static Set<String> categories() {
        Set<String> all =
                new HashSet<>(Set.of("ps_script", "ps_module", "ps_classic_start", "ps_classic_provider_start"));
        SYSMON_CATEGORIES.values().forEach(all::addAll);
        return all;
    }

    /**
     * A Windows event as rules see it.
     *
     * @param channel name of the log, such as {@code Security}
     * @param id event number
     * @param fields of the event by their own names; {@code EventID}, {@code Channel} and {@code Provider_Name} among them
     */
    public static SigmaRecord record(String channel, String id, Map<String, String> fields) {
        String log = channel.toLowerCase(Locale.ROOT);
        Map<String, String> named = new LinkedHashMap<>(fields);
        Set<String> categories = new HashSet<>();
        if (log.equals(SYSMON)) {
            categories.addAll(sysmonCategories(id, fields.get("EventType")));
        } else if (log.equals(SECURITY) && id.equals("4688")) {
            categories.add("process_creation");
            processCreation(fields, named);
        } else if (log.equals(SECURITY) && id.equals("4657")) {
            categories.addAll(Set.of("registry_event", "registry_set"));
            registryValue(fields, named);
        } else if (isPowerShell(log)) {
            powerShell(id, categories);
        } else if (log.equals("windows powershell") && id.equals("400")) {
            categories.add("ps_classic_start");
        } else if (log.equals("windows powershell") && id.equals("600")) {
            categories.add("ps_classic_provider_start");
        }
        String inserted = fields.get("Data");
        if (inserted != null) {
            // The sentence itself is in the program that logged; what it was filled in with is all that the record
            // holds.
            named.putIfAbsent("Message", inserted);
        }
        fields.forEach((name, value) -> {
            // Microsoft Defender's names have spaces, which the rules leave out or replace.
            if (name.indexOf(' ') > 0) {
                named.putIfAbsent(name.replace(" ", ""), value);
                named.putIfAbsent(name.replace(' ', '_'), value);
            }
        });
        hashes(fields.getOrDefault("Hashes", ""), named);
        String service = SERVICES.get(log);
        return new SigmaRecord(Set.of("windows"), categories, service == null ? Set.of() : Set.of(service), named);
    }

    /** {@code SHA1=..,MD5=..,SHA256=..,IMPHASH=..} as fields of their own, as older rules have them. */
    private static void hashes(String all, Map<String, String> named) {
        for (String one : all.split(",", 8)) {
            int equal = one.indexOf('=');
            String name = equal < 0 ? "" : one.substring(0, equal).strip().toLowerCase(Locale.ROOT);
            switch (name) {
                case "md5", "sha1", "sha256" -> named.putIfAbsent(name, one.substring(equal + 1));
                case "imphash" -> named.putIfAbsent("Imphash", one.substring(equal + 1));
                default -> {
                    // No hash.
                }
            }
        }
    }

    private static boolean isPowerShell(String log) {
        return "powershell".equals(SERVICES.get(log));
    }

    private static void powerShell(String id, Set<String> categories) {
        switch (id) {
            case "4104" -> categories.add("ps_script");
            case "4103" -> categories.add("ps_module");
            default -> {}
        }
    }

    /** Event 12 is two things: its field EventType tells a key that was made from one that was deleted. */
    private static Set<String> sysmonCategories(String id, @Nullable String eventType) {
        Set<String> categories = SYSMON_CATEGORIES.getOrDefault(id, Set.of());
        if (!id.equals("12") || eventType == null) {
            return categories;
        }
        boolean deleted = eventType.startsWith("Delete");
        return Set.of("registry_event", deleted ? "registry_delete" : "registry_add");
    }

    private static void processCreation(Map<String, String> fields, Map<String, String> named) {
        Map<String, String> renamed = new HashMap<>();
        PROCESS_CREATION_4688.forEach((from, to) -> {
            String value = fields.get(from);
            if (value != null) {
                renamed.put(to, to.equals("IntegrityLevel") ? INTEGRITY.getOrDefault(value, value) : value);
            }
        });
        named.putAll(renamed);
    }

    /** An audited change of a registry value, in the words of Sysmon's event 13. */
    private static void registryValue(Map<String, String> fields, Map<String, String> named) {
        String key = fields.getOrDefault("ObjectName", "")
                .replaceFirst("(?i)^\\\\REGISTRY\\\\MACHINE", "HKLM")
                .replaceFirst("(?i)^\\\\REGISTRY\\\\USER", "HKU");
        named.put("TargetObject", key + "\\" + fields.getOrDefault("ObjectValueName", ""));
        named.put("Details", fields.getOrDefault("NewValue", ""));
        named.put("EventType", "SetValue");
        String image = fields.get("ProcessName");
        if (image != null) {
            named.put("Image", image);
        }
    }
}
