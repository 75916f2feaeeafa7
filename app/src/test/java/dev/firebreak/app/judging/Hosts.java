package dev.firebreak.app.judging;

import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Assessor;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.HotfixesListed;
import dev.firebreak.core.inventory.Evidence.OsObserved;
import dev.firebreak.core.inventory.Snapshot;
import dev.firebreak.core.inventory.Source;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Systems of the advisory's table, written from docs and not from our data, so that each checks the other. */
enum Hosts {
    XP_SP3("Microsoft Windows XP Professional", "5.1.2600", 3, "x86", null, 4012598),
    XP_X64("Microsoft Windows XP Professional x64 Edition", "5.2.3790", 2, "x64", null, 4012598),
    SERVER_2003("Microsoft(R) Windows(R) Server 2003, Standard Edition", "5.2.3790", 2, "x86", null, 4012598),
    SERVER_2003_X64("Microsoft(R) Windows(R) Server 2003 Standard x64 Edition", "5.2.3790", 2, "x64", null, 4012598),
    VISTA("Microsoft Windows Vista Business", "6.0.6002", 2, "x86", null, 4012598),
    VISTA_X64("Microsoft Windows Vista Business", "6.0.6002", 2, "x64", null, 4012598),
    SERVER_2008("Microsoft Windows Server 2008 Standard", "6.0.6002", 2, "x64", null, 4012598, 4018466),
    SERVER_2008_IA64(
            "Microsoft Windows Server 2008 for Itanium-Based Systems", "6.0.6002", 2, "ia64", null, 4012598, 4018466),
    EIGHT("Microsoft Windows 8 Pro", "6.2.9200", 0, "x64", null, 4012598),
    SEVEN("Microsoft Windows 7 Professional", "6.1.7601", 1, "x86", "windows-7-rollup", 4012215, 4012212, 4019263),
    SERVER_2008_R2(
            "Microsoft Windows Server 2008 R2 Standard",
            "6.1.7601",
            1,
            "x64",
            "windows-7-rollup",
            4012215,
            4012212,
            4019263),
    SERVER_2012(
            "Microsoft Windows Server 2012 Standard",
            "6.2.9200",
            0,
            "x64",
            "windows-server-2012-rollup",
            4012217,
            4012214,
            4019214),
    EIGHT_ONE("Microsoft Windows 8.1 Pro", "6.3.9600", 0, "x64", "windows-8.1-rollup", 4012216, 4012213, 4019213),
    SERVER_2012_R2(
            "Microsoft Windows Server 2012 R2 Standard",
            "6.3.9600",
            0,
            "x64",
            "windows-8.1-rollup",
            4012216,
            4012213,
            4019213),
    TEN_1507("Microsoft Windows 10 Pro", "10.0.10240", 0, "x64", "windows-10-10240", 4012606),
    TEN_1511("Microsoft Windows 10 Pro", "10.0.10586", 0, "x64", "windows-10-10586", 4013198),
    TEN_1607("Microsoft Windows 10 Pro", "10.0.14393", 0, "x64", "windows-10-14393", 4013429),
    SERVER_2016("Microsoft Windows Server 2016 Standard", "10.0.14393", 0, "x64", "windows-10-14393", 4013429);

    static final Knowledge KNOWLEDGE = new ShippedKnowledge().knowledge();
    static final Advisory MS17_010 = KNOWLEDGE.advisory("MS17-010").orElseThrow();
    static final LocalDate THAT_WEEKEND = LocalDate.parse("2017-05-14");
    static final Source SOURCE = Source.of("host.txt");

    final OsObserved os;
    /** Line of rollups or cumulative updates; null where there is none. */
    final @Nullable String line;

    /** First update of the line with the fix, then others that carry it on their own. */
    final int[] fixing;

    Hosts(String caption, String version, int servicePack, String architecture, @Nullable String line, int... fixing) {
        this.os = new OsObserved(
                caption,
                Build.of(version),
                servicePack,
                Architecture.ofId(architecture).orElseThrow(),
                null,
                Source.of("host.txt"));
        this.line = line;
        this.fixing = fixing;
    }

    Verdict withOnly(int... kbs) {
        return judge(os, HotfixesListed.whole(KbSet.of(kbs), SOURCE));
    }

    static Verdict judge(Evidence... evidence) {
        return assess(THAT_WEEKEND, evidence).findings().getFirst().verdict();
    }

    static Assessment assess(LocalDate asOf, Evidence... evidence) {
        return new Assessor(KNOWLEDGE, List.of(MS17_010), asOf)
                .assess(Snapshot.of("PC", "host.txt", List.of(evidence)));
    }
}
