package dev.firebreak.core.watch.killswitch;

import java.util.Locale;

/**
 * What came of the name by a proxy: information only, for the worm uses none.
 *
 * @param where {@code HOST:PORT}, or the address of a PAC file
 * @param status HTTP status; 0 where there is none
 * @param detail what was returned, in a few words of the other side; may be empty
 */
public record ProxyObservation(Kind kind, String where, Outcome outcome, int status, String detail) {

    /** How the proxy is known. */
    public enum Kind {
        /** Named to the probe. */
        EXPLICIT,
        /** A proxy auto-configuration file. */
        PAC,
        /** Named in a PAC file's text. */
        PAC_PROXY;

        /** Name in our formats. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What became of it. */
    public enum Outcome {
        /** The proxy brought an answer of the site itself (a status below 400), or the PAC file was fetched. */
        ANSWERED,
        /** The proxy answered that it could not (a status of 400 and above). */
        REFUSED,
        /** No answer. */
        NONE;

        /** Name in our formats. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
