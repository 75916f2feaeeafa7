package dev.firebreak.app.web.limits;

import dev.firebreak.app.web.http.RequestOrigin;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * Waits for a page's form without a thread: ten thousand forms that never end then cost what their few bytes cost. A form that is whole, or
 * larger than anybody sends before signing in, goes on to the routes; there the sender is known before more is read.
 */
public final class FormPrefetch extends Handler.Wrapper {

    private static final int MAX = Limits.FORM_BEFORE_SIGN_IN_BYTES;
    private static final int TIMED_OUT = 408;
    private static final int BUSY = 503;

    private final BodyBudget budget;
    private final RequestOrigin peer;
    private final String sessionCookie;

    /** @param sessionCookie name of the cookie without which nobody is signed in */
    public FormPrefetch(BodyBudget budget, RequestOrigin peer, String sessionCookie) {
        this.budget = budget;
        this.peer = peer;
        this.sessionCookie = sessionCookie;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        long length = request.getLength();
        if (length == 0 || !isForm(request)) {
            return super.handle(request, response, callback);
        }
        if (length > MAX) {
            if (showsSession(request)) {
                return super.handle(request, response, callback);
            }
            Response.writeError(request, response, callback, 413, "form of " + length + " bytes");
            return true;
        }
        var form = new Form(request, response, callback);
        return form.isHere() ? form.goOn() : form.await();
    }

    private static boolean isForm(Request request) {
        String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
        return type != null
                && HttpMethod.POST.is(request.getMethod())
                && type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded")
                // Programs send evidence so: it is what curl calls data.
                && !Request.getPathInContext(request).startsWith("/api/");
    }

    /** Whether there is something to look up; whether it is good is asked by the guard, before more is read. */
    private boolean showsSession(Request request) {
        return Request.getCookies(request).stream().anyMatch(c -> c.getName().equals(sessionCookie));
    }

    private final class Form implements Invocable.Task {
        private final Request request;
        private final Response response;
        private final Callback callback;
        private final List<BodyBudget.Holder> holders;
        private byte[] bytes = new byte[0];
        private int come;
        private boolean isWhole;
        private Content.Chunk failure = Content.Chunk.EOF;
        private boolean isRefused;

        Form(Request request, Response response, Callback callback) {
            this.request = request;
            this.response = response;
            String address =
                    peer.address(request.getHeaders().getValuesList("X-Forwarded-For"), Request.getRemoteAddr(request));
            this.holders = List.of(
                    new BodyBudget.Holder("anyone", Limits.Bodies.TIMES_FREE_BEFORE_SIGN_IN),
                    new BodyBudget.Holder(RequestOrigin.network(address), Limits.Bodies.TIMES_FREE));
            this.callback = Callback.from(callback, this::release);
        }

        /** Reads what has come; whether there is nothing more to wait for. */
        boolean isHere() {
            while (true) {
                Content.Chunk chunk = request.read();
                if (chunk == null) {
                    return false;
                }
                if (Content.Chunk.isFailure(chunk)) {
                    failure = chunk;
                    return true;
                }
                isWhole = chunk.isLast();
                int more = chunk.remaining();
                if (more > 0 && !makeRoom(more)) {
                    chunk.release();
                    isRefused = true;
                    return true;
                }
                chunk.getByteBuffer().get(bytes, come, more);
                come += more;
                chunk.release();
                if (isWhole || come > MAX) {
                    return true;
                }
            }
        }

        private boolean makeRoom(int more) {
            if (come + more <= bytes.length) {
                return true;
            }
            int room = come == 0 ? Math.max(more, (int) request.getLength()) : Math.max(come + more, MAX);
            if (!budget.take(holders, room - bytes.length)) {
                return false;
            }
            bytes = java.util.Arrays.copyOf(bytes, room);
            return true;
        }

        private void release() {
            budget.release(holders, bytes.length);
        }

        boolean await() {
            request.demand(this);
            return true;
        }

        /** More has come. On the thread that watches the sockets: it only copies some bytes. */
        @Override
        public void run() {
            if (isHere()) {
                executor().execute(this::goOnElsewhere);
            } else {
                request.demand(this);
            }
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }

        private Executor executor() {
            Executor threads = getServer().getThreadPool();
            Executor virtual = VirtualThreads.getVirtualThreadsExecutor(threads);
            return virtual == null ? threads : virtual;
        }

        private void goOnElsewhere() {
            try {
                if (!goOn()) {
                    Response.writeError(request, response, callback, 404);
                }
            } catch (Throwable e) {
                Response.writeError(request, response, callback, e);
            }
        }

        boolean goOn() throws Exception {
            if (isRefused) {
                Response.writeError(request, response, callback, BUSY, "memory for bodies is used up");
                return true;
            }
            if (Content.Chunk.isFailure(failure)) {
                Throwable why = failure.getFailure();
                if (why instanceof HttpException http) {
                    Response.writeError(request, response, callback, http.getCode(), http.getReason());
                } else if (why instanceof TimeoutException) {
                    Response.writeError(request, response, callback, TIMED_OUT, "nothing came");
                } else {
                    callback.failed(why);
                }
                return true;
            }
            return FormPrefetch.super.handle(new Replay(request, bytes, come, isWhole), response, callback);
        }
    }

    /** A request whose first bytes were read before. */
    private static final class Replay extends Request.Wrapper {
        private final boolean isWhole;
        private Content.Chunk next;

        Replay(Request request, byte[] bytes, int length, boolean isWhole) {
            super(request);
            this.isWhole = isWhole;
            this.next = Content.Chunk.from(ByteBuffer.wrap(bytes, 0, length), isWhole);
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // Jetty has one object for the end
        public Content.Chunk read() {
            Content.Chunk now = next;
            next = Content.Chunk.EOF;
            return now != Content.Chunk.EOF || isWhole ? now : super.read();
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // Jetty has one object for the end
        public void demand(Runnable demandCallback) {
            if (next != Content.Chunk.EOF || isWhole) {
                demandCallback.run();
            } else {
                super.demand(demandCallback);
            }
        }
    }
}
