package dev.firebreak.core.guidance;

import dev.firebreak.core.advisory.Mitigation;
import dev.firebreak.core.advisory.SystemChange;
import dev.firebreak.core.advisory.SystemChange.InboundTcpBlock;
import dev.firebreak.core.advisory.SystemChange.InboundTcpBlock.Syntax;
import dev.firebreak.core.advisory.SystemChange.RegistryNumber;
import dev.firebreak.core.advisory.SystemChange.ServiceStart;
import dev.firebreak.core.advisory.SystemChange.ServiceStart.Start;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The changes of a mitigation as commands that an administrator types: cmd, or PowerShell where Windows has a cmdlet for all of it.
 * The parts cannot end a word of a command: {@link SystemChange} allows no such character.
 */
public final class MitigationCommand {

    private MitigationCommand() {}

    /** The command that makes all changes; several are joined by {@code &}. */
    public static String apply(Mitigation.Variant variant) {
        return told(variant.changes(), true);
    }

    /** The command that undoes them, the last change first. */
    public static String undo(Mitigation.Variant variant) {
        return told(variant.changes().reversed(), false);
    }

    private static String told(List<SystemChange> changes, boolean apply) {
        if (changes.size() == 1
                && changes.getFirst() instanceof RegistryNumber number
                && number.smbServerProperty() != null) {
            boolean on = apply == (number.value() != 0);
            return "Set-SmbServerConfiguration -" + number.smbServerProperty() + " $" + on + " -Force";
        }
        List<String> commands = new ArrayList<>();
        for (SystemChange change : changes) {
            switch (change) {
                case RegistryNumber number -> commands.add(registry(number, apply));
                case ServiceStart service -> service(service, apply ? service.start() : service.undo(), commands);
                case InboundTcpBlock block -> firewall(block, apply, commands);
            }
        }
        return String.join(" & ", commands);
    }

    private static String registry(RegistryNumber number, boolean apply) {
        String key = number.key().indexOf(' ') < 0 ? "HKLM\\" + number.key() : "\"HKLM\\" + number.key() + "\"";
        Integer value = apply ? Integer.valueOf(number.value()) : number.undo();
        return value == null
                ? "reg delete " + key + " /v " + number.name() + " /f"
                : "reg add " + key + " /v " + number.name() + " /t REG_DWORD /d " + value + " /f";
    }

    private static void service(ServiceStart service, Start start, List<String> commands) {
        commands.add("sc config " + service.service() + " start= " + start.word());
        commands.add((start == Start.DISABLED ? "net stop " : "net start ") + service.service());
    }

    private static void firewall(InboundTcpBlock block, boolean apply, List<String> commands) {
        if (block.syntax() == Syntax.ADVFIREWALL) {
            commands.add(
                    apply
                            ? "netsh advfirewall firewall add rule name=\"" + block.rule()
                                    + "\" dir=in action=block protocol=TCP localport="
                                    + block.ports().stream()
                                            .map(String::valueOf)
                                            .collect(Collectors.joining(","))
                            : "netsh advfirewall firewall delete rule name=\"" + block.rule() + "\"");
            return;
        }
        for (int port : block.ports()) {
            commands.add(
                    apply
                            ? "netsh firewall set portopening protocol=TCP port=" + port + " name=\"" + block.rule()
                                    + "\" mode=DISABLE profile=ALL"
                            : "netsh firewall delete portopening protocol=TCP port=" + port + " profile=ALL");
        }
    }
}
