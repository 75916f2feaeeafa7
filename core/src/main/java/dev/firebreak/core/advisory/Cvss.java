package dev.firebreak.core.advisory;

/**
 * Severity of a hole in the Common Vulnerability Scoring System, version 3.
 *
 * @param vector the metrics, {@code CVSS:3.0/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H}
 * @param base 0.0 to 10.0
 */
public record Cvss(String vector, double base) {

    public Cvss {
        if (!vector.startsWith("CVSS:3.") || base < 0 || base > 10) {
            throw new IllegalArgumentException("not a CVSS 3 score: " + vector + " " + base);
        }
    }

    /** {@code 3.0} or {@code 3.1}. */
    public String version() {
        return vector.substring("CVSS:".length(), vector.indexOf('/'));
    }

    /** The standard's word for the score. */
    public String severity() {
        if (base >= 9) {
            return "CRITICAL";
        }
        if (base >= 7) {
            return "HIGH";
        }
        if (base >= 4) {
            return "MEDIUM";
        }
        return base > 0 ? "LOW" : "NONE";
    }
}
