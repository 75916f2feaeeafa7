package dev.firebreak.core.assess;

import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.advisory.Product;
import dev.firebreak.core.advisory.Setting;
import dev.firebreak.core.text.Text;
import java.time.LocalDate;
import java.util.List;

/** The arguments of a reason: what its sentence names. The sentences themselves are in {@code core.guidance}. */
public sealed interface ReasonDetail permits CatalogueDetail, ReasonDetail.OfAdvisory, ReasonDetail.Quoted {

    /** Words of a vendor's statement, of evidence or of shipped knowledge, passed on as they are. */
    record Quoted(Text words) implements ReasonDetail {}

    /** What an advisory and a machine's evidence say of each other. */
    sealed interface OfAdvisory extends ReasonDetail {}

    /** @param least the least versions with the fix, as one writes them */
    record FileFixed(String file, Build seen, String least) implements OfAdvisory {}

    /** @param least the least versions with the fix, as one writes them */
    record FileOld(String file, Build seen, String least) implements OfAdvisory {}

    /** @param least versions of other branches, which order nothing of this one */
    record FileOfOtherBranch(String file, Build seen, String least) implements OfAdvisory {}

    record RevisionFixed(Build seen, Build least) implements OfAdvisory {}

    record RevisionOld(Build seen, Build least) implements OfAdvisory {}

    /** A revision that only a hotpatch has. */
    record RevisionOfHotpatch(Build seen, Build least) implements OfAdvisory {}

    /** @param since when it became known that the product is concerned */
    record KnownSince(LocalDate since) implements OfAdvisory {}

    record NotPublished(String advisory, LocalDate published) implements OfAdvisory {}

    /** @param isRemedy whether the update is the fix itself; else it contains the fix */
    record HotfixPresent(Kb kb, boolean isRemedy) implements OfAdvisory {}

    /** @param listed how many updates the whole list has */
    record HotfixAbsent(int listed, List<Kb> remedies) implements OfAdvisory {
        public HotfixAbsent {
            remedies = List.copyOf(remedies);
        }
    }

    record HotfixUnproven(KbSet installed, Text why) implements OfAdvisory {}

    record HotfixNeverFixes(KbSet installed, Text why) implements OfAdvisory {}

    record ListIncomplete(Text why) implements OfAdvisory {}

    record NoList() implements OfAdvisory {}

    /** @param needed the service pack that the fix needs */
    record ServicePackTooOld(Product product, Text needed) implements OfAdvisory {}

    /** Updates that are listed and cannot be in effect without a newer service pack. */
    record WithoutServicePack(KbSet listed) implements OfAdvisory {}

    record RestartPending() implements OfAdvisory {}

    record ProbeVulnerable(String advisory) implements OfAdvisory {}

    /** A probe found it vulnerable although other evidence proves the fix. */
    record ProbeAgainstProof() implements OfAdvisory {}

    record ProbeFoundNothing() implements OfAdvisory {}

    /** A setting that is told with different values. */
    record SettingContradicted(Setting setting) implements OfAdvisory {}

    record ProductUnknown() implements OfAdvisory {}

    /** Products that fit, with what the advisory means for each. */
    record PossibleProducts(List<Candidate> candidates) implements OfAdvisory {
        public PossibleProducts {
            candidates = List.copyOf(candidates);
        }

        public record Candidate(Product product, Verdict.Kind verdict) {}
    }

    /** The evidence describes two systems. */
    record TwoSystems() implements OfAdvisory {}

    /**
     * No update could be had on that day.
     *
     * @param ports TCP ports that the attack comes by; none where that is not known
     */
    record NoUpdateFits(String advisory, List<Integer> ports) implements OfAdvisory {
        public NoUpdateFits {
            ports = List.copyOf(ports);
        }
    }
}
