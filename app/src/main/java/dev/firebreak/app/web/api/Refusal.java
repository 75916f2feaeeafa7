package dev.firebreak.app.web.api;

import dev.firebreak.core.advisory.Wording;
import java.util.Map;

/** A request of a program that is not understood or not granted, with more to say than its status. No stack: it is no accident. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;
    private final transient Wording detail;
    private final transient Map<String, Object> more;

    /** @param code name in our own formats; programs may rely on it */
    Refusal(int status, String code, Wording detail, Map<String, Object> more) {
        super(code, null, false, false);
        this.status = status;
        this.code = code;
        this.detail = detail;
        this.more = Map.copyOf(more);
    }

    static Refusal parameter(String name, String en, String ja) {
        return new Refusal(
                400, "malformed", new Wording(name + ": " + en, name + ": " + ja), Map.of("parameter", name));
    }

    static Refusal missing(String en, String ja) {
        return new Refusal(404, "not_found", new Wording(en, ja), Map.of());
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    Wording detail() {
        return detail;
    }

    Map<String, Object> more() {
        return more;
    }
}
