package dev.firebreak.app.cli.deliver;

import dev.firebreak.app.cli.CommandFailure;
import dev.firebreak.app.cli.ExitCode;
import dev.firebreak.app.cli.FormatOption;
import dev.firebreak.app.deliver.MediumResults;
import dev.firebreak.app.deliver.OutcomeText;
import dev.firebreak.app.io.JsonWriter;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Finding;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.inventory.MachineName;
import dev.firebreak.core.rollout.Outcome;
import dev.firebreak.core.text.Language;
import dev.firebreak.core.text.SafeText;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.core.JsonGenerator;

/** {@code deliver collect}: what came back on a medium, each claim beside what the evidence says. */
@Command(name = "collect")
final class DeliverCollectCommand implements Callable<Integer> {

    @ParentCommand
    @Nullable
    DeliverCommand parent;

    @Mixin
    DeliveryInput input = new DeliveryInput();

    @Mixin
    FormatOption output = new FormatOption();

    @Mixin
    ResultIntake intake = new ResultIntake();

    @Parameters(paramLabel = "FOLDER")
    Path folder = Path.of("");

    /** One machine: what its installers said, and how it is judged. */
    private static final class Machine {
        private String name = "";
        private final List<OutcomeText> told = new ArrayList<>();
        private @Nullable Assessment assessment;
    }

    @Override
    public Integer call() {
        input.use(parent);
        boolean isBrought = intake.isWanted();
        Map<String, Machine> machines = new TreeMap<>();
        MediumResults results = read();
        for (MediumResults.Report report : results.reports()) {
            OutcomeText told = report.told();
            if (told == null) {
                input.say(Text.format(
                        "%s: %s", "%s: %s", report.file().getFileName(), Objects.requireNonNull(report.refusal())));
            } else {
                machine(machines, String.valueOf(told.machine())).told.add(told);
            }
        }
        if (!results.evidence().isEmpty()) {
            for (Assessment assessment : input.assessments(results.evidence())) {
                machine(machines, assessment.snapshot().machine()).assessment = assessment;
            }
        }
        if (machines.isEmpty()) {
            throw new CommandFailure(ExitCode.NOTHING_READ, "deliver.collect.nothing", folder);
        }
        Language language = input.firebreak().messages().language();
        machines.values().forEach(m -> {
            if (output.isNdjson()) {
                json(m, language);
            } else {
                line(m, language);
            }
        });
        if (isBrought) {
            intake.bring(results, input);
        } else if (!input.firebreak().quiet()) {
            input.say("deliver.collect.next");
        }
        return ExitCode.DONE;
    }

    private MediumResults read() {
        try {
            return MediumResults.read(folder);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.NOTHING_READ, "deliver.collect.nothing", folder);
        }
    }

    private static Machine machine(Map<String, Machine> machines, String name) {
        Machine machine = machines.computeIfAbsent(MachineName.key(name), k -> new Machine());
        machine.name = machine.name.isEmpty() ? name : machine.name;
        return machine;
    }

    /** Whether evidence confirms what an installer said. Without evidence nothing is. */
    private enum Confirmation {
        CONFIRMED(new Text("confirmed by evidence", "根拠情報で確認済み")),
        RESTART(new Text("restart, then run START.cmd once more", "再起動後に START.cmd を再実行してください")),
        FIXED_OTHERWISE(new Text(
                "evidence shows the fix, though the installer reports no success", "インストーラーは成功していませんが、根拠情報では適用済みです")),
        NOT_CONFIRMED(new Text("not confirmed: evidence does not show the fix", "未確認: 根拠情報では適用を確認できません")),
        NO_EVIDENCE(new Text("no evidence came with it", "根拠情報がありません")),
        NOTHING_SAID(new Text("no installer ran", "インストーラーは実行されていません"));

        private final Text label;

        Confirmation(Text label) {
            this.label = label;
        }
    }

    private static Confirmation confirmation(Machine machine) {
        Assessment assessment = machine.assessment;
        if (assessment == null) {
            return Confirmation.NO_EVIDENCE;
        }
        boolean restart = machine.told.stream()
                .map(OutcomeText::outcome)
                .filter(Objects::nonNull)
                .anyMatch(Outcome::restart);
        boolean green = !assessment.findings().isEmpty()
                && assessment.findings().stream().map(f -> f.verdict().kind()).allMatch(Verdict.Kind::isGreen);
        if (machine.told.isEmpty()) {
            return Confirmation.NOTHING_SAID;
        }
        if (restart) {
            return Confirmation.RESTART;
        }
        if (!green) {
            return Confirmation.NOT_CONFIRMED;
        }
        // "Not applicable" and a failure are never success, whatever else made the machine green.
        boolean isClaimed = machine.told.stream()
                .map(OutcomeText::outcome)
                .allMatch(outcome -> outcome != null && outcome.isClaim());
        return isClaimed ? Confirmation.CONFIRMED : Confirmation.FIXED_OTHERWISE;
    }

    private void line(Machine machine, Language language) {
        var line = new StringBuilder(SafeText.name(machine.name));
        Assessment assessment = machine.assessment;
        if (assessment != null) {
            for (Finding finding : assessment.findings()) {
                line.append('\t')
                        .append(finding.advisory().id())
                        .append(' ')
                        .append(finding.verdict().kind().label().in(language));
            }
        }
        for (OutcomeText told : machine.told) {
            line.append('\t').append(SafeText.name(told.kb())).append(": ").append(words(told.outcome(), language));
        }
        line.append('\t').append(confirmation(machine).label.in(language));
        input.firebreak().out().println(line);
    }

    private static String words(@Nullable Outcome outcome, Language language) {
        return outcome == null ? "" : outcome.words().in(language);
    }

    private void json(Machine machine, Language language) {
        var out = input.firebreak().out();
        try (JsonGenerator json = JsonWriter.to(out)) {
            json.writeStartObject();
            JsonWriter.text(json, "schema", "firebreak.result/1");
            JsonWriter.text(json, "machine", SafeText.encodable(machine.name));
            json.writeObjectPropertyStart("verdicts");
            Assessment assessment = machine.assessment;
            if (assessment != null) {
                assessment
                        .findings()
                        .forEach(f -> JsonWriter.text(
                                json, f.advisory().id(), f.verdict().kind().id()));
            }
            json.writeEndObject();
            json.writeArrayPropertyStart("outcomes");
            for (OutcomeText told : machine.told) {
                Outcome outcome = Objects.requireNonNull(told.outcome());
                json.writeStartObject();
                JsonWriter.text(json, "medium", told.medium());
                JsonWriter.text(json, "kb", told.kb());
                JsonWriter.text(json, "file", told.file());
                JsonWriter.text(json, "outcome", outcome.kind().id());
                JsonWriter.text(json, "exit", outcome.code() == null ? null : Long.toString(outcome.code()));
                json.writeBooleanProperty("restart", outcome.restart());
                JsonWriter.text(json, "detail", outcome.words().in(language));
                json.writeEndObject();
            }
            json.writeEndArray();
            JsonWriter.text(json, "state", confirmation(machine).name().toLowerCase(Locale.ROOT));
            json.writeEndObject();
        }
        out.println();
    }
}
