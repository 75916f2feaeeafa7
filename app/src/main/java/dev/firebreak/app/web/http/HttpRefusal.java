package dev.firebreak.app.web.http;

import org.jspecify.annotations.Nullable;

/** A request is refused: the caller is told what, the log why. Without a stack trace, for it is expected. */
public final class HttpRefusal extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient HttpProblem problem;
    private final @Nullable Integer retryAfterSeconds;

    /** @param why for the log, without secrets */
    public HttpRefusal(HttpProblem problem, String why) {
        this(problem, why, null);
    }

    public HttpRefusal(HttpProblem problem, String why, @Nullable Integer retryAfterSeconds) {
        super(why, null, false, false);
        this.problem = problem;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    public HttpProblem problem() {
        return problem;
    }

    public String why() {
        return String.valueOf(getMessage());
    }

    @Nullable
    public Integer retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
