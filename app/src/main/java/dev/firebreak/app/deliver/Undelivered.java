package dev.firebreak.app.deliver;

import dev.firebreak.core.advisory.Wording;

/** A notice was not taken. Says why in both languages and nothing that was told in confidence. */
final class Undelivered extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Wording why;
    private final boolean forGood;

    private Undelivered(Wording why, boolean forGood) {
        super(why.en(), null, false, false);
        this.why = why;
        this.forGood = forGood;
    }

    /** It may go better the next time. */
    static Undelivered forNow(Wording why) {
        return new Undelivered(why, false);
    }

    /** This notice would be refused again; those behind it must not wait for it. */
    static Undelivered forGood(Wording why) {
        return new Undelivered(why, true);
    }

    Wording why() {
        return why;
    }

    boolean isForGood() {
        return forGood;
    }
}
