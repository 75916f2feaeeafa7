package dev.firebreak.app.io;

import dev.firebreak.core.text.Text;
import java.io.IOException;

/** A document is refused for its size or shape, said for people. */
public final class InputTooLarge extends IOException {

    private static final long serialVersionUID = 1;

    private final transient Text what;

    public InputTooLarge(Text what) {
        super(what.en());
        this.what = what;
    }

    public Text what() {
        return what;
    }
}
