package dev.firebreak.core.assess;

import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Applicability.Affected;
import dev.firebreak.core.advisory.Applicability.NeedsServicePack;
import dev.firebreak.core.advisory.Applicability.NotAffected;
import dev.firebreak.core.advisory.Applicability.Unsaid;
import dev.firebreak.core.advisory.Fix;
import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.advisory.Lifecycle.Support;
import dev.firebreak.core.inventory.Snapshot;
import java.time.LocalDate;
import java.util.List;

/** Assesses machines against advisories as they stood on one day. Immutable; one serves many threads. */
public final class Assessor {

    private final Identifier identifier;
    private final Supports supports;
    private final List<Rule> rules;

    /** One advisory with what judges and plans it. */
    private record Rule(Advisory advisory, Judge judge, Planner planner) {}

    /**
     * @param asOf the day that decides what was published, what is supported and what can be had
     */
    public Assessor(Knowledge knowledge, List<Advisory> advisories, LocalDate asOf) {
        this.identifier = new Identifier(knowledge);
        this.supports = new Supports(knowledge, asOf);
        this.rules = advisories.stream()
                .map(a -> new Rule(
                        a, new Judge(a, asOf), new Planner(a, supports, new Installs(knowledge, a, asOf), asOf)))
                .toList();
    }

    /** Which entries of a list of updates can change the answer for machines like this one, whatever else they list. */
    public Matter matter(Snapshot snapshot) {
        Identity identity = identifier.identify(snapshot);
        List<Fix> fixes = identity.candidates().stream()
                .flatMap(product -> rules.stream().map(rule -> rule.advisory().of(product, identity.architecture())))
                .<Fix>mapMulti((said, out) -> {
                    switch (said) {
                        case Affected(var fix) -> out.accept(fix);
                        case NeedsServicePack needs -> out.accept(needs.then());
                        case NotAffected _, Unsaid _ -> {}
                    }
                })
                .distinct()
                .toList();
        return new Matter(fixes, kb -> false);
    }

    /** Verdicts and actions for one machine. */
    public Assessment assess(Snapshot snapshot) {
        Identity identity = identifier.identify(snapshot);
        Support support = supports.of(identity);
        return new Assessment(
                snapshot,
                identity,
                support,
                rules.stream()
                        .map(rule -> {
                            Verdict verdict = rule.judge().judge(snapshot, identity);
                            return new Finding(
                                    rule.advisory(), verdict, rule.planner().plan(identity, support, verdict));
                        })
                        .toList());
    }
}
