package dev.firebreak.app.collect.merge;

import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Source;

/** Evidence as if it had been read elsewhere. */
public final class EvidenceRelocation {

    private EvidenceRelocation() {}

    public static Evidence at(Evidence evidence, Source source) {
        return switch (evidence) {
            case Evidence.OsObserved e ->
                new Evidence.OsObserved(
                        e.caption(), e.build(), e.servicePack(), e.architecture(), e.platform(), source);
            case Evidence.LanguageObserved e -> new Evidence.LanguageObserved(e.locale(), e.display(), source);
            case Evidence.HotfixesListed e ->
                new Evidence.HotfixesListed(e.ids(), e.complete(), e.whyIncomplete(), source);
            case Evidence.FileObserved e -> new Evidence.FileObserved(e.path(), e.version(), source);
            case Evidence.ComponentObserved e ->
                new Evidence.ComponentObserved(e.component(), e.version(), e.installed(), source);
            case Evidence.SettingObserved e -> new Evidence.SettingObserved(e.setting(), e.value(), source);
            case Evidence.IndicatorObserved e ->
                new Evidence.IndicatorObserved(e.trace(), e.place(), e.count(), source);
            case Evidence.ProbeAnswered e -> new Evidence.ProbeAnswered(e.advisories(), e.vulnerable(), source);
            case Evidence.Contested e -> new Evidence.Contested(e.alternative(), e.why(), source);
            case Evidence.LookupFailed e -> new Evidence.LookupFailed(e.look(), e.reason(), source);
        };
    }
}
