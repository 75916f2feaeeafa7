package dev.firebreak.app.collect;

import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Source;

/** Evidence as if it had been read elsewhere. */
final class Placed {

    private Placed() {}

    static Evidence at(Evidence evidence, Source source) {
        return switch (evidence) {
            case Evidence.OsSeen e ->
                new Evidence.OsSeen(e.caption(), e.build(), e.servicePack(), e.architecture(), e.platform(), source);
            case Evidence.LanguageSeen e -> new Evidence.LanguageSeen(e.locale(), e.display(), source);
            case Evidence.HotfixesListed e ->
                new Evidence.HotfixesListed(e.ids(), e.complete(), e.whyIncomplete(), source);
            case Evidence.FileSeen e -> new Evidence.FileSeen(e.path(), e.version(), source);
            case Evidence.ComponentObserved e ->
                new Evidence.ComponentObserved(e.component(), e.version(), e.installed(), source);
            case Evidence.Smb1Seen e -> new Evidence.Smb1Seen(e.state(), source);
            case Evidence.ProbeAnswered e -> new Evidence.ProbeAnswered(e.advisories(), e.vulnerable(), source);
            case Evidence.LookFailed e -> new Evidence.LookFailed(e.look(), e.reason(), source);
        };
    }
}
