package dev.firebreak.app.feed.store;

import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.CveFact;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.Lifecycle;
import dev.firebreak.core.advisory.UpdatePackage;
import dev.firebreak.core.catalogue.VendorStatement;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one import holds, as columns of numbers: each spelling is kept once and named by its place in a list. A row said
 * twice is kept once.
 */
final class KnowledgeRows {

    /** Stands for nothing, where 0 could be something. */
    static final int NONE = -1;
    /** Days are counted from 1970; this one is no day. */
    static final int NO_DAY = Integer.MIN_VALUE;

    static final int STATEMENT_COLUMNS = 11;
    static final int FACT_COLUMNS = 7;
    static final int PACKAGE_COLUMNS = 6;
    static final int LIFECYCLE_COLUMNS = 8;

    final Map<String, Integer> strings = new HashMap<>();
    final Map<List<Integer>, Integer> lists = new HashMap<>();
    final IntTable statements = new IntTable(STATEMENT_COLUMNS);
    final IntTable facts = new IntTable(FACT_COLUMNS);
    final IntTable packages = new IntTable(PACKAGE_COLUMNS);
    final IntTable lifecycles = new IntTable(LIFECYCLE_COLUMNS);

    private final Map<Build, String> buildTexts = new HashMap<>();

    void add(VendorStatement s) {
        statements.add(
                string(s.cve()),
                s.kb() == null ? NONE : s.kb().number(),
                string(s.product()),
                string(s.component()),
                day(s.published()),
                string(s.title()),
                string(s.severity()),
                string(s.impact()),
                kbs(s.supersedes()),
                s.fixedBuild() == null ? NONE : string(buildTexts.computeIfAbsent(s.fixedBuild(), Build::toString)),
                s.advisories().isEmpty()
                        ? NONE
                        : strings(s.advisories().stream().sorted()));
    }

    void add(CveFact f) {
        long epss = Double.doubleToLongBits(f.epss() == null ? Double.NaN : f.epss());
        facts.add(
                string(f.cve()),
                day(f.exploitedSince()),
                day(f.due()),
                (int) (epss >>> 32),
                (int) epss,
                string(f.cvss() == null ? null : f.cvss().vector()),
                f.cvss() == null ? NONE : (int) Math.round(f.cvss().base() * 10));
    }

    void add(Kb kb, UpdatePackage p) {
        packages.add(
                kb.number(),
                string(p.architecture() == null ? null : p.architecture().id()),
                string(p.language()),
                string(p.file()),
                string(p.sha1()),
                string(p.url()));
    }

    void add(Lifecycle l) {
        lifecycles.add(
                string(l.id()),
                string(l.name()),
                string(l.platform().name()),
                day(l.released()),
                day(l.mainstreamEnd()),
                day(l.extendedEnd()),
                day(l.esuEnd()),
                (l.complete() ? 1 : 0) | (l.target() == null ? 0 : (string(l.target()) + 1) << 1));
    }

    int size() {
        return statements.size() + facts.size() + packages.size() + lifecycles.size();
    }

    private int string(@Nullable String text) {
        if (text == null) {
            return NONE;
        }
        Integer known = strings.get(text);
        if (known != null) {
            return known;
        }
        strings.put(text, strings.size());
        return strings.size() - 1;
    }

    private int kbs(Collection<Kb> kbs) {
        return kbs.isEmpty() ? NONE : list(kbs.stream().map(Kb::number).toList());
    }

    private int strings(Stream<String> texts) {
        return list(texts.map(this::string).toList());
    }

    private int list(List<Integer> list) {
        Integer known = lists.putIfAbsent(list, lists.size());
        return known == null ? lists.size() - 1 : known;
    }

    private static int day(@Nullable LocalDate day) {
        return day == null ? NO_DAY : Math.toIntExact(day.toEpochDay());
    }

    /** Rows of numbers, each row once. */
    static final class IntTable {

        final IntColumn[] columns;
        private int[] slots = new int[1 << 10];

        IntTable(int columns) {
            this.columns = new IntColumn[columns];
            Arrays.setAll(this.columns, _ -> new IntColumn());
        }

        int size() {
            return columns[0].size();
        }

        void add(int... row) {
            if (2 * (size() + 1) > slots.length) {
                rehash();
            }
            int slot = slot(hash(row));
            while (slots[slot] != 0) {
                if (same(slots[slot] - 1, row)) {
                    return;
                }
                slot = (slot + 1) & (slots.length - 1);
            }
            for (int i = 0; i < row.length; i++) {
                columns[i].add(row[i]);
            }
            slots[slot] = size();
        }

        private void rehash() {
            slots = new int[slots.length * 2];
            int[] row = new int[columns.length];
            for (int r = 0; r < size(); r++) {
                for (int i = 0; i < row.length; i++) {
                    row[i] = columns[i].get(r);
                }
                int slot = slot(hash(row));
                while (slots[slot] != 0) {
                    slot = (slot + 1) & (slots.length - 1);
                }
                slots[slot] = r + 1;
            }
        }

        private int slot(int hash) {
            return (hash ^ hash >>> 15) & (slots.length - 1);
        }

        private static int hash(int[] row) {
            int hash = 0;
            for (int value : row) {
                hash = (hash ^ value) * 0x9E3779B1;
                hash ^= hash >>> 13;
            }
            return hash;
        }

        private boolean same(int r, int[] row) {
            for (int i = 0; i < row.length; i++) {
                if (columns[i].get(r) != row[i]) {
                    return false;
                }
            }
            return true;
        }
    }
}
