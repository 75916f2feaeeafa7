package dev.firebreak.app.web.pages.knowledge;

import dev.firebreak.app.web.pages.frame.PageFrame;
import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Applicability;
import dev.firebreak.core.advisory.Fix;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.advisory.Lifecycle;
import dev.firebreak.core.advisory.Product;
import dev.firebreak.core.advisory.Remedy;
import dev.firebreak.core.dashboard.MachineIndex;
import dev.firebreak.core.guidance.Guide;
import dev.firebreak.core.text.Text;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One advisory: what happened when, what to say to people, the status of the fleet. */
public record AdvisoryView(
        PageFrame frame, Advisory advisory, Knowledge knowledge, Optional<Guide> guide, MachineIndex.Board board) {

    private static final int NEAR_YEARS = 3;

    /** A day and what happened on it; {@code past} of today. */
    record TimelineEntry(LocalDate day, boolean past, List<Event> events) {}

    /** What happened, and to which products. */
    record Event(Text what, List<String> products) {}

    /**
     * What closes the hole.
     *
     * @param kb the update; null where no update does
     * @param words its kind; without an update, what else is to be said
     * @param preferred whether it is the one to choose
     */
    record FixingUpdate(
            @Nullable Kb kb, Text words, @Nullable LocalDate publicSince, boolean preferred) {
        static FixingUpdate words(Text words) {
            return new FixingUpdate(null, words, null, false);
        }
    }

    /** It and the products on which it does. */
    record Row(FixingUpdate closing, List<String> products) {}

    LocalDate today() {
        return frame.now().atZone(frame.texts().zone()).toLocalDate();
    }

    /** A stretch of the timeline; what is {@code far} from the advisory waits to be unfolded. */
    record TimelineSection(String key, boolean far, List<TimelineEntry> entries) {}

    /** The timeline in three parts: long before, around the advisory and today, far ahead. */
    List<TimelineSection> eras() {
        List<TimelineEntry> all = timeline();
        LocalDate from = advisory.published().minusYears(NEAR_YEARS);
        LocalDate until = today().plusYears(NEAR_YEARS);
        return Stream.of(
                        new TimelineSection(
                                "earlier",
                                true,
                                all.stream().filter(m -> m.day().isBefore(from)).toList()),
                        new TimelineSection(
                                "near",
                                false,
                                all.stream()
                                        .filter(m -> !m.day().isBefore(from)
                                                && !m.day().isAfter(until))
                                        .toList()),
                        new TimelineSection(
                                "later",
                                true,
                                all.stream().filter(m -> m.day().isAfter(until)).toList()))
                .filter(era -> !era.entries().isEmpty())
                .toList();
    }

    /** Publications and ends of support, in order of time. */
    private List<TimelineEntry> timeline() {
        Map<LocalDate, Map<Text, Set<String>>> days = new TreeMap<>();
        note(days, advisory.published(), Text.format("%s published", "%s 公開", advisory.id()), null);
        for (Product product : products()) {
            fixes(product)
                    .forEach(fix -> fix.remedies().forEach(remedy -> {
                        note(days, remedy.publicSince(), released(remedy), product.shortName());
                    }));
            product.lifecycle().values().stream()
                    .flatMap(id -> knowledge.lifecycle(id).stream())
                    .forEach(life -> ends(days, life));
        }
        List<TimelineEntry> entries = new ArrayList<>();
        days.forEach((day, events) -> entries.add(new TimelineEntry(
                day,
                !day.isAfter(today()),
                events.entrySet().stream()
                        .map(e -> new Event(e.getKey(), List.copyOf(e.getValue())))
                        .toList())));
        return entries;
    }

    private static Text released(Remedy remedy) {
        return Text.format(
                "%s (%s) for all users",
                "%s（%s）一般公開", remedy.kb(), remedy.kind().label());
    }

    /** Ends of support before the advisory was there are told too: they are why a late update was needed. */
    private void ends(Map<LocalDate, Map<Text, Set<String>>> days, Lifecycle life) {
        LocalDate forAll = life.extendedEnd() != null ? life.extendedEnd() : life.mainstreamEnd();
        note(days, forAll, new Text("general support ends", "一般サポート終了"), life.name());
        note(days, life.esuEnd(), new Text("paid extended updates (ESU) end", "有償の拡張更新（ESU）終了"), life.name());
    }

    private static void note(
            Map<LocalDate, Map<Text, Set<String>>> days, @Nullable LocalDate day, Text what, @Nullable String product) {
        if (day != null) {
            Set<String> products = days.computeIfAbsent(day, d -> new LinkedHashMap<>())
                    .computeIfAbsent(what, w -> new LinkedHashSet<>());
            if (product != null) {
                products.add(product);
            }
        }
    }

    private List<Product> products() {
        return knowledge.products().stream()
                .filter(p -> advisory.byProduct().containsKey(p.id()))
                .toList();
    }

    private List<Fix> fixes(Product product) {
        return advisory.byProduct().getOrDefault(product.id(), List.of()).stream()
                .<Fix>mapMulti((scoped, out) -> {
                    switch (scoped.said()) {
                        case Applicability.Affected(var fix) -> out.accept(fix);
                        case Applicability.NeedsServicePack _, Applicability.NotAffected _, Applicability.Unsaid _ -> {}
                    }
                })
                .toList();
    }

    /** What closes it, and on which products; what is to be done first, or why nothing is, comes last. */
    List<Row> rows() {
        Map<FixingUpdate, Set<String>> products = new LinkedHashMap<>();
        for (Product product : products()) {
            for (Advisory.Scoped scoped : advisory.byProduct().getOrDefault(product.id(), List.of())) {
                for (FixingUpdate closing : closings(scoped.said())) {
                    products.computeIfAbsent(closing, c -> new LinkedHashSet<>())
                            .add(product.shortName());
                }
            }
        }
        return products.entrySet().stream()
                .map(e -> new Row(e.getKey(), List.copyOf(e.getValue())))
                .sorted(Comparator.comparing((Row r) -> r.closing().kb() == null))
                .toList();
    }

    private static List<FixingUpdate> closings(Applicability said) {
        return switch (said) {
            case Applicability.Affected(var fix) ->
                fix.remedies().stream()
                        .map(r -> new FixingUpdate(r.kb(), r.kind().label(), r.publicSince(), r.preferred()))
                        .toList();
            case Applicability.NeedsServicePack needs ->
                List.of(FixingUpdate.words(Text.format(
                        "first %s", "先に %s を適用", needs.path().getLast().name())));
            case Applicability.NotAffected(var why) -> List.of(FixingUpdate.words(why));
            case Applicability.Unsaid(var why) -> List.of(FixingUpdate.words(why));
        };
    }

    /** Numbers that statements refer to their sources by. */
    List<String> sources() {
        return guide.map(g -> g.sections().stream()
                        .flatMap(s -> Stream.of(
                                        s.paragraphs().stream(),
                                        s.items().stream(),
                                        s.disputes().stream().flatMap(d -> d.sides().stream()))
                                .flatMap(x -> x))
                        .flatMap(statement -> statement.sources().stream())
                        .distinct()
                        .filter(key -> g.sources().containsKey(key))
                        .toList())
                .orElse(List.of());
    }
}
