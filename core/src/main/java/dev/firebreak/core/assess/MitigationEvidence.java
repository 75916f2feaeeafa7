package dev.firebreak.core.assess;

import dev.firebreak.core.advisory.Mitigation;
import dev.firebreak.core.advisory.Product;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.LookupFailed;
import dev.firebreak.core.inventory.Evidence.SettingObserved;
import java.util.ArrayList;
import java.util.List;

/** What a machine's settings say about one mitigation on one product. */
sealed interface MitigationEvidence {

    /** Every condition was observed and nothing says otherwise. */
    record Proven(List<Reason> because) implements MitigationEvidence {}

    /** It proves nothing; the notes say why, where somebody could think that it does. */
    record Unproven(List<Reason> notes) implements MitigationEvidence {}

    /** Reads the settings that the mitigation depends on. */
    static MitigationEvidence of(Mitigation mitigation, Product product, List<Evidence> evidence) {
        List<Reason> proofs = new ArrayList<>();
        List<Reason> failures = new ArrayList<>();
        boolean whole = mitigation.isProvable();
        for (Mitigation.Condition condition : mitigation.proof().conditions()) {
            boolean met = false;
            boolean denied = false;
            for (Evidence e : evidence) {
                if (e instanceof SettingObserved seen && seen.setting() == condition.setting()) {
                    if (seen.value().equals(condition.value())) {
                        met = true;
                        proofs.add(new Reason(
                                Reason.Kind.SETTING_MITIGATES, new ReasonDetail.Quoted(condition.means()), seen));
                    } else {
                        // That one source does not know takes nothing from another that does.
                        denied |= !seen.isUnknown();
                    }
                } else if (e instanceof LookupFailed look
                        && isOfMitigationsOnly(look)
                        && look.look().settings().contains(condition.setting())
                        && failures.stream().noneMatch(f -> look.equals(f.evidence()))) {
                    failures.add(new Reason(Reason.Kind.LOOK_FAILED, new ReasonDetail.Quoted(look.reason()), look));
                }
            }
            if (met && denied) {
                return new Unproven(List.of(new Reason(
                        Reason.Kind.CONTRADICTION,
                        new ReasonDetail.SettingContradicted(condition.setting()),
                        proofs.getLast().evidence())));
            }
            whole &= met;
        }
        var elsewhere = mitigation.proof().elsewhere();
        if (!proofs.isEmpty() && whole && !mitigation.proof().scope().holds(product)) {
            return new Unproven(
                    elsewhere == null
                            ? List.of()
                            : List.of(new Reason(
                                    Reason.Kind.SETTING_INEFFECTIVE,
                                    new ReasonDetail.Quoted(elsewhere),
                                    proofs.getFirst().evidence())));
        }
        return whole ? new Proven(proofs) : new Unproven(failures);
    }

    /** Looks that say nothing about any fix, so that only an advisory with such a mitigation is concerned. */
    static boolean isOfMitigationsOnly(LookupFailed look) {
        return switch (look.look()) {
            case SPOOLER, RDP, SMB3_COMPRESSION, INDICATORS -> true;
            case OPERATING_SYSTEM, HOTFIXES, FILE_VERSION, SMB1, PROBE -> false;
        };
    }
}
