package dev.firebreak.core.fleet;

import dev.firebreak.core.inventory.MachineName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Names and addresses of machines that are in the count already: those that reported, and those of which only a scan or a failed attempt
 * to reach them tells. Not safe for several threads while it is filled.
 */
public final class KnownMachines {

    private static final Set<String> NONE = Set.of();

    private final Map<String, Set<String>> byLabel = new HashMap<>();
    private final Set<String> names = new HashSet<>();
    private final Set<String> addresses = new HashSet<>();
    private final Set<String> silent = new HashSet<>();
    private int count;

    /** Adds a machine that reported. */
    public void add(String name, Iterable<String> itsAddresses) {
        add(name, itsAddresses, true);
    }

    /** @param reported whether the machine itself told something */
    public void add(String name, Iterable<String> itsAddresses, boolean reported) {
        count++;
        String key = MachineName.key(name);
        if (!reported) {
            silent.add(key);
        }
        names.add(key);
        byLabel.computeIfAbsent(label(key), l -> new HashSet<>()).add(key);
        for (String text : itsAddresses) {
            String address = NetworkAddress.normalised(text);
            if (address != null && NetworkAddress.isOfOneMachine(address)) {
                addresses.add(address);
            }
        }
    }

    int count() {
        return count;
    }

    int reported() {
        return count - silent.size();
    }

    boolean isSilent(String key) {
        return silent.contains(key);
    }

    boolean hasName(String key) {
        return names.contains(key);
    }

    boolean hasAddress(String address) {
        return addresses.contains(address);
    }

    /** Keys of the machines whose name begins with this label. */
    Set<String> labelled(String label) {
        return byLabel.getOrDefault(label, NONE);
    }

    /** Whether a name that the network tells is one of these: the full name, or the short one where either is short. */
    boolean isCalled(String hostName) {
        String key = MachineName.key(hostName);
        String label = label(key);
        for (String name : labelled(label)) {
            if (name.equals(key) || name.equals(label) || key.equals(label)) {
                return true;
            }
        }
        return false;
    }

    /** The first label of a name in DNS; the whole of an address. */
    static String label(String key) {
        int dot = key.indexOf('.');
        return dot <= 0 || NetworkAddress.normalised(key) != null ? key : key.substring(0, dot);
    }
}
