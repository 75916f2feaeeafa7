package dev.firebreak.app.capture.sigma;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firebreak.app.fuzz.FuzzTarget;
import dev.firebreak.app.fuzz.Law;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.watch.sigma.SigmaRecord;
import dev.firebreak.core.watch.sigma.SigmaRule;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Files of Sigma rules: every rule is understood or refused by name, and those that are understood decide about every record. */
public final class SigmaTarget implements FuzzTarget {

    private static final String TEXT = "\"C:\\WINDOWS\\tasksche.exe\" –enc /c cmd.exe " + "a".repeat(200);
    private static final List<SigmaRecord> RECORDS = List.of(
            record(Map.of()),
            record(Map.of("f", TEXT, "Image", TEXT, "CommandLine", TEXT, "n", "42", "ip", "10.0.0.5")),
            record(Map.of("f", "", "n", "x", "ip", "2001:db8::1")));

    private static SigmaRecord record(Map<String, String> fields) {
        return new SigmaRecord(Set.of("windows"), Set.of("process_creation"), Set.of("security"), fields);
    }

    @Override
    public String name() {
        return "sigma";
    }

    @Override
    public String instrumented() {
        return "dev.firebreak.**:org.snakeyaml.engine.**";
    }

    @Override
    public List<byte[]> seeds() {
        String head =
                "title: T\nid: a\nlevel: high\nlogsource:\n    category: process_creation\n    product: windows\ndetection:\n";
        return List.of(
                bytes(head + "    s:\n        f|endswith: '\\tasksche.exe'\n        n|gte: 5\n    condition: s\n"),
                bytes(head
                        + "    s1:\n        - f|contains|all: [a, b]\n        - f|re|i: 'cmd(\\.exe)?'\n    _s2:\n        ip|cidr: 10.0.0.0/8\n"
                        + "        f|contains|windash: ' -enc'\n    condition: 1 of s* and not (_s2 or all of them)\n"),
                bytes(head
                        + "    k: ['cmd*', null]\n    s: {f: &a ['a?c', \"x\"], n: *a, g|exists: true}\n    condition: [k, s]\n---\n"
                        + head + "    s: {f|cased: A, n|neq: 3}\n    condition: s\n"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    @Override
    public void run(byte[] input) {
        String text = new String(input, UTF_8);
        Read<SigmaRule> read = SigmaRuleReader.read(text, "rule.yml");
        Law.holds(
                read.items().size() + read.problems().size() <= input.length + 1,
                "what comes of a file is bounded by it");
        Read<SigmaRule> again = SigmaRuleReader.read(text, "rule.yml");
        Law.same(titles(read), titles(again), "a file is understood the same each time");
        for (int i = 0; i < read.items().size(); i++) {
            for (SigmaRecord record : RECORDS) {
                Law.same(
                        read.items().get(i).matches(record),
                        again.items().get(i).matches(record),
                        "a rule decides the same each time");
            }
        }
    }

    private static List<String> titles(Read<SigmaRule> read) {
        return read.items().stream().map(rule -> rule.id() + " " + rule.title()).toList();
    }
}
