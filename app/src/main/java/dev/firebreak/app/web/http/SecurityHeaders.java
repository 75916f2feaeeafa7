package dev.firebreak.app.web.http;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.PreEncodedHttpField;

/**
 * What every answer tells a browser not to do (OWASP's HTTP Headers Cheat Sheet): load anything from elsewhere, run what is in a page,
 * show us in a frame, guess types, keep what only one person may see.
 */
public final class SecurityHeaders {

    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final List<HttpField> fields = new ArrayList<>();

    /** @param secure whether people come over HTTPS, and shall come over nothing else */
    public SecurityHeaders(boolean secure) {
        add("Content-Security-Policy", POLICY);
        add("X-Content-Type-Options", "nosniff");
        add("X-Frame-Options", "DENY");
        // Not no-referrer: with it browsers hide the origin of our own forms too, and we look at it.
        add("Referrer-Policy", "same-origin");
        add("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=(), serial=(), hid=()");
        add("Cross-Origin-Opener-Policy", "same-origin");
        add("Cross-Origin-Resource-Policy", "same-origin");
        add("Cache-Control", "no-store");
        if (secure) {
            add("Strict-Transport-Security", "max-age=31536000");
        }
    }

    private void add(String name, String value) {
        fields.add(new PreEncodedHttpField(name, value));
    }

    public void put(HttpFields.Mutable headers) {
        for (HttpField field : fields) {
            headers.put(field);
        }
    }
}
