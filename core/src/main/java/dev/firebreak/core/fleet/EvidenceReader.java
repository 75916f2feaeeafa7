package dev.firebreak.core.fleet;

import dev.firebreak.core.inventory.MachineIdentity;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.inventory.Snapshot;
import dev.firebreak.core.text.Text;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what machines sent. Pure: no file, no clock. */
public interface EvidenceReader {

    /**
     * Takes a file apart by machine.
     *
     * @param machine whom the sender says it is about; null where the file itself must tell
     * @param name the file's name, untrusted
     * @param content the bytes, unpacked
     */
    Parts parts(@Nullable String machine, String name, byte[] content);

    /**
     * What all of these say of one machine together, its time of collection as far as they or the files that brought them tell; empty
     * where nothing of it can be read.
     *
     * @param contents at most one of each kind
     */
    Optional<Snapshot> snapshot(String machine, List<CheckInRecords.Content> contents);

    /**
     * What is left of a machine when judging it met a fault of ours: one of which nothing is known, and the complaint that says
     * so; a report of the fault was kept.
     */
    Read<Snapshot> unassessed(Snapshot machine, Throwable fault);

    /**
     * What one file told, machine by machine, and what of it could not be used.
     *
     * @param whose the machine that the sender or the file's name tells, where the content does not; null where neither does
     * @param isMachines whether the file is called as files of a machine's evidence are ({@code PC7_systeminfo.txt})
     * @param day the day in the file's name; null where none is
     */
    record Parts(
            List<Part> parts,
            List<Problem> problems,
            @Nullable String whose,
            boolean isMachines,
            @Nullable LocalDate day) {
        public Parts {
            parts = List.copyOf(parts);
            problems = List.copyOf(problems);
        }
    }

    /**
     * One machine's part of a file.
     *
     * @param machine its name as the content gives it, else as the sender or the file's name does
     * @param named whether the content itself names the machine
     * @param kind what it is ({@code systeminfo}, {@code ndjson})
     * @param content what to keep of it: the whole file, or the record of this machine
     * @param dating when it was collected, as the content itself tells
     * @param identity which machine of that name it is, as the content tells
     * @param failed why it tells nothing of the machine but that looking failed; null where it tells more
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Part(
            String machine,
            boolean named,
            String kind,
            byte[] content,
            EvidenceDating dating,
            MachineIdentity identity,
            @Nullable Text failed) {}
}
