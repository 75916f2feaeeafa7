package dev.firebreak.app.web.http;

import dev.firebreak.core.text.Language;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.logging.Logger;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * What is refused before a route of ours has seen it: a head that is none, a path that climbs, a body announced too large. It is told as
 * any other refusal, with nothing of what was sent, and it is logged as any other.
 */
public final class RequestPrecheck implements Request.Handler {

    private static final Logger ACCESS = Logger.getLogger("firebreak.access");
    private static final int MAX_SHOWN_LENGTH = 200;

    /** Jetty refuses while it stops: the next server is up by then. */
    private static final long RETRY_SECONDS = 10;

    private final SecurityHeaders headers;
    private final RequestOrigin peer;
    private final BiConsumer<String, Integer> counted;

    /** @param counted is told the method and the status of each */
    public RequestPrecheck(SecurityHeaders headers, RequestOrigin peer, BiConsumer<String, Integer> counted) {
        this.headers = headers;
        this.peer = peer;
        this.counted = counted;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        HttpProblem problem = HttpProblem.of(status);
        String path = path(request);
        headers.put(response.getHeaders());
        if (status == HttpProblem.BUSY.status()) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_SECONDS);
        }
        counted.accept("other", status);
        ACCESS.info(() -> shown(request.getMethod()) + " " + shown(path) + " " + status + " "
                + peer.address(request.getHeaders().getValuesList("X-Forwarded-For"), Request.getRemoteAddr(request))
                + " anyone refused: " + why(request));
        byte[] body;
        if (path.startsWith("/api/")) {
            Language language = LanguageNegotiation.asked(request.getHeaders().get(HttpHeader.ACCEPT_LANGUAGE));
            response.getHeaders().put(HttpHeader.CONTENT_LANGUAGE, LanguageNegotiation.code(language));
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, JsonResponses.PROBLEM);
            body = JsonResponses.problem(status, problem.code(), problem.detail(), language);
        } else {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
            body = (status + " " + problem.detail().en() + "\n"
                            + problem.detail().ja() + "\n")
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        }
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }

    private static String path(Request request) {
        return Optional.ofNullable(request.getHttpURI())
                .map(uri -> uri.getPath())
                .orElse("?");
    }

    /** The reason is Jetty's, and may hold what was sent: its first line, cut short, for the log only. */
    private static String why(Request request) {
        return request.getAttribute(ErrorHandler.ERROR_MESSAGE) instanceof String said ? shown(said) : "not understood";
    }

    private static String shown(@Nullable String text) {
        String line = Optional.ofNullable(text).orElse("?").lines().findFirst().orElse("");
        return line.substring(0, Math.min(line.length(), MAX_SHOWN_LENGTH)).strip();
    }

    /** Who hung up on nobody's account: a connection without a request, for the log. */
    public static void hungUp(String from, String why) {
        ACCESS.info(() -> "- - - " + from + " anyone refused: " + why.toLowerCase(Locale.ROOT));
    }
}
