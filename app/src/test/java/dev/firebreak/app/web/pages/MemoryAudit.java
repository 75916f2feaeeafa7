package dev.firebreak.app.web.pages;

import dev.firebreak.core.access.AuditLog;
import dev.firebreak.core.fleet.StorageFull;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An audit log that forgets with the process; its hashes are only numbers. */
public final class MemoryAudit implements AuditLog {

    private final List<Entry> entries = new ArrayList<>();

    /** Whether nothing more can be written. */
    public volatile boolean full;

    @Override
    public synchronized Entry add(Instant at, String who, String what, String about, String detail) {
        if (full) {
            throw new StorageFull(new IOException("disk"));
        }
        long number = entries.size() + 1L;
        var entry =
                new Entry(number, at, who, what, about, detail, String.format("%064x", number * 0x9E3779B97F4A7C15L));
        entries.add(entry);
        return entry;
    }

    @Override
    public synchronized List<Entry> entries(long before, int limit) {
        return entries.reversed().stream()
                .filter(e -> e.number() < before)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized Optional<Entry> entry(String hash) {
        return entries.stream().filter(e -> e.hash().equals(hash)).findFirst();
    }

    @Override
    public Optional<Break> verify() {
        return Optional.empty();
    }
}
