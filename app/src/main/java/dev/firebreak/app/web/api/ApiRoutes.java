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

/** What programs and machines may ask of the server. */
public final class ApiRoutes {

    private final ApiParameters parameters;
    private final EventStreamApi events = new EventStreamApi();

    /** Listens to the changes of the fleet from now on. */
    public ApiRoutes(WebServices services) {
        this.parameters = new ApiParameters(services);
        services.fleet().listen(events::accept);
    }

    /** Every address with who may call it. */
    public List<ApiRoute> routes(ApiGate gate) {
        List<ApiOperation> calls = calls(gate);
        var document = new OpenApiDocument(calls);
        calls = new ArrayList<>(calls);
        calls.add(document.call(gate));
        return calls.stream()
                .map(call ->
                        new ApiRoute(call.method(), call.path(), call.access(), withRefusals(call.handler(), gate)))
                .toList();
    }

    private List<ApiOperation> calls(ApiGate gate) {
        List<ApiOperation> calls = new ArrayList<>();
        calls.addAll(new IntakeApi(parameters, gate).calls());
        calls.addAll(new FleetApi(parameters, gate).calls());
        calls.addAll(new KnowledgeApi(parameters, gate).calls());
        calls.addAll(new KillSwitchApi(parameters, gate).calls());
        calls.addAll(new GapApi(parameters, gate).calls());
        calls.addAll(new ExceptionApi(parameters, gate).calls());
        calls.addAll(new OrderApi(parameters, gate).calls());
        // Before the packages, whose pattern would take "metadata" for a hash.
        calls.addAll(new MetadataApi(parameters.sources()).calls());
        calls.addAll(new PackageApi(parameters.sources().packages()).calls());
        calls.addAll(new SightingApi(parameters, gate).calls());
        calls.add(events.call(gate));
        return calls;
    }

    private static Handler withRefusals(Handler handler, ApiGate gate) {
        return ctx -> {
            try {
                handler.handle(ctx);
            } catch (ApiRefusal refusal) {
                refuse(ctx, refusal, gate);
            }
        };
    }

    private static void refuse(Context ctx, ApiRefusal refusal, ApiGate gate) {
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
