package dev.firebreak.app.web.api;

import dev.firebreak.app.web.http.ApiRefusal;
import dev.firebreak.app.web.service.WebServices;
import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.fleet.MachineStatus;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an address says, read strictly: a program that asks for something else than it thinks must hear of it. */
final class ApiParameters {

    private static final int MAX_LENGTH = 256;

    private final WebServices services;

    ApiParameters(WebServices services) {
        this.services = services;
    }

    WebServices sources() {
        return services;
    }

    Instant now() {
        return services.clock().instant();
    }

    /** The advisory named under {@code advisory}, or the first we know. */
    Advisory advisory(Context ctx) {
        Knowledge knowledge = services.knowledge().get();
        String name = ctx.queryParam("advisory");
        return name == null ? knowledge.advisories().getFirst() : advisory(name);
    }

    Advisory advisory(String name) {
        return services.knowledge()
                .get()
                .advisory(name)
                .orElseThrow(() -> ApiRefusal.missing("There is no board of this advisory.", "このアドバイザリのボードはありません。"));
    }

    static @Nullable String text(Context ctx, String name) {
        String text = ctx.queryParam(name);
        if (text != null && text.length() > MAX_LENGTH) {
            throw ApiRefusal.parameter(name, "at most 256 characters", "256 文字までです");
        }
        return text;
    }

    /** The status asked for; {@code light} is the parameter's earlier name. */
    static @Nullable MachineStatus status(Context ctx) {
        String name = ctx.queryParam("status") == null && ctx.queryParam("light") != null ? "light" : "status";
        String id = ctx.queryParam(name);
        return id == null
                ? null
                : MachineStatus.named(id).orElseThrow(() -> ApiRefusal.parameter(name, "unknown value", "指定できない値です"));
    }

    static int number(Context ctx, String name, int least, int most, int otherwise) {
        String text = ctx.queryParam(name);
        if (text == null) {
            return otherwise;
        }
        int number = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
        if (number < least || number > most) {
            throw ApiRefusal.parameter(name, "a number from " + least + " to " + most, least + "～" + most + " の数値です");
        }
        return number;
    }

    /** A moment with its zone (RFC 3339); empty for none. What is yet to come is not known. */
    Optional<Instant> moment(Context ctx, String name) {
        Optional<Instant> at = anyMoment(ctx, name);
        if (at.filter(now()::isBefore).isPresent()) {
            throw ApiRefusal.parameter(name, "lies ahead", "未来の日時です");
        }
        return at;
    }

    /** When evidence was collected, as its sender says; a clock may run ahead. Null where nothing is said. */
    @Nullable
    Instant collected(Context ctx) {
        return anyMoment(ctx, "collected").orElse(null);
    }

    private static Optional<Instant> anyMoment(Context ctx, String name) {
        String text = ctx.queryParam(name);
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            throw ApiRefusal.parameter(name, "a moment such as 2017-05-14T09:30:00Z", "2017-05-14T09:30:00Z のような日時です");
        }
    }
}
