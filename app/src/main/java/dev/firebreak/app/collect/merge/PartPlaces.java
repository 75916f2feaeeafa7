package dev.firebreak.app.collect.merge;

import dev.firebreak.app.collect.classify.Formats;
import dev.firebreak.app.collect.classify.MachineNames;
import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.core.inventory.MachineName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which machine a piece is of by the name inside, else by its file and folder, and which files belong together. */
public final class PartPlaces {

    private static final MachineNames NAMES = Formats.SHIPPED.machineNames();

    private PartPlaces() {}

    /**
     * The key of the machine that each piece belongs to. A piece without a name inside goes by its file's name, and that
     * counts in its own folder only: every folder may hold a {@code systeminfo.txt}.
     */
    static Map<String, List<EvidencePart>> byName(List<EvidencePart> pieces) {
        Map<String, Set<String>> insideByStem = new HashMap<>();
        Set<String> insideByFolder = new HashSet<>();
        for (EvidencePart piece : pieces) {
            if (piece.machine() != null) {
                String key = MachineName.key(piece.machine());
                insideByStem
                        .computeIfAbsent(place(piece), k -> new LinkedHashSet<>())
                        .add(key);
                insideByFolder.add(folder(piece) + "|" + key);
            }
        }
        Map<String, List<EvidencePart>> groups = new TreeMap<>();
        for (EvidencePart piece : pieces) {
            String key = piece.machine() != null ? MachineName.key(piece.machine()) : place(piece);
            Set<String> inside = insideByStem.getOrDefault(place(piece), Set.of());
            if (piece.machine() == null && inside.size() == 1) {
                key = inside.iterator().next();
            } else if (piece.machine() == null && insideByFolder.contains(place(piece))) {
                key = MachineName.key(stem(piece));
            }
            groups.computeIfAbsent(key, k -> new ArrayList<>()).add(piece);
        }
        return groups;
    }

    /** The machine's name as far as one piece alone tells it. */
    public static String name(EvidencePart piece) {
        return piece.machine() != null ? piece.machine() : stem(piece);
    }

    /** What the file's name says; a file that is called by its kind alone goes by its folder. */
    static String stem(EvidencePart piece) {
        String stem = NAMES.stem(fileName(piece));
        String folder = folder(piece);
        String parent = folder.substring(Math.max(folder.lastIndexOf('/'), folder.lastIndexOf('\\')) + 1);
        return NAMES.isKind(stem) && !parent.isEmpty() && !parent.equals(".") && !parent.equals("..") ? parent : stem;
    }

    private static String fileName(EvidencePart piece) {
        String file = piece.source().file();
        return file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
    }

    static String folder(EvidencePart piece) {
        String file = piece.source().file();
        return file.substring(0, Math.max(0, file.length() - fileName(piece).length() - 1));
    }

    static String place(EvidencePart piece) {
        return folder(piece) + "|" + MachineName.key(stem(piece));
    }

    /** Whether two files were written together: PC7_20170513_qfe.txt belongs to PC7_20170513_systeminfo.txt. */
    static boolean twin(EvidencePart one, EvidencePart other) {
        if (one.source().file().equals(other.source().file())) {
            return true;
        }
        String a = fileName(one);
        String b = fileName(other);
        int common = common(a, b);
        return common > Math.max(stem(one).length(), stem(other).length()) && Character.isDigit(a.charAt(common - 1));
    }

    /** Length of the words that two names begin with alike. */
    private static int common(String a, String b) {
        int same = 0;
        int words = 0;
        while (same < Math.min(a.length(), b.length()) && a.charAt(same) == b.charAt(same)) {
            if (!Character.isLetterOrDigit(a.charAt(same))) {
                words = same;
            }
            same++;
        }
        return words;
    }
}
