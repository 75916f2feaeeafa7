package dev.firebreak.core.assess;

import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Fix;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.advisory.Lifecycle.Support;
import dev.firebreak.core.advisory.Remedy;
import dev.firebreak.core.advisory.ServicePack;
import dev.firebreak.core.advisory.Update;
import dev.firebreak.core.advisory.UpdateKind;
import dev.firebreak.core.advisory.UpdateLine;
import dev.firebreak.core.advisory.UpdatePackage;
import dev.firebreak.core.assess.Action.Channel;
import dev.firebreak.core.text.Text;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Chooses the package: the update, the way it arrives, and the file for the machine's architecture and language. */
final class PackageSelector {

    private static final List<UpdateKind> CARRIES_ALL =
            List.of(UpdateKind.MONTHLY_ROLLUP, UpdateKind.CUMULATIVE, UpdateKind.OUT_OF_BAND);

    private final Knowledge knowledge;
    private final Advisory advisory;
    private final LocalDate asOf;

    PackageSelector(Knowledge knowledge, Advisory advisory, LocalDate asOf) {
        this.knowledge = knowledge;
        this.advisory = advisory;
        this.asOf = asOf;
    }

    /** The remedy to choose among those one could have on that day. */
    static Optional<Remedy> best(Fix fix, Support support, LocalDate asOf) {
        return fix.remedies().stream()
                .filter(r -> !(support.state().supported() ? r.published() : r.publicSince()).isAfter(asOf))
                .max(Comparator.comparing(Remedy::preferred));
    }

    /** The service pack as a step of its own; none where its maker has to be asked. */
    Optional<Action> servicePack(ServicePack pack, List<ServicePack> before, ProductIdentity identity) {
        Kb kb = pack.kb();
        if (kb == null) {
            return Optional.empty();
        }
        return Optional.of(new Action.Install(
                kb,
                UpdateKind.SERVICE_PACK,
                Channel.SERVICE_PACK,
                anyFile(identity.architecture()),
                names(before),
                null,
                pack.name(),
                search(kb)));
    }

    Action.Install remedy(Remedy remedy, Fix fix, List<ServicePack> before, ProductIdentity identity, Support support) {
        Update newest = support.state().supported() ? newest(remedy, fix) : null;
        if (support.state().supported()) {
            UpdatePackage any = anyFile(identity.architecture());
            return install(remedy, Channel.WINDOWS_UPDATE, any, before, newest, null, null);
        }
        return fromCatalog(remedy, before, identity);
    }

    private Action.Install fromCatalog(Remedy remedy, List<ServicePack> before, ProductIdentity identity) {
        Architecture architecture = identity.architecture();
        List<UpdatePackage> fitting = remedy.packages().stream()
                .filter(p -> p.architecture() == architecture)
                .toList();
        String language = language(identity);
        Optional<UpdatePackage> file = fitting.stream()
                .filter(p -> p.language() == null || p.language().equals(language))
                .findFirst();
        if (file.isPresent()) {
            return install(remedy, Channel.UPDATE_CATALOG, file.get(), before, null, null, search(remedy.kb()));
        }
        boolean perLanguage = remedy.packages().stream().anyMatch(p -> p.language() != null);
        UpdatePackage unnamed = new UpdatePackage(architecture, perLanguage ? language : null, null, null, null);
        Text note = perLanguage || architecture == null ? whyNoFile(remedy.kb(), architecture, language) : null;
        return install(remedy, Channel.UPDATE_CATALOG, unnamed, before, null, note, search(remedy.kb()));
    }

    private Text whyNoFile(Kb kb, @Nullable Architecture architecture, @Nullable String language) {
        if (architecture == null) {
            return new Text(
                    "the file depends on the architecture, which is not known", "ファイルはアーキテクチャによって異なるが、アーキテクチャが不明");
        }
        if (language == null) {
            return new Text("the file depends on the language, which is not known", "ファイルは言語によって異なるが、言語が不明");
        }
        return advisory.unconfirmed(kb, language)
                .map(Advisory.Unconfirmed::why)
                .orElse(Text.format(
                        "no file name could be confirmed for %s %s: search the catalogue",
                        "%s %s 用のファイル名は確認できていません: カタログで検索します", architecture, language));
    }

    /** Packages of old follow the language Windows was installed in, which its display language tells best. */
    private @Nullable String language(ProductIdentity identity) {
        for (String tag : new String[] {identity.display(), identity.locale()}) {
            if (tag != null) {
                Optional<String> letters = knowledge.packageLanguage(tag);
                if (letters.isPresent()) {
                    return letters.get();
                }
            }
        }
        return null;
    }

    private @Nullable Update newest(Remedy remedy, Fix fix) {
        UpdateLine line = fix.line();
        int at = line == null ? -1 : line.indexOf(remedy.kb());
        if (line == null || at < 0) {
            return null;
        }
        // What came before the remedy does not carry the fix, however new it is of its kinds.
        return line.newest(asOf, CARRIES_ALL)
                .filter(u -> line.indexOf(u.kb()) > at)
                .orElse(null);
    }

    private static UpdatePackage anyFile(@Nullable Architecture architecture) {
        return new UpdatePackage(architecture, null, null, null, null);
    }

    private static Action.Install install(
            Remedy remedy,
            Channel channel,
            UpdatePackage choice,
            List<ServicePack> before,
            @Nullable Update newest,
            @Nullable Text note,
            @Nullable String search) {
        return new Action.Install(remedy.kb(), remedy.kind(), channel, choice, names(before), newest, note, search);
    }

    private static List<Text> names(List<ServicePack> packs) {
        return packs.stream()
                .map(p -> p.kb() == null ? p.name() : Text.format("%s (%s)", "%s（%s）", p.name(), p.kb()))
                .toList();
    }

    private static String search(Kb kb) {
        return "https://www.catalog.update.microsoft.com/Search.aspx?q=" + kb;
    }
}
