package dev.firebreak.app.feed;

import dev.firebreak.core.advisory.Wording;
import java.io.IOException;

/** A document is refused for its size or shape, said for people. */
final class TooMuch extends IOException {

    private static final long serialVersionUID = 1;

    private final transient Wording what;

    TooMuch(Wording what) {
        super(what.en());
        this.what = what;
    }

    Wording what() {
        return what;
    }
}
