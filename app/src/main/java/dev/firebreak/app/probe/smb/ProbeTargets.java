package dev.firebreak.app.probe.smb;

import dev.firebreak.core.fleet.NetworkAddress;
import dev.firebreak.core.fleet.NetworkPrefix;
import dev.firebreak.core.text.Text;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The targets that a person named: addresses, names and networks ({@code 10.1.2.0/24}). Only private addresses unless the person says
 * otherwise; so many and no more. A name is resolved once, and what is asked is the address that was looked at.
 */
public final class ProbeTargets {

    /** As many as a /16 holds. */
    public static final int MOST = 1 << 16;

    private static final int MAX_FREE_BITS = 16;

    private static final Pattern NAME =
            Pattern.compile("[\\p{L}\\p{N}_]([\\p{L}\\p{N}_.-]{0,253}[\\p{L}\\p{N}_])?\\.?");

    /** A target that is refused, with the reason for people; nothing is asked then. */
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Text why;

        Refused(Text why) {
            super(why.en(), null, false, false);
            this.why = why;
        }

        /** The reason. */
        public Text why() {
            return why;
        }
    }

    private final int port;
    private final boolean allowPublic;
    private final Map<String, SmbTarget> byAddress = new LinkedHashMap<>();

    /** @param allowPublic whether addresses outside of private networks may be asked */
    public ProbeTargets(int port, boolean allowPublic) {
        this.port = port;
        this.allowPublic = allowPublic;
    }

    /** Adds what one argument names. */
    public void add(String text) throws Refused {
        String target = text.strip();
        if (target.contains("/")) {
            network(target);
            return;
        }
        String address = NetworkAddress.normalised(target);
        if (address != null) {
            add(target, address);
            return;
        }
        // Digits and dots alone are a mistyped address, which a resolver may take for another.
        if (!NAME.matcher(target).matches() || target.matches("[0-9.]+") || target.contains("..")) {
            throw new Refused(
                    Text.format("%s is no address, name or network", "%s はアドレス、名前、ネットワークのいずれでもありません", target));
        }
        try {
            for (InetAddress found : InetAddress.getAllByName(target)) {
                add(target, NetworkAddress.text(found.getAddress()));
            }
        } catch (UnknownHostException e) {
            throw new Refused(Text.format("%s has no address", "%s のアドレスが見つかりません", target));
        }
    }

    private void add(String name, String address) throws Refused {
        if (!allowPublic && !NetworkAddress.isPrivate(address)) {
            throw new Refused(Text.format(
                    "%s is outside of private networks; --allow-public allows it",
                    "%s はプライベートネットワークの外にあります。確認する場合は --allow-public を指定してください",
                    name.equals(address) ? address : name + " (" + address + ")"));
        }
        if (byAddress.size() == MOST && !byAddress.containsKey(address)) {
            throw new Refused(Text.format("more than %d targets at once", "一度に確認できるのは %d 件までです", MOST));
        }
        byAddress.putIfAbsent(address, new SmbTarget(name, address, port));
    }

    private void network(String text) throws Refused {
        NetworkPrefix network = NetworkPrefix.parse(text)
                .orElseThrow(() -> new Refused(Text.format("%s is no network", "%s はネットワークとして読み取れません", text)));
        int free = network.freeBits();
        if (free > MAX_FREE_BITS) {
            throw new Refused(Text.format("%s holds more than %d addresses", "%s には %d 件を超えるアドレスが含まれます", text, MOST));
        }
        byte[] address = network.first();
        int last = address.length - 1;
        int count = 1 << free;
        // Network and broadcast address of IPv4 are nobody's, but of networks of one or two (RFC 3021).
        boolean edges = address.length == 4 && free > 1;
        for (int i = edges ? 1 : 0; i < (edges ? count - 1 : count); i++) {
            byte[] one = address.clone();
            one[last] |= (byte) i;
            one[last - 1] |= (byte) (i >> Byte.SIZE);
            String written = NetworkAddress.text(one);
            add(written, written);
        }
    }

    /** Each address once, in the order in which they were named. */
    public List<SmbTarget> all() {
        return new ArrayList<>(byAddress.values());
    }
}
