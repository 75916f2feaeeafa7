package dev.firebreak.app.collect.merge;

import dev.firebreak.app.collect.classify.Formats;
import dev.firebreak.app.collect.classify.MachineNames;
import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.app.collect.evidence.FileDate;
import dev.firebreak.core.inventory.Source;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the name of a file that was brought tells: whose it is, of which day, and whether it is evidence of a machine at all. */
public final class FileNames {

    private static final MachineNames NAMES = Formats.SHIPPED.machineNames();

    /** What Windows takes for the name of a computer (NetBIOS), with the hyphen or digit that tells it from a word. */
    private static final Pattern COMPUTER = Pattern.compile("(?=.*[0-9-])[A-Za-z0-9][A-Za-z0-9-]{0,14}");

    private FileNames() {}

    /** The machine that the name tells; null where it tells only a kind. */
    public static @Nullable String machine(String file) {
        String stem = PartPlaces.name(EvidencePart.of(null, List.of(), Source.of(file)));
        return stem.isBlank() || NAMES.isKind(stem) ? null : stem;
    }

    /** Whether a file is called as those with a machine's evidence are: a kind after the machine's name, or a computer's name alone. */
    public static boolean isMachines(String file) {
        String name = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
        if (machine(file) == null || !NAMES.hasExtension(name)) {
            return false;
        }
        String stem = NAMES.stem(name);
        return stem.length() < name.lastIndexOf('.') || COMPUTER.matcher(stem).matches();
    }

    /** The day in the name; null where there is none, or more than one. */
    public static @Nullable LocalDate day(String file) {
        return FileDate.of(file, null).named();
    }
}
