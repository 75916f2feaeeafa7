package dev.firebreak.app.cli;

import java.util.Map;

/**
 * What the launcher found out about the terminal: it can ask the system, which Java cannot without loading native code.
 *
 * @param outColumns width of the terminal that takes the results; 0 where they go elsewhere
 * @param errColumns width of the terminal that takes everything else; 0 where it goes elsewhere
 * @param colours whether colours are wanted ({@code NO_COLOR} and {@code TERM=dumb} say no; see no-color.org)
 */
public record TerminalSettings(int outColumns, int errColumns, boolean colours) {

    private static final int USUAL = 80;
    private static final int WIDEST = 1000;

    /** {@code FIREBREAK_TERMINAL} is {@code COLUMNS:out:err}; out and err are there only where they are terminals. */
    public static TerminalSettings of(Map<String, String> environment) {
        String told = environment.getOrDefault("FIREBREAK_TERMINAL", "");
        int columns = columns(told.split(":", -1)[0]);
        boolean out = told.contains(":out");
        boolean colours = out
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
        return new TerminalSettings(out ? columns : 0, told.contains(":err") ? columns : 0, colours);
    }

    private static int columns(String told) {
        try {
            int columns = Integer.parseInt(told);
            return columns > 0 && columns <= WIDEST ? columns : USUAL;
        } catch (NumberFormatException e) {
            return USUAL;
        }
    }
}
