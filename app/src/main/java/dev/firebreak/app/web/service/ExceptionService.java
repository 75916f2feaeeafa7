package dev.firebreak.app.web.service;

import dev.firebreak.core.access.ApprovedException;
import dev.firebreak.core.inventory.MachineName;
import java.time.LocalDate;
import java.util.Optional;

/** Grants and ends exceptions (例外), which change no verdict, and writes both into the audit log. */
public final class ExceptionService {

    /** Characters of a reason. */
    public static final int MAX_REASON_LENGTH = 1000;

    private final WebServices services;

    public ExceptionService(WebServices services) {
        this.services = services;
    }

    /** Today, where the server's people are. */
    public LocalDate today() {
        return LocalDate.ofInstant(services.clock().instant(), services.zone());
    }

    /** The exception of a machine, also one whose day has passed. */
    public Optional<ApprovedException> of(String machine, String advisory) {
        return services.exceptions().of(advisory).stream()
                .filter(w -> MachineName.key(w.machine()).equals(MachineName.key(machine)))
                .findFirst();
    }

    /**
     * Grants one, in the place of the one that there is.
     *
     * @param machine by its registered name
     * @param reason not empty, no longer than {@link #MAX_REASON_LENGTH}
     * @param until not before {@link #today}
     * @param by as the audit names who approves
     */
    public ApprovedException grant(String machine, String advisory, String reason, LocalDate until, String by) {
        var exception = new ApprovedException(
                machine, advisory, reason, until, by, services.clock().instant());
        services.exceptions().grant(exception);
        write(by, "waiver.grant", machine, advisory + " until " + until + ": " + reason);
        return exception;
    }

    /** Ends one; false where there is none. */
    public boolean end(String machine, String advisory, String by) {
        boolean was = services.exceptions().end(machine, advisory);
        if (was) {
            write(by, "waiver.end", machine, advisory);
        }
        return was;
    }

    private void write(String by, String what, String machine, String detail) {
        services.audit().add(services.clock().instant(), by, what, machine, detail);
    }
}
