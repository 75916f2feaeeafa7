package dev.firebreak.core.assess;

import static dev.firebreak.core.assess.Reason.Kind.*;

import dev.firebreak.core.advisory.Fix;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.advisory.Remedy;
import dev.firebreak.core.catalogue.Hotpatches;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.FileObserved;
import dev.firebreak.core.inventory.Evidence.HotfixesListed;
import dev.firebreak.core.inventory.Evidence.LookupFailed;
import dev.firebreak.core.inventory.Evidence.LookupKind;
import dev.firebreak.core.inventory.Evidence.OsObserved;
import dev.firebreak.core.inventory.Evidence.ProbeAnswered;
import dev.firebreak.core.inventory.Evidence.SettingObserved;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What a machine's evidence says about one fix, sorted by the kind of evidence; no verdict yet. */
final class FixEvidence {

    /** Versions of the driver at or above the least one with the fix, and below it. */
    final List<Reason> fileFixed = new ArrayList<>();

    final List<Reason> fileOld = new ArrayList<>();

    /** Revisions of the system at or above the least one with the fix, and below it. */
    final List<Reason> revisionFixed = new ArrayList<>();

    final List<Reason> revisionOld = new ArrayList<>();

    /** Installed updates that carry the fix. */
    final List<Reason> hotfixes = new ArrayList<>();

    /** Whole lists that hold no such update. */
    final List<Reason> absences = new ArrayList<>();

    /** Installed updates that may or may not carry it. */
    final List<Reason> doubts = new ArrayList<>();

    /** What is said besides and decides nothing. */
    final List<Reason> notes = new ArrayList<>();

    private FixEvidence() {}

    static FixEvidence of(List<Evidence> evidence, Fix fix) {
        FixEvidence signs = new FixEvidence();
        Set<LookupKind> failed = EnumSet.noneOf(LookupKind.class);
        KbSet listed = KbSet.EMPTY;
        for (Evidence e : evidence) {
            switch (e) {
                case FileObserved file -> signs.file(file, fix);
                case OsObserved os -> signs.revision(os, fix);
                case HotfixesListed list -> {
                    signs.list(list, fix);
                    listed = listed.or(list.ids());
                }
                case LookupFailed look -> {
                    failed.add(look.look());
                    if (!MitigationEvidence.isOfMitigationsOnly(look)) {
                        signs.notes.add(new Reason(LOOK_FAILED, new ReasonDetail.Quoted(look.reason()), look));
                    }
                }
                case SettingObserved setting -> {} // decides about mitigation, not about the fix
                case Evidence.IndicatorObserved trace -> {} // an infection says nothing about the fix
                case ProbeAnswered probe -> {} // one answer for the machine, whatever product it is
                case Evidence.ComponentObserved component -> {}
                case Evidence.LanguageObserved language -> {}
                case Evidence.Contested contest -> {} // the whole verdict is made again as if it were true
            }
        }
        if (!listed.and(fix.contains()).isEmpty()) {
            // One list has it, another does not: it is installed.
            signs.absences.clear();
        }
        if (evidence.stream().noneMatch(HotfixesListed.class::isInstance) && !failed.contains(LookupKind.HOTFIXES)) {
            signs.notes.add(new Reason(LIST_ABSENT, new ReasonDetail.NoList(), null));
        }
        return signs;
    }

    /** Whether anything proves the fix. */
    List<Reason> proofs() {
        return joined(fileFixed, revisionFixed, hotfixes);
    }

    @SafeVarargs
    static List<Reason> joined(List<Reason>... parts) {
        List<Reason> all = new ArrayList<>();
        for (List<Reason> part : parts) {
            all.addAll(part);
        }
        return all;
    }

    private void file(FileObserved seen, Fix fix) {
        for (var rule : fix.files()) {
            if (!rule.concerns(seen.path())) {
                continue;
            }
            switch (rule.answer(seen.version())) {
                case FIXED ->
                    fileFixed.add(new Reason(
                            FILE_FIXED, new ReasonDetail.FileFixed(rule.name(), seen.version(), rule.least()), seen));
                case OLD ->
                    fileOld.add(new Reason(
                            FILE_OLD, new ReasonDetail.FileOld(rule.name(), seen.version(), rule.least()), seen));
                case OTHER_BRANCH ->
                    notes.add(new Reason(
                            FILE_OTHER_BRANCH,
                            new ReasonDetail.FileOfOtherBranch(rule.name(), seen.version(), rule.least()),
                            seen));
            }
        }
    }

    private void revision(OsObserved os, Fix fix) {
        var least = fix.leastRevision();
        // Revisions order builds of one branch only; across branches a bigger number means nothing.
        if (least == null || !os.build().hasRevision() || !os.build().sameBranch(least)) {
            return;
        }
        var gap = fix.hotpatched();
        if (gap != null && gap.holds(os.build().revision()) && Hotpatches.mayBeOn(os.build(), os.caption())) {
            doubts.add(new Reason(REVISION_BETWEEN, new ReasonDetail.RevisionOfHotpatch(os.build(), least), os));
        } else if (os.build().revision() >= least.revision()) {
            revisionFixed.add(new Reason(REVISION_FIXED, new ReasonDetail.RevisionFixed(os.build(), least), os));
        } else {
            revisionOld.add(new Reason(REVISION_OLD, new ReasonDetail.RevisionOld(os.build(), least), os));
        }
    }

    /** Why a list proves only what it holds. */
    static ReasonDetail incomplete(HotfixesListed list) {
        return new ReasonDetail.ListIncomplete(Objects.requireNonNull(list.whyIncomplete()));
    }

    private void list(HotfixesListed list, Fix fix) {
        KbSet fixing = list.ids().and(fix.contains());
        if (!fixing.isEmpty()) {
            // One suffices; the newest is the one that an administrator finds in the list.
            Kb newest = fixing.toList().getLast();
            boolean isRemedy = fix.remedies().stream().anyMatch(r -> r.kb().equals(newest));
            hotfixes.add(new Reason(HOTFIX_PRESENT, new ReasonDetail.HotfixPresent(newest, isRemedy), list));
            return;
        }
        for (Fix.Remark doubt : fix.doubts()) {
            KbSet seen = list.ids().and(doubt.kbs());
            if (!seen.isEmpty()) {
                doubts.add(new Reason(HOTFIX_UNPROVEN, new ReasonDetail.HotfixUnproven(seen, doubt.why()), list));
            }
        }
        for (Fix.Remark trap : fix.traps()) {
            KbSet seen = list.ids().and(trap.kbs());
            if (!seen.isEmpty()) {
                notes.add(new Reason(HOTFIX_NEVER_FIXES, new ReasonDetail.HotfixNeverFixes(seen, trap.why()), list));
            }
        }
        if (list.complete()) {
            absences.add(new Reason(
                    HOTFIX_ABSENT,
                    new ReasonDetail.HotfixAbsent(
                            list.ids().size(),
                            fix.remedies().stream().map(Remedy::kb).toList()),
                    list));
        } else {
            notes.add(new Reason(LIST_INCOMPLETE, incomplete(list), list));
        }
    }
}
