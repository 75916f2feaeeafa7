package dev.firebreak.app.web.pages.fleet;

import dev.firebreak.app.io.ZipArchive;
import dev.firebreak.app.web.http.PageRoute;
import dev.firebreak.app.web.limits.Limits;
import dev.firebreak.app.web.pages.frame.PageFrame;
import dev.firebreak.app.web.pages.frame.PageLink;
import dev.firebreak.app.web.pages.frame.PageRequest;
import dev.firebreak.app.web.pages.frame.PageTexts;
import dev.firebreak.core.access.Role;
import dev.firebreak.core.dashboard.ImportedEvidence;
import dev.firebreak.core.dashboard.IntakeAudit;
import dev.firebreak.core.dashboard.Sender;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.SiteName;
import io.javalin.http.Context;
import io.javalin.http.UploadedFile;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Files that people bring: all at once by a form, or one by one by the script of the page. */
public final class IntakePage {

    private static final String HOME = "";

    private final PageRequest pages;

    public IntakePage(PageRequest pages) {
        this.pages = pages;
    }

    public List<PageRoute> routes() {
        return List.of(
                PageRoute.get("/import", Role.OPERATOR, ctx -> show(ctx, HOME, List.of())),
                PageRoute.post("/import", Role.OPERATOR, this::take));
    }

    private void show(Context ctx, String site, List<IntakeView.FileResult> results) {
        var sites = new TreeSet<String>();
        pages.services().fleet().lines(line -> sites.add(line.site()));
        String proposed = site.isEmpty() && sites.size() == 1 ? sites.first() : site;
        var view = new IntakeView(pages.frame(ctx), proposed, List.copyOf(sites), results);
        PageRequest.page(ctx, out -> JteintakeGenerated.render(out, null, view));
    }

    private void take(Context ctx) throws IOException {
        String site = Optional.ofNullable(ctx.formParam("site")).orElse("").strip();
        if (SiteName.refusal(site).isPresent()) {
            ctx.status(400);
            show(ctx, HOME, List.of());
            return;
        }
        List<IntakeView.FileResult> results = new ArrayList<>();
        Instant modified = modified(ctx.formParam("modified"));
        for (UploadedFile file : ctx.uploadedFiles("files")) {
            results.add(take(site, file, pages.actor(ctx), modified));
        }
        if ("true".equals(ctx.header("HX-Request"))) {
            PageTexts texts = pages.frame(ctx).texts();
            PageRequest.page(ctx, out -> results.forEach(one -> JtefileresultGenerated.render(out, null, texts, one)));
        } else {
            show(ctx, site, results);
        }
    }

    /** As a browser tells it, milliseconds since 1970; null where the script of the page did not run, or what came is no time. */
    private static @Nullable Instant modified(@Nullable String millis) {
        return millis != null && millis.matches("[0-9]{1,14}") ? Instant.ofEpochMilli(Long.parseLong(millis)) : null;
    }

    private IntakeView.FileResult take(String site, UploadedFile file, String by, @Nullable Instant modified)
            throws IOException {
        // A browser may send a path; what counts is the name.
        String name = file.filename()
                .substring(Math.max(
                                file.filename().lastIndexOf('/'),
                                file.filename().lastIndexOf('\\'))
                        + 1);
        byte[] content;
        try (InputStream in = file.content()) {
            content = in.readAllBytes();
        }
        return IntakeView.FileResult.of(
                name,
                ZipArchive.isOne(content)
                        ? unzipped(site, name, content, by)
                        : imported(site, name, content, by, modified));
    }

    private ImportedEvidence imported(String site, String name, byte[] content, String by, @Nullable Instant modified) {
        ImportedEvidence imported =
                pages.services().fleet().importEvidence(Sender.IMPORTER, site, name, content, by, modified);
        IntakeAudit.imported(pages.services().audit(), pages.services().clock().instant(), by, site, name, imported);
        return imported;
    }

    /** Each file of an archive as if it had been chosen itself. */
    private ImportedEvidence unzipped(String site, String archive, byte[] content, String by) throws IOException {
        var all = new ArrayList<ImportedEvidence>();
        List<Problem> problems = new ZipArchive(archive, content, Limits.ZIP)
                .read((name, bytes, modified) -> all.add(imported(site, name, bytes, by, modified)));
        all.add(new ImportedEvidence(0, 0, 0, List.of(), List.of(), List.of(), problems));
        return all.stream().reduce(ImportedEvidence::with).orElseThrow();
    }

    /** The page on which files are brought, and what became of those that were. */
    record IntakeView(PageFrame frame, String site, List<String> sites, List<FileResult> results) {

        private static final int MAX_COMPLAINTS = 50;

        IntakeView {
            sites = List.copyOf(sites);
            results = List.copyOf(results);
        }

        /** What became of a file; {@code more} names and complaints are not shown. */
        record FileResult(
                String file,
                int kept,
                int known,
                int older,
                List<String> unreadable,
                List<String> notYours,
                List<Problem> problems,
                int more) {

            FileResult {
                unreadable = List.copyOf(unreadable);
                notYours = List.copyOf(notYours);
                problems = List.copyOf(problems);
            }

            static FileResult of(String file, ImportedEvidence imported) {
                List<String> notYours =
                        imported.notYours().stream().limit(MAX_COMPLAINTS).toList();
                List<Problem> problems =
                        imported.problems().stream().limit(MAX_COMPLAINTS).toList();
                return new FileResult(
                        file,
                        imported.kept(),
                        imported.known(),
                        imported.older(),
                        imported.unreadable(),
                        notYours,
                        problems,
                        imported.notYours().size()
                                - notYours.size()
                                + imported.problems().size()
                                - problems.size());
            }

            /** Whether nothing of the file was taken in. */
            boolean failed() {
                return kept + known + older == 0;
            }

            String link(String machine) {
                return PageLink.to("/machine").with("name", machine).toString();
            }

            boolean isClean() {
                return kept + known > 0 && older == 0 && notYours.isEmpty() && problems.isEmpty();
            }
        }
    }
}
