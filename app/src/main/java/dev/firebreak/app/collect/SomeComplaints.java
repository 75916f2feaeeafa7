package dev.firebreak.app.collect;

import dev.firebreak.core.inventory.Complaint;
import dev.firebreak.core.inventory.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The first complaints about a file and the number of the others: gigabytes of rubbish must not become as many complaints. */
final class SomeComplaints {

    private static final int MOST = 1000;

    private final Source file;
    private final Consumer<Complaint> taker;
    private final List<Complaint> kept = new ArrayList<>();
    private long count;
    private boolean faults;

    /** Keeps them until they are added to those of the file. */
    SomeComplaints() {
        this(Source.of(""), complaint -> {});
    }

    /** Hands them on at once; {@link #end} tells how many there were besides. */
    SomeComplaints(Source file, Consumer<Complaint> taker) {
        this.file = file;
        this.taker = taker;
    }

    void add(Complaint complaint) {
        faults |= complaint.isFault();
        if (count++ < MOST) {
            kept.add(complaint);
            taker.accept(complaint);
        }
    }

    void addAll(SomeComplaints others) {
        others.kept.forEach(this::add);
        count += others.count - others.kept.size();
        faults |= others.faults;
    }

    void end() {
        if (count > MOST) {
            // How a run ends depends on whether any was a fault of ours.
            taker.accept(new Complaint(file, Words.furtherLines(count - MOST), faults));
        }
    }
}
