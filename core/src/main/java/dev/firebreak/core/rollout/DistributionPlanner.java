package dev.firebreak.core.rollout;

import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Applicability.Affected;
import dev.firebreak.core.advisory.Applicability.NeedsServicePack;
import dev.firebreak.core.advisory.Fix;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.Product;
import dev.firebreak.core.advisory.UpdatePackage;
import dev.firebreak.core.assess.Action;
import dev.firebreak.core.assess.Action.Channel;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Finding;
import dev.firebreak.core.assess.ProductIdentity;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.rollout.NeededPackage.Step;
import dev.firebreak.core.rollout.NeededPackage.Target;
import dev.firebreak.core.text.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says which packages a machine needs, of its assessment. Only machines that are vulnerable or mitigated need one: of an unknown machine
 * nobody knows, and it is told elsewhere what to collect.
 */
public final class DistributionPlanner {

    private static final String SEARCH = "https://www.catalog.update.microsoft.com/Search.aspx?q=";

    private final Set<Kb> servicingStacks;

    /** @param servicingStacks updates that are known to be servicing stack updates */
    public DistributionPlanner(Set<Kb> servicingStacks) {
        this.servicingStacks = Set.copyOf(servicingStacks);
    }

    /** Knows no servicing stack updates. */
    public DistributionPlanner() {
        this(Set.of());
    }

    /** One entry for each advisory that the machine needs something against. */
    public List<MachineNeed> plan(Assessment assessment) {
        return assessment.findings().stream()
                .filter(f -> needs(f.verdict().kind()))
                .map(f -> plan(assessment, f))
                .toList();
    }

    private static boolean needs(Verdict.Kind verdict) {
        return switch (verdict) {
            case VULNERABLE, MITIGATED -> true;
            case UNKNOWN, FIXED, NOT_AFFECTED -> false;
        };
    }

    private MachineNeed plan(Assessment assessment, Finding finding) {
        ProductIdentity identity = assessment.identity();
        Product product = identity.product();
        List<NeededPackage> steps = new ArrayList<>();
        if (product != null) {
            for (Action action : finding.actions()) {
                if (action instanceof Action.Install install) {
                    steps.add(step(install, finding.advisory(), identity, product));
                }
            }
            speak(steps);
        }
        steps.sort(Comparator.comparing(NeededPackage::step)); // stable: service packs stay in their order
        return new MachineNeed(
                assessment.snapshot().machine(),
                assessment.snapshot().site(),
                identity.productName(),
                finding.advisory().id(),
                steps,
                steps.isEmpty() ? none(product) : null);
    }

    /** Service packs of XP and Server 2003 exist per language, as their fixes do. */
    private static void speak(List<NeededPackage> steps) {
        String language = steps.stream()
                .map(s -> s.target().language())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        steps.replaceAll(s -> s.target().language() != null || s.target().nt().major() != 5 ? s : s.speaking(language));
    }

    private static Text none(@Nullable Product product) {
        return product == null
                ? new Text(
                        "which Windows it runs is not known, so no package can be chosen",
                        "Windows の種類を特定できないため、パッケージを選べません")
                : new Text("no package for it is known", "適用できるパッケージが確認できていません");
    }

    private NeededPackage step(Action.Install install, Advisory advisory, ProductIdentity identity, Product product) {
        UpdatePackage choice = install.choice();
        UpdatePackage named = choice.file() != null
                ? choice
                : named(advisory, product, install.kb(), identity, choice).orElse(choice);
        var target = new Target(
                product.nt(),
                product.servicePack(),
                product.platform(),
                product.shortName(),
                identity.architecture(),
                named.language());
        String search = install.search() == null ? SEARCH + install.kb() : install.search();
        return new NeededPackage(
                install.kb(),
                rank(install),
                target,
                named.file(),
                named.sha1(),
                named.url(),
                search,
                named.file() == null ? why(install, identity) : null);
    }

    private Step rank(Action.Install install) {
        return install.channel() == Channel.SERVICE_PACK
                ? Step.SERVICE_PACK
                : servicingStacks.contains(install.kb()) ? Step.SERVICING_STACK : Step.FIX;
    }

    /** What Windows Update would bring has a file, too, where the knowledge names it. */
    private static Optional<UpdatePackage> named(
            Advisory advisory, Product product, Kb kb, ProductIdentity identity, UpdatePackage choice) {
        Fix fix = switch (advisory.of(product, identity.architecture())) {
            case Affected(var affected) -> affected;
            case NeedsServicePack needs -> needs.then();
            default -> null;
        };
        if (fix == null || identity.architecture() == null) {
            return Optional.empty();
        }
        return fix.remedies().stream()
                .filter(r -> r.kb().equals(kb))
                .flatMap(r -> r.packages().stream())
                .filter(p -> p.architecture() == identity.architecture())
                .filter(p -> p.language() == null || p.language().equals(choice.language()))
                .findFirst();
    }

    private static Text why(Action.Install install, ProductIdentity identity) {
        Text note = install.note();
        if (identity.architecture() == null) {
            return new Text("its architecture is not known, so no file can be chosen", "アーキテクチャが不明なため、ファイルを選べません");
        }
        if (install.channel() == Channel.SERVICE_PACK) {
            return Text.format(
                    "%s: no file name is confirmed; search the catalogue",
                    "%s: ファイル名は確認できていません。カタログで検索してください",
                    note == null ? Text.same(install.kb().toString()) : note);
        }
        return note != null
                ? note
                : new Text(
                        "the knowledge names no file for it: search the catalogue, or let Windows Update or WSUS bring it",
                        "脆弱性情報にファイル名がありません。カタログで検索するか、Windows Update または WSUS で適用してください");
    }
}
