package dev.firebreak.app.collect.merge;

import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.Contested;
import dev.firebreak.core.inventory.Evidence.HotfixesListed;
import dev.firebreak.core.text.Text;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Lists of one machine's updates that cannot both be true: a whole one lacks what another has, or there are more or fewer than
 * another counts. The newer decides; where nothing orders them, a verdict must hold by either.
 */
final class ListConflicts {

    /** More lists than this that contradict one another are not compared; then none is believed. */
    private static final int MAX = 128;

    private static final int MAX_COUNTED_APART = 5;

    private ListConflicts() {}

    /** The pieces without lists that a newer one contradicts; a piece that had nothing else is old. */
    static List<EvidencePart> withoutOlder(List<EvidencePart> pieces, List<EvidencePart> old) {
        List<EvidencePart> listing =
                pieces.stream().filter(ListConflicts::lists).toList();
        if (listing.size() < 2 || listing.size() > MAX) {
            return pieces;
        }
        List<EvidencePart> kept = new ArrayList<>();
        for (EvidencePart piece : pieces) {
            boolean overtaken = lists(piece)
                    && listing.stream()
                            .anyMatch(newer -> CollectionOrder.isOlder(piece, newer) && contradict(newer, piece));
            List<Evidence> rest = overtaken
                    ? piece.evidence().stream()
                            .filter(e -> !(e instanceof HotfixesListed))
                            .toList()
                    : piece.evidence();
            if (rest.isEmpty()) {
                old.add(piece);
            } else {
                kept.add(overtaken ? piece.withEvidence(rest) : piece);
            }
        }
        return kept;
    }

    /** What is to be said of lists among the pieces that contradict each other, and nothing tells which is newer. */
    static List<Evidence> among(List<EvidencePart> pieces) {
        List<EvidencePart> listing =
                pieces.stream().filter(ListConflicts::lists).toList();
        if (listing.size() < 2) {
            return List.of();
        }
        if (listing.size() > MAX) {
            EvidencePart first = listing.getFirst();
            EvidencePart last = listing.getLast();
            return listing.stream().allMatch(p -> ids(p).equals(ids(first)))
                    ? List.of()
                    : List.of(new Contested(List.of(), why(first, last), first.source()));
        }
        List<Evidence> contests = new ArrayList<>();
        for (EvidencePart piece : listing) {
            listing.stream().filter(other -> !agree(piece, other)).findFirst().ifPresent(other -> {
                Set<Evidence> alternative = new LinkedHashSet<>();
                listing.stream().filter(p -> agree(piece, p)).forEach(p -> alternative.addAll(listsOf(p)));
                contests.add(new Contested(List.copyOf(alternative), why(piece, other), piece.source()));
            });
        }
        return contests;
    }

    /** What is to be said of an account beside others of the same name, between which no time decides. */
    @SuppressWarnings("ReferenceEquality") // the account itself, not an equal one
    static List<Evidence> between(List<EvidencePart> account, List<List<EvidencePart>> all) {
        if (all.size() > MAX) {
            return List.of(new Contested(
                    List.of(),
                    why(all.getFirst().getFirst(), all.getLast().getFirst()),
                    account.getFirst().source()));
        }
        List<Evidence> contests = new ArrayList<>();
        for (List<EvidencePart> other : all) {
            if (other == account || !EvidenceAgreement.sameSystem(account, other)) {
                continue;
            }
            for (EvidencePart mine : account) {
                other.stream()
                        .filter(theirs -> lists(mine) && lists(theirs) && !agree(mine, theirs))
                        .findFirst()
                        .ifPresent(theirs ->
                                contests.add(new Contested(listsOf(theirs), why(mine, theirs), theirs.source())));
            }
        }
        return contests;
    }

    private static boolean lists(EvidencePart piece) {
        return piece.evidence().stream().anyMatch(HotfixesListed.class::isInstance);
    }

    private static List<Evidence> listsOf(EvidencePart piece) {
        return piece.evidence().stream()
                .filter(HotfixesListed.class::isInstance)
                .toList();
    }

    private static List<KbSet> ids(EvidencePart piece) {
        return listsOf(piece).stream().map(e -> ((HotfixesListed) e).ids()).toList();
    }

    /** What came later may list more. */
    private static boolean agree(EvidencePart one, EvidencePart other) {
        return (CollectionOrder.isOlder(one, other) || !contradict(one, other))
                && (CollectionOrder.isOlder(other, one) || !contradict(other, one));
    }

    /** Whether the first denies what the other lists, by its names or by its number. */
    private static boolean contradict(EvidencePart one, EvidencePart other) {
        for (Evidence a : listsOf(one)) {
            for (Evidence b : listsOf(other)) {
                HotfixesListed list = (HotfixesListed) a;
                HotfixesListed told = (HotfixesListed) b;
                boolean lacks =
                        list.complete() && !told.ids().without(list.ids()).isEmpty();
                boolean counts = (list.complete() || told.complete())
                        && one.updates() >= 0
                        && other.updates() >= 0
                        && isFarFrom(one.updates(), other.updates())
                        && !list.ids().equals(told.ids());
                if (lacks || counts) {
                    return true;
                }
            }
        }
        return false;
    }

    /** systeminfo and wmic count a few updates differently on one machine at one time (273 and 276 on a Windows 7). */
    private static boolean isFarFrom(int one, int other) {
        return Math.abs(one - other) > Math.max(MAX_COUNTED_APART, Math.max(one, other) / 10);
    }

    private static Text why(EvidencePart one, EvidencePart other) {
        return Text.format(
                "the lists of updates in %s and %s contradict each other, and it is not known which is newer: collect again",
                "%s と %s の更新プログラムの一覧が矛盾しており、どちらが新しいか分かりません。収集し直してください", one.source(), other.source());
    }
}
