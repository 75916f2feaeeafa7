package dev.firebreak.core.watch.tie;

import dev.firebreak.core.fleet.NetworkAddress;
import dev.firebreak.core.inventory.MachineName;
import java.util.Locale;

/** One spelling for each host that inputs name by address or name. */
final class HostKey {

    private HostKey() {}

    /** The address in its one spelling, or the name without case and final dot. */
    static String of(String host) {
        String address = NetworkAddress.normalised(host);
        if (address != null) {
            return address;
        }
        String name = MachineName.key(host);
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    /** Whether a key is an address. */
    static boolean isAddress(String key) {
        return NetworkAddress.normalised(key) != null;
    }

    /** The first part of a name's key. */
    static String first(String key) {
        int dot = key.indexOf('.');
        return dot > 0 ? key.substring(0, dot) : key;
    }

    /** The key of a machine's name; made for each machine of a fleet, so plain names take a short way. */
    static String ofMachine(String machine) {
        for (int i = 0; i < machine.length(); i++) {
            char c = machine.charAt(i);
            boolean isPlain = (c >= '0' && c <= '9')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= 'a' && c <= 'z')
                    || c == '-'
                    || c == '_'
                    || c == '.';
            if (!isPlain) {
                return MachineName.key(machine);
            }
        }
        return machine.endsWith(".") ? MachineName.key(machine) : machine.toUpperCase(Locale.ROOT);
    }

    /** Whether two keys of names can be one machine: equal, or one of them is the first part of the other. */
    static boolean isSameShortName(String one, String other) {
        return first(one).equals(first(other)) && (one.indexOf('.') < 0 || other.indexOf('.') < 0);
    }
}
