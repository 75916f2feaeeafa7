package dev.firebreak.app.web;

import org.jspecify.annotations.Nullable;

/** A request goes no further; the caller hears what, the log hears why. No stack: it is no accident. */
final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Problem problem;
    private final @Nullable Integer retryAfterSeconds;

    /** @param why for the log, without secrets */
    Refused(Problem problem, String why) {
        this(problem, why, null);
    }

    Refused(Problem problem, String why, @Nullable Integer retryAfterSeconds) {
        super(why, null, false, false);
        this.problem = problem;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    Problem problem() {
        return problem;
    }

    String why() {
        return String.valueOf(getMessage());
    }

    @Nullable
    Integer retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
