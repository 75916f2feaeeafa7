package dev.firebreak.bench;

import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.core.advisory.Update;
import dev.firebreak.core.advisory.UpdateLine;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Writes a fleet as NDJSON: {@code Fleet MACHINES SEED SHAPE FILE}. Shape {@code estate}: machines of a site are patched
 * alike, to a month, with the odd one out. Shape {@code scattered}: every machine lists other updates, so that no two are in
 * the same state. Shape {@code mixed}: sites again, but lists are of 8 to 42 updates in no order, some machines list none, and
 * some say nothing of SMBv1.
 */
public final class Fleet {

    private static final int HOTFIXES = 25;
    private static final int POOL = 160;

    /** A Windows of the fleet; {@code line} is its line of rollups or cumulative updates, or null. */
    private record Kind(
            String caption,
            String version,
            int servicePack,
            String architecture,
            @Nullable String line,
            int standalone,
            int weight) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("Microsoft Windows XP Professional", "5.1.2600", 3, "x86", null, 4012598, 6),
            new Kind("Microsoft(R) Windows(R) Server 2003, Standard Edition", "5.2.3790", 2, "x86", null, 4012598, 2),
            new Kind("Microsoft Windows 7 Professional", "6.1.7601", 1, "x64", "windows-7-rollup", 4012212, 40),
            new Kind("Microsoft Windows 7 Enterprise", "6.1.7601", 1, "x86", "windows-7-rollup", 4012212, 10),
            new Kind("Microsoft Windows Server 2008 R2 Standard", "6.1.7601", 1, "x64", "windows-7-rollup", 4012212, 6),
            new Kind("Microsoft Windows 8.1 Pro", "6.3.9600", 0, "x64", "windows-8.1-rollup", 4012213, 4),
            new Kind(
                    "Microsoft Windows Server 2012 R2 Standard",
                    "6.3.9600",
                    0,
                    "x64",
                    "windows-8.1-rollup",
                    4012213,
                    8),
            new Kind("Microsoft Windows 10 Pro", "10.0.10240", 0, "x64", "windows-10-10240", 0, 2),
            new Kind("Microsoft Windows 10 Enterprise", "10.0.14393", 0, "x64", "windows-10-14393", 0, 10),
            new Kind("Microsoft Windows Server 2016 Standard", "10.0.14393", 0, "x64", "windows-10-14393", 0, 6),
            new Kind("Microsoft Windows 10 Pro", "10.0.19045", 0, "x64", null, 0, 6));

    private final SplittableRandom random;
    private final boolean scattered;
    private final boolean mixed;
    private final List<List<Update>> lines = new ArrayList<>();
    private final List<int[]> pools = new ArrayList<>();
    private final int weights;

    private Fleet(long seed, String shape) {
        this.random = new SplittableRandom(seed);
        this.scattered = shape.equals("scattered");
        this.mixed = shape.equals("mixed");
        Map<String, UpdateLine> known = new ShippedKnowledge().lines().byId();
        for (Kind kind : KINDS) {
            lines.add(kind.line() == null ? List.of() : known.get(kind.line()).updates());
            pools.add(random.ints(POOL, 2_000_000, 3_900_000).sorted().toArray());
        }
        weights = KINDS.stream().mapToInt(Kind::weight).sum();
    }

    public static void main(String... args) throws IOException {
        int machines = Integer.parseInt(args[0]);
        var fleet = new Fleet(Long.parseLong(args[1]), args[2]);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(Path.of(args[3])), 1 << 20)) {
            for (int i = 0; i < machines; i++) {
                out.write(fleet.machine(i).getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private String machine(int number) {
        int kind = pick();
        Kind windows = KINDS.get(kind);
        int site = random.nextInt(60);
        var out = new StringBuilder(700);
        out.append(
                "{\"machine\":\"PC-%07d\",\"collectedAt\":\"2017-05-%02dT%02d:%02d:00Z\",\"os\":{\"caption\":\"%s\",\"version\":\"%s\""
                        .formatted(
                                number,
                                10 + random.nextInt(18),
                                random.nextInt(24),
                                random.nextInt(60),
                                windows.caption(),
                                windows.version()));
        out.append(",\"servicePack\":")
                .append(windows.servicePack())
                .append(",\"architecture\":\"")
                .append(windows.architecture());
        out.append("\",\"language\":\"")
                .append(random.nextInt(10) == 0 ? "en-us" : "ja-jp")
                .append('"');
        int month = month(kind, site);
        if (windows.version().startsWith("10.") && month >= 0 && random.nextInt(3) == 0) {
            int revision = lines.get(kind).get(month).revision();
            if (revision > 0) {
                out.append(",\"revision\":").append(revision);
            }
        }
        out.append('}');
        if (!mixed || random.nextInt(33) > 0) {
            out.append(",\"hotfixes\":{\"complete\":")
                    .append(random.nextInt(20) > 0)
                    .append(",\"ids\":[");
            int[] ids = ids(kind, site, month);
            for (int i = 0; i < ids.length; i++) {
                out.append(i == 0 ? "\"KB" : ",\"KB").append(ids[i]).append('"');
            }
            out.append("]}");
        }
        if (!mixed || random.nextInt(6) > 0) {
            out.append(",\"smb1\":\"")
                    .append(random.nextInt(25) == 0 ? "disabled" : "enabled")
                    .append('"');
        }
        out.append(",\"site\":\"site-")
                .append(site)
                .append("\",\"segment\":\"10.")
                .append(site)
                .append('.')
                .append(number / 200 % 250);
        out.append(".0/24\",\"addresses\":[\"10.")
                .append(site)
                .append('.')
                .append(number / 200 % 250)
                .append('.')
                .append(number % 200 + 10);
        return out.append("\"]}\n").toString();
    }

    private int pick() {
        int ticket = random.nextInt(weights);
        int kind = 0;
        while (ticket >= KINDS.get(kind).weight()) {
            ticket -= KINDS.get(kind++).weight();
        }
        return kind;
    }

    /** Position on its line that a machine is patched to: its site's, a few behind. */
    private int month(int kind, int site) {
        int length = lines.get(kind).size();
        if (length == 0) {
            return -1;
        }
        int ofSite = (site * 7 + kind) % Math.min(length, 30);
        return scattered
                ? random.nextInt(length)
                : Math.max(0, ofSite - (random.nextInt(8) == 0 ? random.nextInt(6) : 0));
    }

    private int[] ids(int kind, int site, int month) {
        List<Update> line = lines.get(kind);
        int[] pool = pools.get(kind);
        int[] ids = new int[mixed ? 8 + random.nextInt(35) : HOTFIXES];
        int count = 0;
        for (int i = month; i >= 0 && count < 5; i -= 2) {
            ids[count++] = line.get(i).kb().number();
        }
        if (KINDS.get(kind).standalone() > 0 && (scattered ? random.nextInt(2) : (site + kind) % 2) == 0) {
            ids[count++] = KINDS.get(kind).standalone();
        }
        while (count < ids.length) {
            ids[count] =
                    scattered ? 2_000_000 + random.nextInt(1_900_000) : pool[(count * 5 + random.nextInt(5)) % POOL];
            count++;
        }
        if (mixed) {
            shuffle(ids);
        } else {
            Arrays.sort(ids);
        }
        return ids;
    }

    private void shuffle(int[] ids) {
        for (int i = ids.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int here = ids[i];
            ids[i] = ids[other];
            ids[other] = here;
        }
    }
}
