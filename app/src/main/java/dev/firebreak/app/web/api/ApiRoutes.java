package dev.firebreak.app.web.api;

import dev.firebreak.app.web.auth.ApiGate;
import dev.firebreak.app.web.http.ApiRefusal;
import dev.firebreak.app.web.http.ApiRoute;
import dev.firebreak.app.web.http.JsonResponses;
import dev.firebreak.app.web.service.WebServices;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What programs and machines may ask of the control room. */
public final class ApiRoutes {

    private final ApiParameters asked;
    private final EventStreamApi events = new EventStreamApi();

    /** Listens to the room's changes from now on. */
    public ApiRoutes(WebServices sources) {
        this.asked = new ApiParameters(sources);
        sources.room().listen(events::accept);
    }

    /** Every address with who may call it. */
    public List<ApiRoute> routes(ApiGate gate) {
        List<ApiOperation> calls = calls(gate);
        var document = new OpenApiDocument(calls);
        calls = new ArrayList<>(calls);
        calls.add(document.call(gate));
        return calls.stream()
                .map(call -> new ApiRoute(call.method(), call.path(), call.access(), told(call.handler(), gate)))
                .toList();
    }

    private List<ApiOperation> calls(ApiGate gate) {
        List<ApiOperation> calls = new ArrayList<>();
        calls.addAll(new IntakeApi(asked, gate).calls());
        calls.addAll(new FleetApi(asked, gate).calls());
        calls.addAll(new KnowledgeApi(asked, gate).calls());
        calls.addAll(new ExceptionApi(asked, gate).calls());
        calls.add(events.call(gate));
        return calls;
    }

    private static Handler told(Handler handler, ApiGate gate) {
        return ctx -> {
            try {
                handler.handle(ctx);
            } catch (ApiRefusal refusal) {
                tell(ctx, refusal, gate);
            }
        };
    }

    private static void tell(Context ctx, ApiRefusal refusal, ApiGate gate) {
        ctx.attribute(JsonResponses.WHY, refusal.code());
        JsonResponses.problem(
                ctx,
                refusal.status(),
                refusal.code(),
                Objects.requireNonNull(refusal.detail()),
                gate.caller(ctx).language(),
                Objects.requireNonNull(refusal.more()));
    }
}
