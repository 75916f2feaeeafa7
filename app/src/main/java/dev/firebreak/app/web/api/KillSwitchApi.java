package dev.firebreak.app.web.api;

import dev.firebreak.app.io.killswitch.ProbeLines;
import dev.firebreak.app.sinkhole.LeadLines;
import dev.firebreak.app.web.auth.ApiGate;
import dev.firebreak.app.web.http.Access;
import dev.firebreak.app.web.http.ApiRefusal;
import dev.firebreak.app.web.http.Caller;
import dev.firebreak.app.web.http.JsonResponses;
import dev.firebreak.app.web.service.KillSwitchService;
import dev.firebreak.core.inventory.MachineName;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.text.Text;
import dev.firebreak.core.watch.infection.Lead;
import dev.firebreak.core.watch.killswitch.KillSwitchProbe;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The kill switch: probes from segments come in, leads to infected machines go out. */
final class KillSwitchApi {

    private static final int LARGEST = 4 << 20;

    private final ApiParameters parameters;
    private final ApiGate gate;
    private final KillSwitchService killSwitch;

    KillSwitchApi(ApiParameters parameters, ApiGate gate) {
        this.parameters = parameters;
        this.gate = gate;
        this.killSwitch = parameters.sources().killSwitch();
    }

    List<ApiOperation> calls() {
        return List.of(
                ApiOperation.post("/api/v1/killswitch/probes", Access.MACHINE, keepOperation(), this::keep),
                ApiOperation.get("/api/v1/killswitch/leads", Access.VIEWER, leadsOperation(), this::leads));
    }

    private static OperationDescription keepOperation() {
        return OperationDescription.of(
                        "keepKillSwitchProbes",
                        "Keeps what killswitch check observed, one probe a line. A machine with a token of its own sends its own probes only.",
                        "killswitch check の結果（1 行 1 件）を登録します。専用トークンを持つ端末は自分の結果だけを送信できます。")
                .takes(null, JsonResponses.LINES)
                .answers(
                        200, "KillSwitchProbesKept", "How many were kept, and what was refused.", "登録した件数と、受け付けなかった内容。")
                .fails(403, "A probe of another machine.", "別の端末の結果です。")
                .fails(413, "More than 4 MiB.", "4 MiB を超えています。")
                .fails(422, "None of the lines is a probe.", "使える行がありません。");
    }

    private void keep(Context ctx) throws IOException {
        Caller caller = gate.caller(ctx);
        String text = new String(gate.body(ctx, LARGEST), StandardCharsets.UTF_8);
        Read<KillSwitchProbe> read = ProbeLines.read(text, "body");
        List<Map<String, @Nullable Object>> problems = IntakeApi.problems(read.problems(), caller.language());
        if (read.items().isEmpty()) {
            throw new ApiRefusal(
                    422,
                    "unreadable",
                    new Text("None of the lines is a probe of killswitch check.", "killswitch check の結果として使える行がありません。"),
                    Map.of("problems", problems));
        }
        String own = caller.machine();
        for (KillSwitchProbe probe : read.items()) {
            String machine = probe.origin().machine();
            // A probe explains calls of its machine: nobody explains another's away.
            if (own != null && (machine == null || !MachineName.same(own, machine))) {
                throw new ApiRefusal(
                        403,
                        "not_yours",
                        new Text("A machine sends its own probes only.", "端末が送信できるのは自分の結果だけです。"),
                        Map.of("machine", String.valueOf(machine)));
            }
        }
        String site = Objects.requireNonNull(caller.site(), "the router lets machines in only");
        killSwitch.keep(read.items(), site, caller.name());
        // A probe explains calls of its machine away: who said so must be found again.
        parameters
                .sources()
                .audit()
                .add(
                        parameters.now(),
                        caller.name(),
                        "killswitch.probe",
                        String.valueOf(read.items().getFirst().origin().machine()),
                        "site " + site + ": " + read.items().size() + " kept, " + problems.size() + " problems");
        JsonResponses.json(
                ctx,
                200,
                ApiRows.of("kept", read.items().size(), "problemCount", problems.size(), "problems", problems));
    }

    private static OperationDescription leadsOperation() {
        return OperationDescription.of(
                        "killSwitchLeads",
                        "Callers of the kill switch, the most urgent first, one a line. A call is evidence and no proof.",
                        "キルスイッチを呼び出した端末の一覧（緊急度順、1 行 1 件）。呼び出しは手掛かりであり、証拠ではありません。")
                .answers(200, JsonResponses.LINES, "KillSwitchLead", "Leads.", "手掛かり。");
    }

    private void leads(Context ctx) {
        var out = new ByteArrayOutputStream();
        for (Lead lead : killSwitch.overview().leads()) {
            out.writeBytes(LeadLines.line(lead, gate.caller(ctx).language()));
        }
        ctx.header("Cache-Control", "no-store").contentType(JsonResponses.LINES).result(out.toByteArray());
    }
}
