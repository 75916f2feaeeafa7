package dev.firebreak.app.web.http;

import io.javalin.http.Handler;
import io.javalin.http.HandlerType;

/** An address for programs and who may call it; who listens adds it to its own. */
public record ApiRoute(HandlerType method, String path, Access access, Handler handler) {}
