package dev.firebreak.app.web.api;

import dev.firebreak.app.web.http.Access;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;

/** An address for programs with what it does. */
record ApiOperation(HandlerType method, String path, Access access, OperationDescription operation, Handler handler) {

    static ApiOperation get(String path, Access access, OperationDescription operation, Handler handler) {
        return new ApiOperation(HandlerType.GET, path, access, operation, handler);
    }

    static ApiOperation post(String path, Access access, OperationDescription operation, Handler handler) {
        return new ApiOperation(HandlerType.POST, path, access, operation, handler);
    }

    static ApiOperation put(String path, Access access, OperationDescription operation, Handler handler) {
        return new ApiOperation(HandlerType.PUT, path, access, operation, handler);
    }

    static ApiOperation delete(String path, Access access, OperationDescription operation, Handler handler) {
        return new ApiOperation(HandlerType.DELETE, path, access, operation, handler);
    }
}
