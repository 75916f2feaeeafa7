package dev.firebreak.core.watch.infection;

import dev.firebreak.core.inventory.MachineName;
import dev.firebreak.core.text.SafeText;
import dev.firebreak.core.text.Text;
import java.util.List;

/** Who called, as far as it is known. */
public sealed interface CallOrigin {

    /** By which decisions about it are kept. */
    String key();

    /** For people. */
    Text shown();

    /** A machine. */
    record Machine(String name, AddressOwner.Basis basis) implements CallOrigin {
        @Override
        public String key() {
            return "machine:" + MachineName.key(name);
        }

        @Override
        public Text shown() {
            return Text.same(SafeText.name(name));
        }
    }

    /**
     * An address whose machine is not known.
     *
     * @param candidates machines that may have had it; none where nobody is known to
     */
    record Address(String address, List<String> candidates) implements CallOrigin {
        public Address {
            candidates = List.copyOf(candidates);
        }

        @Override
        public String key() {
            return "address:" + address;
        }

        @Override
        public Text shown() {
            String names = SafeText.name(String.join(", ", candidates));
            return candidates.isEmpty()
                    ? Text.format("%s (machine not known)", "%s（端末不明）", address)
                    : Text.format("%s (one of %s)", "%s（%s のいずれか）", address, names);
        }
    }

    /**
     * Machines that nobody can tell apart, behind a resolver, proxy or router.
     *
     * @param atLeast how many there are at least
     */
    record Behind(String address, String device, int atLeast) implements CallOrigin {
        @Override
        public String key() {
            return "behind:" + address;
        }

        @Override
        public Text shown() {
            String name = device.equals(address) ? address : SafeText.name(device) + " " + address;
            return atLeast == 1
                    ? Text.format("1 or more unknown behind %s", "%s の背後に不明な端末が 1 台以上", name)
                    : Text.format("%d or more unknown behind %s", "%2$s の背後に不明な端末が %1$d 台以上", atLeast, name);
        }
    }
}
