package dev.firebreak.app.web.http;

import dev.firebreak.core.text.Text;
import java.util.Map;

/** A request of a program that is not understood or not granted, with more to say than its status. No stack: it is no accident. */
public final class ApiRefusal extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;
    private final transient Text detail;
    private final transient Map<String, Object> more;

    /** @param code name in our own formats; programs may rely on it */
    public ApiRefusal(int status, String code, Text detail, Map<String, Object> more) {
        super(code, null, false, false);
        this.status = status;
        this.code = code;
        this.detail = detail;
        this.more = Map.copyOf(more);
    }

    public static ApiRefusal parameter(String name, String en, String ja) {
        return new ApiRefusal(
                400, "malformed", new Text(name + ": " + en, name + ": " + ja), Map.of("parameter", name));
    }

    public static ApiRefusal missing(String en, String ja) {
        return new ApiRefusal(404, "not_found", new Text(en, ja), Map.of());
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public Text detail() {
        return detail;
    }

    public Map<String, Object> more() {
        return more;
    }
}
