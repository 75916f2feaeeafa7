package dev.firebreak.app.capture.sigma;

/** A part of a rule that cannot be evaluated as its author means it; the message quotes it. */
final class SigmaNotUnderstood extends RuntimeException {

    private static final long serialVersionUID = 1;

    SigmaNotUnderstood(String what) {
        super(what, null, false, false);
    }
}
