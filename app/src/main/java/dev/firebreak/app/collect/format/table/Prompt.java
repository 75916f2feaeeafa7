package dev.firebreak.app.collect.format.table;

import java.util.regex.Pattern;

/** Lines that a console writes itself or that a person typed: what stands there is a command, and no answer of a machine. */
public final class Prompt {

    /** {@code C:\>}, {@code \\server\share>}, {@code PS C:\>}, {@code [server]: PS C:\>}, {@code wmic:root\cli>}, {@code >>}. */
    private static final Pattern PROMPT = Pattern.compile("(?i)\\s*(?:"
            + "(?:\\([^)]{1,60}\\)\\s*)?(?:\\[[^\\]]{1,255}\\]:?\\s*)?(?:\\*[\\w-]+\\*\\s*)?(?:PS\\b[^>]{0,260}|[A-Z]:\\\\[^>]{0,260}"
            + "|\\\\\\\\[^>]{1,260}|wmic:[^>]{1,120}|Microsoft\\.PowerShell[^>]{0,260})>"
            + "|>>|[\\w.-]+@[\\w.-]+[^$#>]{0,260}[$#>]\\s).*");

    private static final Pattern TROUBLE =
            Pattern.compile("(?i)error|fail|exception|denied|abort|cannot|could not|not found"
                    + "|\\^C|terminated|timed? ?out|unavailable|エラー|失敗|拒否|中断|できません|例外|fehler|erreur|errore|erro\\b"
                    + "|ошибка|错误|錯誤|오류|0x[0-9a-f]{8}");

    private Prompt() {}

    public static boolean is(String line) {
        return (line.indexOf('>') >= 0 || line.indexOf('$') >= 0 || line.indexOf('#') >= 0)
                ? PROMPT.matcher(line).matches()
                : false;
    }

    /** Whether the line may say that a look was broken off. */
    static boolean tellsTrouble(String line) {
        return TROUBLE.matcher(line).find();
    }
}
