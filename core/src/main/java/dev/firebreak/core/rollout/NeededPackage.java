package dev.firebreak.core.rollout;

import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.Platform;
import dev.firebreak.core.text.Text;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A package that machines of one kind need.
 *
 * @param step when it is installed among others
 * @param file its name; null where none could be confirmed
 * @param sha1 40 hex digits; null where not known
 * @param url where the vendor serves it; null where not known
 * @param search where to look for it; null where not known
 * @param note what else one should know, above all why no file is named; null for nothing
 */
public record NeededPackage(
        Kb kb,
        Step step,
        Target target,
        @Nullable String file,
        @Nullable String sha1,
        @Nullable String url,
        @Nullable String search,
        @Nullable Text note) {

    /**
     * The kind of machine it is for.
     *
     * @param nt branch of Windows: 5.1.2600
     * @param servicePack of the machines, 0 for none
     * @param product name without architecture, for people
     * @param architecture null where not known
     * @param language three letters of the file's language; null where files serve all languages or it is not known
     */
    public record Target(
            Build nt,
            int servicePack,
            Platform platform,
            String product,
            @Nullable Architecture architecture,
            @Nullable String language) {}

    /** In which order packages go on. */
    public enum Step {
        SERVICE_PACK("servicePack", new Text("service pack", "サービス パック")),
        SERVICING_STACK("servicingStack", new Text("servicing stack update", "サービス スタック更新プログラム")),
        FIX("fix", new Text("fix", "修正"));

        private final String id;
        private final Text label;

        Step(String id, Text label) {
            this.id = id;
            this.label = label;
        }

        /** Name in our own formats. */
        public String id() {
            return id;
        }

        /** Name for people. */
        public Text label() {
            return label;
        }
    }

    /** Names it among all that are needed: {@code KB4012598-5.1.2600-client-x86-ENU}. */
    public String key() {
        return kb + "-" + target.nt() + "-" + target.platform().name().toLowerCase(Locale.ROOT) + "-"
                + (target.architecture() == null
                        ? "unknown"
                        : target.architecture().id())
                + (target.language() == null ? "" : "-" + target.language());
    }

    /** The same in a language. */
    NeededPackage speaking(@Nullable String language) {
        var other = new Target(
                target.nt(),
                target.servicePack(),
                target.platform(),
                target.product(),
                target.architecture(),
                language);
        return new NeededPackage(kb, step, other, file, sha1, url, search, note);
    }

    /** Whether its file is known by name. */
    public boolean isNamed() {
        return file != null;
    }
}
