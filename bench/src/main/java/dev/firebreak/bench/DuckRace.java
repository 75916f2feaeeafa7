package dev.firebreak.bench;

import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.core.advisory.Applicability.Affected;
import dev.firebreak.core.advisory.Fix;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.advisory.Platform;
import dev.firebreak.core.advisory.Product;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The yardstick: DuckDB gives the verdict on MS17-010 for the same machines by a join in SQL. {@code DuckRace catalogue FILE}
 * writes what Firebreak knows as a table; {@code DuckRace assess CATALOGUE FLEET OUT} is the whole process that races.
 */
public final class DuckRace {

    private static final int FIRST_SHIPPED_FIXED = 15063;

    private DuckRace() {}

    public static void main(String... args) throws Exception {
        switch (args[0]) {
            case "catalogue" -> catalogue(Path.of(args[1]));
            case "assess" -> assess(args[1], args[2], args[3]);
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    /** Rows: branch, server or not, what the number says, the number. */
    private static void catalogue(Path file) throws IOException {
        Knowledge knowledge = new ShippedKnowledge().knowledge();
        var advisory = knowledge.advisory("MS17-010").orElseThrow();
        List<String> rows = new ArrayList<>();
        for (Product product : knowledge.products()) {
            if (product.platform() != Platform.EMBEDDED && advisory.of(product, null) instanceof Affected(Fix fix)) {
                String key = product.nt().branch() + "\t" + (product.platform() == Platform.SERVER);
                fix.contains().toList().forEach(kb -> rows.add(row(key, "contains", kb)));
                fix.doubts().stream()
                        .map(Fix.Remark::kbs)
                        .map(KbSet::toList)
                        .flatMap(List::stream)
                        .forEach(kb -> rows.add(row(key, "doubt", kb)));
                if (fix.leastRevision() != null) {
                    rows.add(key + "\trevision\t" + fix.leastRevision().revision());
                }
            }
        }
        Files.write(file, rows.stream().distinct().toList());
    }

    private static String row(String key, String kind, Kb kb) {
        return key + "\t" + kind + "\t" + kb.number();
    }

    private static void assess(String catalogue, String fleet, String out) throws SQLException {
        long from = System.nanoTime();
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement sql = duck.createStatement()) {
            sql.execute("set memory_limit = '2GB'");
            sql.execute("""
                    create table known as select *, 'KB' || number as kb from read_csv('%s', delim = '\t', header = false,
                        columns = {'branch': 'VARCHAR', 'server': 'BOOLEAN', 'kind': 'VARCHAR', 'number': 'INTEGER'})
                    """.formatted(catalogue));
            sql.execute("""
                    copy (
                      with machines as materialized (
                        select row_number() over () as row, machine, os.version as branch, os.caption like '%%Server%%' as server, os.revision as revision,
                               hotfixes.complete as complete, hotfixes.ids as ids, smb1
                        from read_ndjson('%s', columns = {
                          machine: 'VARCHAR', smb1: 'VARCHAR',
                          os: 'STRUCT(caption VARCHAR, version VARCHAR, revision INTEGER)',
                          hotfixes: 'STRUCT(complete BOOLEAN, ids VARCHAR[])'})),
                      listed as (
                        select row, k.kind from
                          (select row, branch, server, unnest(ids) as kb from machines) m
                          join known k on k.branch = m.branch and k.server = m.server and k.kb = m.kb
                        where k.kind <> 'revision'),
                      said as (
                        select row, bool_or(kind = 'contains') as has, bool_or(kind = 'doubt') as doubt
                        from listed group by row),
                      judged as (
                        select m.machine, m.smb1, case
                          when split_part(m.branch, '.', 1) = '10' and cast(split_part(m.branch, '.', 3) as integer) >= %d then 'not_affected'
                          when m.revision < r.number then 'vulnerable'
                          when m.revision >= r.number then 'fixed'
                          when s.has then 'fixed'
                          when m.complete and not coalesce(s.doubt, false) then 'vulnerable'
                          else 'unknown' end as verdict, m.branch
                        from machines m
                          left join said s on s.row = m.row
                          left join known r on r.kind = 'revision' and r.branch = m.branch and r.server = m.server)
                      select machine, case when smb1 = 'disabled' and verdict in ('vulnerable', 'unknown')
                          and cast(split_part(branch, '.', 1) as integer) >= 6 then 'mitigated' else verdict end as verdict
                      from judged
                    ) to '%s' (format json)
                    """.formatted(fleet, FIRST_SHIPPED_FIXED, out));
        }
        System.err.printf("in process: %.2f s%n", (System.nanoTime() - from) / 1e9);
    }
}
