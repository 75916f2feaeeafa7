package dev.firebreak.core.assess;

import dev.firebreak.core.advisory.Setting;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.SettingObserved;
import dev.firebreak.core.inventory.Source;
import org.jspecify.annotations.Nullable;

/**
 * One reason behind a verdict.
 *
 * @param detail what its sentence names; {@code core.guidance} has the sentence
 * @param evidence what was seen on the machine; null where the reason is the lack of it
 */
public record Reason(
        Kind kind, ReasonDetail detail, @Nullable Evidence evidence) {

    /** Where the evidence was read; null where there is none. */
    public @Nullable Source source() {
        return evidence == null ? null : evidence.source();
    }

    /**
     * Name in our own formats: its kind's. A setting of SMBv1 keeps the names that were published before other settings could
     * mitigate.
     */
    public String id() {
        if (evidence instanceof SettingObserved seen && seen.setting() == Setting.SMB1_SERVER) {
            if (kind == Kind.SETTING_MITIGATES) {
                return "smb1Disabled";
            }
            if (kind == Kind.SETTING_INEFFECTIVE) {
                return "smb1Irrelevant";
            }
        }
        return kind.id();
    }

    /** What sort of reason it is, and whether it alone, with the product, would prove the machine safe. */
    public enum Kind {
        FILE_FIXED("fileFixed", true),
        REVISION_FIXED("revisionFixed", true),
        HOTFIX_PRESENT("hotfixPresent", true),
        PRODUCT_NOT_AFFECTED("productNotAffected", true),
        SETTING_MITIGATES("settingMitigates", true),
        FILE_OLD("fileOld", false),
        REVISION_OLD("revisionOld", false),
        REVISION_BETWEEN("revisionBetween", false),
        HOTFIX_ABSENT("hotfixAbsent", false),
        PROBE_VULNERABLE("probeVulnerable", false),
        SERVICE_PACK_TOO_OLD("servicePackTooOld", false),
        PENDING_RESTART("pendingRestart", false),
        HOTFIX_UNPROVEN("hotfixUnproven", false),
        HOTFIX_NEVER_FIXES("hotfixNeverFixes", false),
        PART_UNKNOWN("partUnknown", false),
        LIST_INCOMPLETE("listIncomplete", false),
        LIST_ABSENT("listAbsent", false),
        FILE_OTHER_BRANCH("fileOtherBranch", false),
        PROBE_NOT_VULNERABLE("probeNotVulnerable", false),
        SETTING_INEFFECTIVE("settingIneffective", false),
        CONTRADICTION("contradiction", false),
        PRODUCT_UNKNOWN("productUnknown", false),
        PRODUCT_AMBIGUOUS("productAmbiguous", false),
        NOT_COVERED("notCovered", false),
        NOT_PUBLISHED("notPublished", false),
        LOOK_FAILED("lookFailed", false),
        SUPPORT_ENDED("supportEnded", false),
        KNOWLEDGE_OUTDATED("knowledgeOutdated", false),
        UPDATE_UNDATED("updateUndated", false);

        private final String id;
        private final boolean proof;

        Kind(String id, boolean proof) {
            this.id = id;
            this.proof = proof;
        }

        /** Name in our own formats. */
        public String id() {
            return id;
        }

        /** Whether it is positive proof. */
        public boolean isProof() {
            return proof;
        }
    }
}
