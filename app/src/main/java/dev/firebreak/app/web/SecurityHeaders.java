package dev.firebreak.app.web;

import org.eclipse.jetty.http.HttpFields;

/**
 * What every answer tells a browser not to do (OWASP's HTTP Headers Cheat Sheet): load anything from elsewhere, run what is in a page,
 * show us in a frame, guess types, keep what only one person may see.
 *
 * @param secure whether people come over HTTPS, and shall come over nothing else
 */
record SecurityHeaders(boolean secure) {

    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    void put(HttpFields.Mutable headers) {
        headers.put("Content-Security-Policy", POLICY);
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("X-Frame-Options", "DENY");
        // Not no-referrer: with it browsers hide the origin of our own forms too, and we look at it.
        headers.put("Referrer-Policy", "same-origin");
        headers.put(
                "Permissions-Policy",
                "camera=(), geolocation=(), microphone=(), payment=(), usb=(), serial=(), hid=()");
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        headers.put("Cache-Control", "no-store");
        if (secure) {
            headers.put("Strict-Transport-Security", "max-age=31536000");
        }
    }
}
