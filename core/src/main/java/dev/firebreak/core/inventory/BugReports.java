package dev.firebreak.core.inventory;

/** Keeps what the maintainers need to fix a fault of ours that one file, record or machine met, while everything else goes on. */
@FunctionalInterface
public interface BugReports {

    /** Lets faults through: for tests and measurements, which must see them. */
    BugReports THROW = bug -> {
        switch (bug) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(bug);
        }
    };

    /** Keeps a report of a fault; any thread may call. Returns where the report is, as people are told. */
    String keep(Throwable bug);
}
