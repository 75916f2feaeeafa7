package dev.firebreak.core.inventory;

import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.advisory.Platform;
import dev.firebreak.core.advisory.Setting;
import dev.firebreak.core.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One thing that was seen on a machine, or looked for in vain. */
public sealed interface Evidence {

    /** Where it was read. */
    Source source();

    /**
     * The operating system as it names itself.
     *
     * @param caption name as printed, in whatever language and mangled or not; null where unknown
     * @param build version with the revision (UBR) where it was told
     * @param servicePack number of the service pack, 0 for none; null where unknown
     * @param platform client, server or embedded where something else than the caption tells; else null
     */
    record OsObserved(
            @Nullable String caption,
            Build build,
            @Nullable Integer servicePack,
            @Nullable Architecture architecture,
            @Nullable Platform platform,
            Source source)
            implements Evidence {}

    /**
     * Languages of the machine, as BCP 47 tags in lower case ({@code ja-jp}).
     *
     * @param locale the system locale; null where unknown
     * @param display language Windows speaks to its users; null where unknown
     */
    record LanguageObserved(
            @Nullable String locale, @Nullable String display, Source source) implements Evidence {}

    /**
     * A list of installed updates.
     *
     * @param complete whether the list is known to be whole; only then does absence mean anything
     * @param whyIncomplete why it is not known to be whole; null if it is
     */
    record HotfixesListed(
            KbSet ids, boolean complete, @Nullable Text whyIncomplete, Source source) implements Evidence {
        public HotfixesListed {
            if (complete == (whyIncomplete != null)) {
                throw new IllegalArgumentException("exactly the incomplete list says why");
            }
        }

        /** A list that is known to be whole. */
        public static HotfixesListed whole(KbSet ids, Source source) {
            return new HotfixesListed(ids, true, null, source);
        }

        /** A list that proves what it holds and nothing more. */
        public static HotfixesListed partial(KbSet ids, Text why, Source source) {
            return new HotfixesListed(ids, false, why, source);
        }
    }

    /** Version of a file, as its version resource says. The path is as printed, with either slash. */
    record FileObserved(String path, Build version, Source source) implements Evidence {}

    /**
     * Whether a part of Windows is installed, and in which version.
     *
     * @param component its name, {@code .NET Framework 4}, {@code Internet Explorer}, {@code Adobe Flash Player}
     * @param version {@code 4.8.1}, {@code 11.0.9600.19301}; null where unknown or not installed
     * @param installed false where the look succeeded and found nothing
     */
    record ComponentObserved(String component, @Nullable String version, boolean installed, Source source)
            implements Evidence {}

    /**
     * A setting as the machine (registry, service, feature) or a look from outside tells it.
     *
     * @param value one of {@link Setting#allowed}, or {@link Setting#UNKNOWN}
     */
    record SettingObserved(Setting setting, String value, Source source) implements Evidence {
        public SettingObserved {
            if (!setting.allows(value)) {
                throw new IllegalArgumentException(value + " is no value of " + setting.id());
            }
        }

        /** Whether it was asked and not told. */
        public boolean isUnknown() {
            return value.equals(Setting.UNKNOWN);
        }
    }

    /**
     * A trace of a worm on the machine: a reason to suspect an infection, never more. It says nothing about a vulnerability.
     *
     * @param place where it was found, as told; null where unknown
     * @param count how many were counted, at least 1; the count of a bounded search
     */
    record IndicatorObserved(HostTrace trace, @Nullable String place, int count, Source source) implements Evidence {
        public IndicatorObserved {
            if (count < 1) {
                throw new IllegalArgumentException("a trace that was not found is no evidence: " + trace);
            }
        }
    }

    /**
     * A look from the network answered for these advisories. "Vulnerable" is evidence; "not vulnerable" is none.
     *
     * @param advisories ids, {@code MS17-010} or {@code CVE-2017-0143}, in upper case
     */
    record ProbeAnswered(Set<String> advisories, boolean vulnerable, Source source) implements Evidence {
        public ProbeAnswered {
            advisories = Set.copyOf(advisories);
        }
    }

    /** A look that failed. It is evidence of nothing but itself and never makes a machine greener. */
    record LookupFailed(LookupKind look, Text reason, Source source) implements Evidence {}

    /**
     * What another source says against the machine's other evidence, where nothing tells which of both is true: a verdict holds
     * only if it holds either way.
     *
     * @param alternative lists of updates in place of all others, none where no list can be believed, or a scan besides them
     * @param why names both sources
     */
    record Contested(List<Evidence> alternative, Text why, Source source) implements Evidence {
        public Contested {
            alternative = List.copyOf(alternative);
        }

        /** Whether lists of updates are contested. */
        public boolean isOfLists() {
            return alternative.stream().noneMatch(ProbeAnswered.class::isInstance);
        }

        /** The evidence of a machine if the other source is right. */
        public List<Evidence> instead(List<Evidence> evidence) {
            List<Evidence> other = new ArrayList<>();
            for (Evidence e : evidence) {
                if (!(e instanceof Contested || (isOfLists() && e instanceof HotfixesListed))) {
                    other.add(e);
                }
            }
            other.addAll(alternative);
            return other;
        }
    }

    /** What was looked for. */
    enum LookupKind {
        OPERATING_SYSTEM,
        HOTFIXES,
        FILE_VERSION,
        SMB1(Setting.SMB1_SERVER),
        SPOOLER(Setting.SPOOLER_START, Setting.SPOOLER_STATE),
        RDP(Setting.RDP_NLA),
        SMB3_COMPRESSION(Setting.SMB3_COMPRESSION),
        INDICATORS,
        PROBE;

        private final Set<Setting> settings;

        LookupKind(Setting... settings) {
            this.settings = Set.of(settings);
        }

        /** The settings that were looked for; none where it was something else. */
        public Set<Setting> settings() {
            return settings;
        }

        /** What was looked for when this setting was. */
        public static LookupKind of(Setting setting) {
            return switch (setting) {
                case SMB1_SERVER -> SMB1;
                case SPOOLER_START, SPOOLER_STATE -> SPOOLER;
                case RDP_NLA -> RDP;
                case SMB3_COMPRESSION -> SMB3_COMPRESSION;
            };
        }
    }
}
