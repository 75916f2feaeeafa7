package dev.firebreak.app.web.pages.watch;

import dev.firebreak.app.web.http.PageRoute;
import dev.firebreak.app.web.pages.frame.PageFrame;
import dev.firebreak.app.web.pages.frame.PageRequest;
import dev.firebreak.app.web.pages.frame.PageTexts;
import dev.firebreak.app.web.service.GapService;
import dev.firebreak.core.access.Role;
import dev.firebreak.core.fleet.GapDecision;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import io.javalin.http.UploadedFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The page of machines that no report covers, and what persons do about them. */
public final class ExposurePages {

    private static final int MAX_NAME_LENGTH = 200;
    private static final int MAX_KEY_LENGTH = 300;
    private static final int MAX_CHOICES = 5_000;

    private final PageRequest pages;
    private final GapService gaps;

    public ExposurePages(PageRequest pages, GapService gaps) {
        this.pages = pages;
        this.gaps = gaps;
    }

    public List<PageRoute> routes() {
        return List.of(
                PageRoute.get("/exposure", Role.VIEWER, ctx -> show(ctx, null)),
                PageRoute.post("/exposure/import", Role.OPERATOR, this::take),
                PageRoute.post("/exposure/drop", Role.OPERATOR, this::drop),
                PageRoute.post("/exposure/decide", Role.OPERATOR, this::decide),
                PageRoute.post("/exposure/undo", Role.OPERATOR, this::undo));
    }

    private void show(Context ctx, ExposureView.@Nullable Notice notice) {
        PageFrame frame = pages.frame(ctx);
        var names = new TreeSet<String>();
        if (frame.may(Role.OPERATOR)) {
            pages.services().fleet().lines(line -> {
                if (names.size() < MAX_CHOICES) {
                    names.add(line.name());
                }
            });
        }
        var view = new ExposureView(
                frame,
                gaps.gaps(),
                gaps.smb1(),
                gaps.lastProbe(),
                gaps.lists(),
                gaps.decisions(),
                List.copyOf(names),
                notice);
        PageRequest.page(ctx, out -> JteexposureGenerated.render(out, null, view));
    }

    private void take(Context ctx) throws IOException {
        PageTexts texts = pages.frame(ctx).texts();
        boolean expected = "expected".equals(ctx.formParam("kind"));
        int entries = 0;
        List<String> problems = new ArrayList<>();
        List<UploadedFile> files = ctx.uploadedFiles("files");
        for (UploadedFile file : files) {
            String path = file.filename();
            String name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
            if (name.isBlank() || name.length() > MAX_NAME_LENGTH) {
                continue;
            }
            try (InputStream in = file.content()) {
                GapService.ImportedEntries imported =
                        gaps.take(name, in.readNBytes(GapService.MAX_BYTES + 1), expected, null, pages.actor(ctx));
                entries += imported.entries();
                imported.texts().stream()
                        .map(problem -> texts.name(name) + ": " + texts.of(problem))
                        .forEach(problems::add);
            }
        }
        if (entries == 0) {
            ctx.status(400);
        }
        show(
                ctx,
                new ExposureView.Notice(
                        entries > 0,
                        entries > 0 ? texts.text("exposure.imported", entries) : texts.text("exposure.nothing"),
                        problems));
    }

    private void drop(Context ctx) {
        if (!gaps.drop(text(ctx, "name"), pages.actor(ctx))) {
            throw new NotFoundResponse();
        }
        ctx.redirect("/exposure", HttpStatus.SEE_OTHER);
    }

    private void decide(Context ctx) {
        GapDecision.Kind kind = kind(ctx);
        String machine = text(ctx, "machine");
        String key = text(ctx, "key");
        boolean done = !key.isEmpty()
                && key.length() <= MAX_KEY_LENGTH
                && gaps.decide(kind, key, machine.isEmpty() ? null : machine, text(ctx, "reason"), pages.actor(ctx));
        if (done) {
            ctx.redirect("/exposure", HttpStatus.SEE_OTHER);
            return;
        }
        ctx.status(400);
        show(ctx, new ExposureView.Notice(false, pages.frame(ctx).texts().text("exposure.refused"), List.of()));
    }

    private void undo(Context ctx) {
        if (!gaps.withdraw(kind(ctx), text(ctx, "key"), pages.actor(ctx))) {
            throw new NotFoundResponse();
        }
        ctx.redirect("/exposure", HttpStatus.SEE_OTHER);
    }

    private static GapDecision.Kind kind(Context ctx) {
        return Stream.of(GapDecision.Kind.values())
                .filter(kind -> kind.name().equals(ctx.formParam("kind")))
                .findFirst()
                .orElseThrow(NotFoundResponse::new);
    }

    private static String text(Context ctx, String name) {
        return Optional.ofNullable(ctx.formParam(name)).orElse("").strip();
    }
}
