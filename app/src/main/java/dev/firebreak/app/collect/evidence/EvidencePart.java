package dev.firebreak.app.collect.evidence;

import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.MachineIdentity;
import dev.firebreak.core.inventory.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one file, or one record of it, told about one machine, before the pieces of a machine are put together.
 *
 * @param machine the machine's name as the content gives it; null where only the file's name can tell
 * @param aliases other names that the content itself gives to the same machine: another column of the row, host and domain
 * @param identity what tells two machines of one name apart
 * @param collectedAt when; null where unknown
 * @param bootedAt last start of the machine in its own wall-clock time read as UTC: orders snapshots of one machine that
 *     carry no time of their own; null where unknown
 * @param updates so many updates are installed as the content counts them; less than 0 where it does not
 * @param fileDate what the file itself says of its age; null where unknown
 */
public record EvidencePart(
        @Nullable String machine,
        List<String> aliases,
        MachineIdentity identity,
        @Nullable Instant collectedAt,
        @Nullable Instant bootedAt,
        int updates,
        @Nullable FileDate fileDate,
        @Nullable String site,
        @Nullable String segment,
        List<String> addresses,
        List<String> roles,
        List<Evidence> evidence,
        Source source) {

    public EvidencePart {
        aliases = List.copyOf(aliases);
        addresses = List.copyOf(addresses);
        roles = List.copyOf(roles);
        evidence = List.copyOf(evidence);
    }

    /** A piece of a machine that goes by one name, in a file of unknown age. */
    public EvidencePart(
            @Nullable String machine,
            MachineIdentity identity,
            @Nullable Instant collectedAt,
            @Nullable Instant bootedAt,
            @Nullable String site,
            @Nullable String segment,
            List<String> addresses,
            List<String> roles,
            List<Evidence> evidence,
            Source source) {
        this(
                machine,
                List.of(),
                identity,
                collectedAt,
                bootedAt,
                -1,
                null,
                site,
                segment,
                addresses,
                roles,
                evidence,
                source);
    }

    /** A piece that names the machine at most and has evidence. */
    public static EvidencePart of(@Nullable String machine, List<Evidence> evidence, Source source) {
        return new EvidencePart(
                machine, MachineIdentity.UNKNOWN, null, null, null, null, List.of(), List.of(), evidence, source);
    }

    /** The same of a machine that also goes by these names. */
    public EvidencePart withAliases(List<String> names) {
        return with(machine, names, updates, fileDate, evidence);
    }

    /** The same under another name; the one it had is an alias. */
    public EvidencePart named(String name) {
        List<String> names = new ArrayList<>(aliases);
        if (machine != null) {
            names.add(machine);
        }
        return with(name, names, updates, fileDate, evidence);
    }

    /** The same where the content counts so many updates. */
    public EvidencePart counting(int installed) {
        return with(machine, aliases, installed, fileDate, evidence);
    }

    /** The same in a file of this age. */
    public EvidencePart dated(FileDate date) {
        return with(machine, aliases, updates, date, evidence);
    }

    /** The same with other evidence. */
    public EvidencePart withEvidence(List<Evidence> other) {
        return with(machine, aliases, updates, fileDate, other);
    }

    private EvidencePart with(
            @Nullable String name, List<String> names, int installed, @Nullable FileDate date, List<Evidence> other) {
        return new EvidencePart(
                name,
                names,
                identity,
                collectedAt,
                bootedAt,
                installed,
                date,
                site,
                segment,
                addresses,
                roles,
                other,
                source);
    }
}
