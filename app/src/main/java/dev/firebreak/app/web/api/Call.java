package dev.firebreak.app.web.api;

import io.javalin.http.Handler;
import io.javalin.http.HandlerType;

/** An address for programs with what it does. */
record Call(HandlerType method, String path, Access access, Operation operation, Handler handler) {

    static Call get(String path, Access access, Operation operation, Handler handler) {
        return new Call(HandlerType.GET, path, access, operation, handler);
    }

    static Call post(String path, Access access, Operation operation, Handler handler) {
        return new Call(HandlerType.POST, path, access, operation, handler);
    }

    static Call put(String path, Access access, Operation operation, Handler handler) {
        return new Call(HandlerType.PUT, path, access, operation, handler);
    }

    static Call delete(String path, Access access, Operation operation, Handler handler) {
        return new Call(HandlerType.DELETE, path, access, operation, handler);
    }
}
