package dev.firebreak.app.probe.smb;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What nmap's scripts say of an SMB server on a port of 127.0.0.1. */
record Nmap(String output) {

    private static final Map<String, String> DIALECTS =
            Map.of("202", "2.0.2", "210", "2.1", "300", "3.0", "302", "3.0.2", "311", "3.1.1");
    private static final Pattern ELEMENT = Pattern.compile("<elem[^>]*>([^<]*)</elem>");
    private static final String SCRIPTS = "smb-protocols,smb-security-mode,smb2-security-mode";

    static boolean isThere() {
        return Files.isExecutable(Path.of("/usr/bin/nmap"));
    }

    static Nmap security(int port) throws IOException {
        return run(port, SCRIPTS);
    }

    static Nmap ms17010(int port) throws IOException {
        return run(port, "smb-vuln-ms17-010");
    }

    /** Connections in full (-sT), so that a proxy can count them. */
    private static Nmap run(int port, String scripts) throws IOException {
        Process process = new ProcessBuilder(
                        "/usr/bin/nmap",
                        "-n",
                        "-Pn",
                        "-sT",
                        "-oX",
                        "-",
                        "-p",
                        String.valueOf(port),
                        "--script",
                        scripts,
                        "--script-args",
                        "smbport=" + port + ",vulns.showall",
                        "127.0.0.1")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new Nmap(new String(process.getInputStream().readAllBytes(), UTF_8));
    }

    private String script(String id) {
        int from = output.indexOf("<script id=\"" + id + "\"");
        return from < 0 ? "" : output.substring(from, output.indexOf("</script>", from));
    }

    /** As the contract writes them. */
    List<String> dialects() {
        List<String> dialects = new ArrayList<>();
        ELEMENT.matcher(script("smb-protocols")).results().forEach(match -> {
            String told = match.group(1);
            dialects.add(told.startsWith("NT LM 0.12") ? "SMB1" : DIALECTS.getOrDefault(told, told));
        });
        return dialects;
    }

    /** message_signing of smb-security-mode; null where it told none. */
    String smb1Signing() {
        String told = script("smb-security-mode");
        return told.contains("\"message_signing\">required")
                ? "REQUIRED"
                : told.contains("\"message_signing\">supported")
                        ? "ENABLED"
                        : told.contains("\"message_signing\">disabled") ? "DISABLED" : null;
    }

    /** Of smb2-security-mode; null where it told none. */
    String signing() {
        String told = script("smb2-security-mode");
        return told.contains("enabled and required")
                ? "REQUIRED"
                : told.contains("enabled but not required") ? "ENABLED" : told.contains("disabled") ? "DISABLED" : null;
    }

    /** VULNERABLE or NOT VULNERABLE. */
    String patch() {
        String told = script("smb-vuln-ms17-010");
        return told.contains("NOT VULNERABLE") ? "NOT VULNERABLE" : told.contains("VULNERABLE") ? "VULNERABLE" : told;
    }
}
