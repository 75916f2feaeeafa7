package dev.firebreak.app.report.model;

import dev.firebreak.core.advisory.Lifecycle;
import dev.firebreak.core.assess.Verdict;

/** Colours of a terminal, or none. They only repeat what words and marks say. */
public record TerminalColours(boolean colours) {

    private static final String RESET = "\u001B[0m";

    public String bold(String text) {
        return paint("1", text);
    }

    public String dim(String text) {
        return paint("2", text);
    }

    public String of(Verdict.Kind kind, String text) {
        return paint(code(kind), text);
    }

    public String strong(Verdict.Kind kind, String text) {
        return paint("1;" + code(kind), text);
    }

    public String of(Lifecycle.State state, String text) {
        return switch (state) {
            case MAINSTREAM, EXTENDED -> paint("32", text);
            case ESU -> paint("33", text);
            case UNSUPPORTED -> paint("31", text);
            case UNKNOWN -> paint("35", text);
        };
    }

    public static String mark(Verdict.Kind kind) {
        return switch (kind) {
            case VULNERABLE -> "✗";
            case UNKNOWN -> "?";
            case MITIGATED -> "~";
            case FIXED -> "✓";
            case NOT_AFFECTED -> "-";
        };
    }

    /** What a bar of this verdict is drawn with, so that it can be read without colours too. */
    public static String block(Verdict.Kind kind) {
        return switch (kind) {
            case VULNERABLE -> "█";
            case UNKNOWN -> "▓";
            case MITIGATED -> "▒";
            case FIXED -> "░";
            case NOT_AFFECTED -> "·";
        };
    }

    private static String code(Verdict.Kind kind) {
        return switch (kind) {
            case VULNERABLE -> "31";
            case UNKNOWN -> "35";
            case MITIGATED -> "33";
            case FIXED -> "32";
            case NOT_AFFECTED -> "36";
        };
    }

    private String paint(String code, String text) {
        return colours && !text.isEmpty() ? "\u001B[" + code + "m" + text + RESET : text;
    }
}
