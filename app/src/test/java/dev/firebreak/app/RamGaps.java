package dev.firebreak.app;

import dev.firebreak.core.fleet.GapDecision;
import dev.firebreak.core.fleet.GapStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Lists and decisions in memory. */
public final class RamGaps implements GapStore {

    private final Map<String, ImportedList> lists = new TreeMap<>();
    private final Map<String, String> texts = new TreeMap<>();
    private final Map<String, GapDecision> decisions = new TreeMap<>();

    @Override
    public synchronized void keep(ImportedList list, String text) {
        lists.put(list.name(), list);
        texts.put(list.name(), text);
    }

    @Override
    public synchronized boolean drop(String name) {
        texts.remove(name);
        return lists.remove(name) != null;
    }

    @Override
    public synchronized List<ImportedList> lists() {
        return new ArrayList<>(lists.values());
    }

    @Override
    public synchronized Optional<String> text(String name) {
        return Optional.ofNullable(texts.get(name));
    }

    @Override
    public synchronized void decide(GapDecision decision) {
        decisions.put(decision.kind() + decision.key(), decision);
    }

    @Override
    public synchronized boolean withdraw(GapDecision.Kind kind, String key) {
        return decisions.remove(kind + key) != null;
    }

    @Override
    public synchronized List<GapDecision> decisions() {
        return new ArrayList<>(decisions.values());
    }
}
