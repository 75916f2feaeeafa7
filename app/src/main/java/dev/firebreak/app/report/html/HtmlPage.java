package dev.firebreak.app.report.html;

import dev.firebreak.core.text.Language;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;

/**
 * The frame of a page that stands alone: no script, no request to anywhere, one style sheet that the page's own policy
 * names by its digest. The two radio buttons before everything else choose the language without a script.
 */
public final class HtmlPage {

    private HtmlPage() {}

    public static void begin(HtmlWriter html, Language language, Text title) {
        String css = css();
        String first = language == Language.JA ? "ja" : "en";
        html.raw("<!DOCTYPE html>\n<html lang=\"" + first + "\">\n<head>\n<meta charset=\"utf-8\">\n")
                .raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-"
                        + digest(css) + "'; base-uri 'none'; form-action 'none'\">\n")
                .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .raw(
                        "<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"color-scheme\" content=\"light dark\">\n")
                .raw("<title>")
                .text(title.in(language))
                .raw("</title>\n<style>" + css + "</style>\n</head>\n<body>\n");
        radio(html, "en", first);
        radio(html, "ja", first);
        html.raw("<header class=\"top\"><div class=\"wide\"><strong class=\"brand\">Firebreak</strong>")
                .raw(
                        "<span class=\"languages\"><label for=\"show-en\">English</label><label for=\"show-ja\">日本語</label>")
                .raw("</span></div></header>\n<main class=\"wide\">\n");
    }

    public static void end(HtmlWriter html, Text footer) {
        html.raw("</main>\n<footer><div class=\"wide\">").text(footer).raw("</div></footer>\n</body>\n</html>\n");
        html.flush();
    }

    private static void radio(HtmlWriter html, String language, String first) {
        html.raw("<input class=\"language\" type=\"radio\" name=\"language\" id=\"show-" + language + "\""
                + (language.equals(first) ? " checked" : "") + " aria-label=\""
                + (language.equals("ja") ? "日本語" : "English") + "\">\n");
    }

    private static String css() {
        try (InputStream in = Objects.requireNonNull(HtmlPage.class.getResourceAsStream("page.css"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(String css) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(css.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
