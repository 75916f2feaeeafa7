package dev.firebreak.core.assess;

import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.advisory.Platform;
import dev.firebreak.core.advisory.Setting;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.FileObserved;
import dev.firebreak.core.inventory.Evidence.HotfixesListed;
import dev.firebreak.core.inventory.Evidence.IndicatorObserved;
import dev.firebreak.core.inventory.Evidence.LanguageObserved;
import dev.firebreak.core.inventory.Evidence.LookupFailed;
import dev.firebreak.core.inventory.Evidence.LookupKind;
import dev.firebreak.core.inventory.Evidence.OsObserved;
import dev.firebreak.core.inventory.Evidence.ProbeAnswered;
import dev.firebreak.core.inventory.Evidence.SettingObserved;
import dev.firebreak.core.inventory.HostTrace;
import dev.firebreak.core.inventory.Snapshot;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A machine in words, so that tables of rules can be read: {@code 7 sp1; list KB4012212; smb1 off}. The first part of a sentence is
 * its verb; each part comes from a source of its own, {@code part1} and so on.
 */
final class TestMachine {

    private TestMachine() {}

    static Snapshot of(String words) {
        List<Evidence> evidence = new ArrayList<>();
        for (String part : words.split(";")) {
            if (!part.isBlank()) {
                evidence.add(evidence(part.strip(), Source.of("part" + (evidence.size() + 1))));
            }
        }
        return Snapshot.of("PC1", "part1", evidence);
    }

    private static Evidence evidence(String part, Source source) {
        String[] words = part.split(" +", 2);
        String rest = words.length > 1 ? words[1] : "";
        return switch (words[0]) {
            case "os" -> os(rest, source);
            case "list" -> HotfixesListed.whole(kbs(rest), source);
            case "partial" -> HotfixesListed.partial(kbs(rest), Text.same("cut short"), source);
            case "srv" -> new FileObserved("C:\\Windows\\System32\\drivers\\srv.sys", Build.of(rest), source);
            case "file" -> {
                String[] file = rest.split("=");
                yield new FileObserved(file[0], Build.of(file[1]), source);
            }
            case "smb1" ->
                new SettingObserved(
                        Setting.SMB1_SERVER,
                        switch (rest) {
                            case "on" -> "enabled";
                            case "off" -> "disabled";
                            default -> rest;
                        },
                        source);
            case "setting" -> {
                String[] setting = rest.split("=");
                yield new SettingObserved(Setting.ofId(setting[0]).orElseThrow(), setting[1], source);
            }
            case "trace" -> new IndicatorObserved(HostTrace.ofId(rest).orElseThrow(), null, 1, source);
            case "probe" -> {
                String[] probe = rest.split(" ");
                yield new ProbeAnswered(Set.of(probe[0]), probe[1].equals("vulnerable"), source);
            }
            case "failed" ->
                new LookupFailed(LookupKind.valueOf(rest.toUpperCase(Locale.ROOT)), Text.same("denied"), source);
            case "locale" -> new LanguageObserved(rest, null, source);
            case "display" -> new LanguageObserved(null, rest, source);
            default -> throw new IllegalArgumentException(part);
        };
    }

    /** {@code 6.1.7601 sp1 x64 server 'Windows 7 Professional'}: a build, and in any order what else was told. */
    private static OsObserved os(String words, Source source) {
        String caption = null;
        String plain = words;
        int quote = words.indexOf('\'');
        if (quote >= 0) {
            caption = words.substring(quote + 1, words.lastIndexOf('\''));
            plain = words.substring(0, quote).strip();
        }
        String[] parts = plain.split(" +");
        Integer servicePack = null;
        Architecture architecture = null;
        Platform platform = null;
        for (String part : List.of(parts).subList(1, parts.length)) {
            if (part.startsWith("sp")) {
                servicePack = Integer.valueOf(part.substring(2));
            } else if (part.startsWith("x") || part.startsWith("ia")) {
                architecture = Architecture.ofId(part).orElseThrow();
            } else {
                platform = Platform.valueOf(part.toUpperCase(Locale.ROOT));
            }
        }
        return new OsObserved(caption, Build.of(parts[0]), servicePack, architecture, platform, source);
    }

    private static KbSet kbs(String words) {
        return KbSet.of(Stream.of(words.split(" +"))
                .filter(word -> !word.isBlank())
                .mapToInt(word -> Integer.parseInt(word.substring(2)))
                .toArray());
    }
}
