package dev.firebreak.app.notify;

import dev.firebreak.core.text.Text;

/** A notice was not accepted. Says why in both languages and holds no secret. */
final class DeliveryFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Text why;
    private final boolean forGood;

    private DeliveryFailure(Text why, boolean forGood) {
        super(why.en(), null, false, false);
        this.why = why;
        this.forGood = forGood;
    }

    /** It may go better the next time. */
    static DeliveryFailure forNow(Text why) {
        return new DeliveryFailure(why, false);
    }

    /** This notice would be refused again; those behind it must not wait for it. */
    static DeliveryFailure forGood(Text why) {
        return new DeliveryFailure(why, true);
    }

    Text why() {
        return why;
    }

    boolean isForGood() {
        return forGood;
    }
}
