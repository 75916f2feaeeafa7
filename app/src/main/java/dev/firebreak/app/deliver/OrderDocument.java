package dev.firebreak.app.deliver;

import dev.firebreak.app.io.JsonWriter;
import dev.firebreak.app.io.Sha256;
import dev.firebreak.app.io.tuf.TufTarget;
import dev.firebreak.core.rollout.Order;
import dev.firebreak.core.rollout.OrderState;
import dev.firebreak.core.rollout.OrderTask;
import dev.firebreak.core.rollout.PackageFile;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/**
 * An approved order as the file that signed metadata vouch for: everything that two persons agreed to, and nothing that changes on its way to
 * the machine. The same order always makes the same bytes, so that their hash shows whether an order is still the one that was signed.
 *
 * <pre>{"schema":"firebreak.order/1","id":"..","machine":"PC1","task":"install:KB4012598","files":[{"file":"..","bytes":1,"sha256":".."}],..}</pre>
 */
public final class OrderDocument {

    private OrderDocument() {}

    /** Name of the file, in lower case for file systems without case. */
    public static String path(String order) {
        return order + ".json";
    }

    /** The bytes; empty for an order that nobody approved. */
    public static Optional<byte[]> bytes(Order order) {
        OrderState.Approval approval = order.state().approval();
        if (approval == null) {
            return Optional.empty();
        }
        var out = new ByteArrayOutputStream();
        try (JsonGenerator json = JsonWriter.to(out)) {
            json.writeStartObject();
            json.writeStringProperty("schema", "firebreak.order/1");
            JsonWriter.text(json, "id", order.id());
            JsonWriter.text(json, "batch", order.batch());
            JsonWriter.text(json, "machine", order.machine());
            JsonWriter.text(json, "site", order.site());
            JsonWriter.text(json, "advisory", order.advisory());
            JsonWriter.text(json, "task", order.task().key());
            json.writeArrayPropertyStart("files");
            if (order.task() instanceof OrderTask.Install install) {
                install.files().forEach(file -> file(json, file));
            }
            json.writeEndArray();
            JsonWriter.text(json, "proposedBy", approval.proposedBy());
            JsonWriter.text(json, "proposedAt", approval.proposedAt().toString());
            JsonWriter.text(json, "approvedBy", approval.approvedBy());
            JsonWriter.text(json, "approvedAt", approval.approvedAt().toString());
            JsonWriter.text(json, "expires", approval.expiresAt().toString());
            json.writeEndObject();
        }
        return Optional.of(out.toByteArray());
    }

    private static void file(JsonGenerator json, PackageFile file) {
        json.writeStartObject();
        JsonWriter.text(json, "kb", file.kb().toString());
        JsonWriter.text(json, "file", file.file());
        json.writeNumberProperty("bytes", file.bytes());
        JsonWriter.text(json, "sha256", file.sha256());
        json.writeEndObject();
    }

    /** What metadata say of it; empty for an order that nobody approved. */
    static Optional<TufTarget> target(Order order) {
        return bytes(order)
                .map(bytes -> new TufTarget(
                        path(order.id()),
                        bytes.length,
                        Sha256.hex(bytes),
                        Map.of("machine", order.machine(), "task", order.task().key())));
    }
}
