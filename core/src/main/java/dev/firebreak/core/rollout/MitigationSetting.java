package dev.firebreak.core.rollout;

import dev.firebreak.core.advisory.Mitigation;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.SettingObserved;
import java.util.List;

/** Whether observed settings show that a mitigation is in place, as far as an order for it is concerned. */
public final class MitigationSetting {

    private MitigationSetting() {}

    /**
     * Every condition must be observed to have its value, and no other; one that is observed to be otherwise, by no contradiction, is not in
     * place. Anything else is not known.
     */
    public static FreshEvidence.Setting of(Mitigation mitigation, List<Evidence> evidence) {
        boolean whole = mitigation.isProvable();
        boolean otherwise = false;
        for (Mitigation.Condition condition : mitigation.proof().conditions()) {
            boolean met = false;
            boolean denied = false;
            for (Evidence one : evidence) {
                if (one instanceof SettingObserved seen && seen.setting() == condition.setting()) {
                    met |= seen.value().equals(condition.value());
                    denied |= !seen.value().equals(condition.value()) && !seen.isUnknown();
                }
            }
            if (met && denied) {
                return FreshEvidence.Setting.NOT_KNOWN;
            }
            otherwise |= denied;
            whole &= met;
        }
        if (otherwise) {
            return FreshEvidence.Setting.NOT_IN_PLACE;
        }
        return whole ? FreshEvidence.Setting.IN_PLACE : FreshEvidence.Setting.NOT_KNOWN;
    }
}
