package dev.firebreak.core.advisory;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One change to Windows that a mitigation makes, as data: how to check, make and undo it follows from its parts. It is never a free
 * command line; each part is checked against an allow list of characters, so that none can end a word of a script.
 */
public sealed interface SystemChange {

    /**
     * A DWORD value of HKEY_LOCAL_MACHINE. In place: it is there, of that type, with that number.
     *
     * @param key below {@code HKLM}, without it: {@code SYSTEM\CurrentControlSet\..}
     * @param undo the number before the change; null where Windows has no such value, so that undoing deletes it
     * @param smbServerProperty property of {@code Set-SmbServerConfiguration} (Windows 8 and later) that sets the same, true for 1;
     *     null where there is none
     */
    record RegistryNumber(
            String key,
            String name,
            int value,
            @Nullable Integer undo,
            @Nullable String smbServerProperty) implements SystemChange {
        private static final Pattern KEY = Pattern.compile("(SYSTEM|SOFTWARE)(\\\\[A-Za-z0-9 _-]{1,60}){1,10}");

        public RegistryNumber {
            require(KEY.matcher(key).matches(), key);
            require(isWord(name), name);
            require(value >= 0 && (undo == null || (undo >= 0 && undo != value)), name + "=" + value);
            require(smbServerProperty == null || isWord(smbServerProperty), String.valueOf(smbServerProperty));
        }
    }

    /**
     * A service with another start type. In place: it starts so and, where it is disabled, does not run.
     *
     * @param undo the start type before the change, with which it is started again unless it is {@link Start#DISABLED}
     */
    record ServiceStart(String service, Start start, Start undo) implements SystemChange {
        public ServiceStart {
            require(isWord(service), service);
            require(start != undo, service);
        }

        /** How a service starts; the number is that of the registry value {@code Start}, the word that of {@code sc config}. */
        public enum Start {
            AUTOMATIC(2, "auto"),
            MANUAL(3, "demand"),
            DISABLED(4, "disabled");

            private final int number;
            private final String word;

            Start(int number, String word) {
                this.number = number;
                this.word = word;
            }

            public int number() {
                return number;
            }

            public String word() {
                return word;
            }
        }
    }

    /**
     * A rule of the Windows firewall that blocks inbound TCP, on all profiles and from everywhere. In place: a rule of that name
     * blocks these ports. Undoing deletes the rule.
     *
     * @param rule its name, by which it is found again
     * @param ports TCP ports, 1 to 65535
     * @param syntax which {@code netsh} context knows it
     */
    record InboundTcpBlock(String rule, List<Integer> ports, Syntax syntax) implements SystemChange {
        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 _-]{0,60}");

        public InboundTcpBlock {
            ports = List.copyOf(ports);
            require(NAME.matcher(rule).matches(), rule);
            require(!ports.isEmpty() && ports.stream().allMatch(p -> p > 0 && p < 65_536), rule + ports);
        }

        /** {@code netsh advfirewall} from Vista on, {@code netsh firewall} on XP SP2 and Server 2003 SP1. */
        public enum Syntax {
            ADVFIREWALL,
            FIREWALL
        }
    }

    private static boolean isWord(String text) {
        return text.matches("[A-Za-z0-9]{1,40}");
    }

    private static void require(boolean allowed, String what) {
        if (!allowed) {
            throw new IllegalArgumentException("not an allowed change: " + what);
        }
    }
}
