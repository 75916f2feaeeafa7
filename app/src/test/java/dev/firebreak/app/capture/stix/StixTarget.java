package dev.firebreak.app.capture.stix;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.app.fuzz.FuzzTarget;
import dev.firebreak.app.fuzz.Law;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.watch.Indicator;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;

/** Bundles of STIX: what is read of one is written and read again without a change and without a problem. */
public final class StixTarget implements FuzzTarget {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public String name() {
        return "stix";
    }

    @Override
    public List<byte[]> seeds() {
        List<Indicator> shipped = new ShippedKnowledge().indicators().all();
        return List.of(written(shipped.subList(0, Math.min(3, shipped.size()))), """
                {"type":"bundle","objects":[{"type":"indicator","name":"n","pattern_type":"stix","valid_until":"2027-01-01T00:00:00Z",
                "pattern":"[file:hashes.'SHA-256' = 'ed01ebfbc9eb5bbea545af4d01bf5f1071661840480439c6e5babe8e080e41aa' OR domain-name:value IN ('a.example','b.example')] OR [url:value = 'http://a.example/x']",
                "confidence":80,"external_references":[{"url":"https://a.example"}]}]}""".getBytes(UTF_8));
    }

    @Override
    public void run(byte[] input) {
        Read<Indicator> read = StixBundle.read(new String(input, UTF_8), "bundle.json", NOW);
        Law.holds(
                read.items().size() + read.problems().size() <= input.length + 1,
                "what comes of a bundle is bounded by it");
        Read<Indicator> again = StixBundle.read(new String(written(read.items()), UTF_8), "bundle.json", NOW);
        Law.same(List.of(), again.problems(), "what is written is understood");
        Law.same(values(read), values(again), "what is written is what was read");
    }

    private static List<String> values(Read<Indicator> read) {
        return read.items().stream().map(i -> i.kind() + " " + i.value()).toList();
    }

    private static byte[] written(List<Indicator> indicators) {
        var out = new ByteArrayOutputStream();
        StixBundle.write(indicators, NOW, out);
        return out.toByteArray();
    }
}
