package dev.firebreak.app.collect.merge;

import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.core.inventory.MachineIdentity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells machines of one name apart by their ids: by the hardware first, which stays when Windows is installed anew, then by the copy of
 * Windows and the day of its installation, then by the copy alone. Takes one step for each piece: a hostile file may hold a million.
 */
final class Namesakes {

    private final Map<String, Group> byHardware = new LinkedHashMap<>();
    private final Map<String, Copies> byProduct = new HashMap<>();
    private final List<Group> all = new ArrayList<>();

    private Namesakes() {}

    /** Pieces of one machine. */
    private static final class Group {
        private final List<EvidencePart> pieces = new ArrayList<>();
        private @Nullable String installed;
    }

    /** Machines with the same copy of Windows. */
    private static final class Copies {
        private final Set<Group> all = new LinkedHashSet<>();
        private final Map<String, Group> byDay = new HashMap<>();
    }

    /** Pieces whose ids say of which machine they are, by machine; pieces of which they do not are in none. */
    static List<List<EvidencePart>> apart(List<EvidencePart> pieces) {
        Map<MachineIdentity, List<EvidencePart>> told = new LinkedHashMap<>();
        for (EvidencePart piece : pieces) {
            if (piece.identity().isKnown()) {
                told.computeIfAbsent(piece.identity(), i -> new ArrayList<>()).add(piece);
            }
        }
        var namesakes = new Namesakes();
        told.forEach((identity, those) -> {
            if (identity.hardwareId() != null) {
                namesakes.hardware(identity, those);
            }
        });
        told.forEach((identity, those) -> {
            if (identity.hardwareId() == null && identity.installed() != null) {
                namesakes.installation(identity, those);
            }
        });
        told.forEach((identity, those) -> {
            if (identity.hardwareId() == null && identity.installed() == null) {
                namesakes.product(identity, those);
            }
        });
        return namesakes.all.stream().map(group -> List.copyOf(group.pieces)).toList();
    }

    private void hardware(MachineIdentity identity, List<EvidencePart> pieces) {
        Group group = byHardware.computeIfAbsent(String.valueOf(identity.hardwareId()), h -> made());
        group.pieces.addAll(pieces);
        if (identity.productId() != null) {
            copies(identity).all.add(group);
        }
    }

    private void installation(MachineIdentity identity, List<EvidencePart> pieces) {
        Copies copies = copies(identity);
        String day = String.valueOf(identity.installed());
        Group group = copies.byDay.get(day);
        if (group == null) {
            Group only = copies.all.size() == 1 ? copies.all.iterator().next() : null;
            group = only != null && only.installed == null ? only : made();
            copies.all.add(group);
            copies.byDay.put(day, group);
            group.installed = day;
        }
        group.pieces.addAll(pieces);
    }

    /** Of several installations of this copy nobody knows which is meant. */
    private void product(MachineIdentity identity, List<EvidencePart> pieces) {
        Copies copies = copies(identity);
        if (copies.all.isEmpty()) {
            copies.all.add(made());
        }
        if (copies.all.size() == 1) {
            copies.all.iterator().next().pieces.addAll(pieces);
        }
    }

    private Copies copies(MachineIdentity identity) {
        return byProduct.computeIfAbsent(String.valueOf(identity.productId()), p -> new Copies());
    }

    private Group made() {
        var group = new Group();
        all.add(group);
        return group;
    }
}
