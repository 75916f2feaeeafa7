package dev.firebreak.app.web.api;

import dev.firebreak.app.web.pages.Sources;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What programs and machines may ask of the control room. */
public final class Api {

    private final Asked asked;
    private final Explainer explainer;
    private final Events events = new Events();

    /** Listens to the room's changes from now on. */
    public Api(Sources sources, Explainer explainer) {
        this.asked = new Asked(sources);
        this.explainer = explainer;
        sources.room().listen(events::accept);
    }

    /** Every address with who may call it. */
    public List<ApiRoute> routes(Gate gate) {
        List<Call> calls = calls(gate);
        var document = new OpenApi(calls);
        calls = new ArrayList<>(calls);
        calls.add(document.call(gate));
        return calls.stream()
                .map(call -> new ApiRoute(call.method(), call.path(), call.access(), told(call.handler(), gate)))
                .toList();
    }

    private List<Call> calls(Gate gate) {
        List<Call> calls = new ArrayList<>();
        calls.addAll(new IntakeCalls(asked, gate).calls());
        calls.addAll(new EstateCalls(asked, gate, explainer).calls());
        calls.addAll(new KnowledgeCalls(asked, gate).calls());
        calls.addAll(new WaiverCalls(asked, gate).calls());
        calls.add(events.call(gate));
        return calls;
    }

    private static Handler told(Handler handler, Gate gate) {
        return ctx -> {
            try {
                handler.handle(ctx);
            } catch (Refusal refusal) {
                tell(ctx, refusal, gate);
            }
        };
    }

    private static void tell(Context ctx, Refusal refusal, Gate gate) {
        ctx.attribute(Answers.WHY, refusal.code());
        Answers.problem(
                ctx,
                refusal.status(),
                refusal.code(),
                Objects.requireNonNull(refusal.detail()),
                gate.caller(ctx).language(),
                Objects.requireNonNull(refusal.more()));
    }
}
