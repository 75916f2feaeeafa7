package dev.firebreak.core.assess;

import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Applicability.Affected;
import dev.firebreak.core.advisory.Applicability.NeedsServicePack;
import dev.firebreak.core.advisory.Applicability.NotAffected;
import dev.firebreak.core.advisory.Applicability.Unsaid;
import dev.firebreak.core.advisory.Fix;
import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.advisory.Lifecycle.Support;
import dev.firebreak.core.advisory.Product;
import dev.firebreak.core.catalogue.Catalogue;
import dev.firebreak.core.exposure.ExposureCounts;
import dev.firebreak.core.exposure.RelevantUpdates;
import dev.firebreak.core.inventory.Snapshot;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Assesses machines against advisories as they stood on one day. Immutable; one serves many threads. */
public final class Assessor {

    private final ProductIdentifier identifier;
    private final SupportStates supports;
    private final List<Rule> rules;
    private final @Nullable CatalogueAssessor exposures;
    private final CatalogueFindings told;

    /** By products and architecture: to machines alike in these, the same updates matter. */
    private final Map<String, RelevantUpdates> matters = new HashMap<>();

    /** One advisory with what judges and plans it. */
    private record Rule(Advisory advisory, AdvisoryEvaluator judge, RemediationPlanner planner) {}

    /**
     * @param asOf the day that decides what was published, what is supported and what can be had
     */
    public Assessor(Knowledge knowledge, List<Advisory> advisories, LocalDate asOf) {
        this(knowledge, advisories, Catalogue.EMPTY, asOf);
    }

    /**
     * @param catalogue what to hold machines against besides, as a whole; an empty one for nothing
     */
    public Assessor(Knowledge knowledge, List<Advisory> advisories, Catalogue catalogue, LocalDate asOf) {
        this.identifier = new ProductIdentifier(knowledge);
        this.supports = new SupportStates(knowledge, asOf);
        this.rules = advisories.stream()
                .map(a -> new Rule(
                        a,
                        new AdvisoryEvaluator(a, asOf),
                        new RemediationPlanner(a, supports, new PackageSelector(knowledge, a, asOf), asOf)))
                .toList();
        this.told = new CatalogueFindings(catalogue, supports, asOf);
        this.exposures = catalogue.isEmpty() ? null : new CatalogueAssessor(catalogue, advisories, told, asOf);
    }

    /** Which entries of a list of updates can change the answer for machines like this one, whatever else they list. */
    public RelevantUpdates matter(Snapshot snapshot) {
        ProductIdentity identity = identifier.identify(snapshot);
        String key = identity.candidates().stream().map(Product::id).collect(Collectors.joining(" ")) + " for "
                + identity.architecture();
        synchronized (matters) {
            return matters.computeIfAbsent(key, kin -> matter(identity));
        }
    }

    @SuppressWarnings(
            "ReferenceEquality") // the advisory has each fix once; comparing their lists of updates would cost what
    // this saves
    private RelevantUpdates matter(ProductIdentity identity) {
        List<Fix> fixes = new ArrayList<>();
        for (Product product : identity.candidates()) {
            for (Rule rule : rules) {
                Fix fix = switch (rule.advisory().of(product, identity.architecture())) {
                    case Affected affected -> affected.fix();
                    case NeedsServicePack needs -> needs.then();
                    case NotAffected _, Unsaid _ -> null;
                };
                if (fix != null && fixes.stream().noneMatch(known -> known == fix)) {
                    fixes.add(fix);
                }
            }
        }
        return new RelevantUpdates(
                fixes, exposures == null ? RelevantUpdates.ListedUpdates.NONE : exposures.matter(identity));
    }

    /** Verdicts and actions for one machine. */
    public Assessment assess(Snapshot snapshot) {
        ProductIdentity identity = identifier.identify(snapshot);
        Support support = supports.of(identity);
        List<Finding> findings = new ArrayList<>();
        long proven = 0;
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            Verdict verdict = rule.judge().judge(snapshot, identity);
            if (verdict.kind().isGreen() && i < Long.SIZE) {
                proven |= 1L << i;
            }
            findings.add(new Finding(rule.advisory(), verdict, rule.planner().plan(identity, support, verdict)));
        }
        @Nullable ExposureCounts exposure = null;
        if (exposures != null) {
            var answer = exposures.of(snapshot, identity, support, supports.servicingOf(identity), proven);
            if (answer.isPresent()) {
                findings.addAll(CatalogueFindings.of(answer.get(), snapshot));
                exposure = answer.get().exposure();
            } else {
                findings.add(told.untold(identity, snapshot));
            }
        }
        return new Assessment(snapshot, identity, support, findings, exposure);
    }
}
