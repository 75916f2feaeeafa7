package dev.firebreak.app.deliver;

import dev.firebreak.core.rollout.Installer;
import dev.firebreak.core.rollout.Order;
import dev.firebreak.core.rollout.OrderState;
import dev.firebreak.core.rollout.OrderTask;
import dev.firebreak.core.rollout.PackageFile;
import java.util.List;
import java.util.Locale;

/**
 * Orders as the client scripts read them: one {@code name=value} a line, ASCII, CR LF, ending with {@code end}, so that a text cut short is
 * noticed. Values hold no character that a command script would act on: ids, KB numbers, hashes and names of an allowed form. A machine is
 * never told a command line. {@code confirm} asks for fresh evidence of an order that the machine reported as done.
 *
 * <pre>
 * firebreak-orders 1
 * install=ORDER KB NUMBER-OF-PACKAGES
 * package=ORDER STEP INSTALLER BYTES SHA256 FILE
 * apply=ORDER MITIGATION
 * undo=ORDER MITIGATION
 * confirm=ORDER
 * end
 * </pre>
 */
public final class OrderText {

    private OrderText() {}

    /** The text. */
    public static String of(List<Order> orders) {
        var text = new StringBuilder("firebreak-orders 1\r\n");
        for (Order order : orders) {
            if (order.state() instanceof OrderState.Claimed) {
                line(text, "confirm", order.id());
                continue;
            }
            switch (order.task()) {
                case OrderTask.Install install -> install(order, install, text);
                case OrderTask.Apply(var id) -> line(text, "apply", order.id() + " " + id);
                case OrderTask.Undo(var id) -> line(text, "undo", order.id() + " " + id);
            }
        }
        return text.append("end\r\n").toString();
    }

    private static void install(Order order, OrderTask.Install install, StringBuilder text) {
        line(
                text,
                "install",
                order.id() + " " + install.kb() + " " + install.files().size());
        int step = 1;
        for (PackageFile file : install.files()) {
            line(
                    text,
                    "package",
                    String.format(
                            Locale.ROOT,
                            "%s %d %s %d %s %s",
                            order.id(),
                            step,
                            Installer.of(file.file()).map(Installer::id).orElse("none"),
                            file.bytes(),
                            file.sha256(),
                            file.file()));
            step++;
        }
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(name).append('=').append(value).append("\r\n");
    }
}
