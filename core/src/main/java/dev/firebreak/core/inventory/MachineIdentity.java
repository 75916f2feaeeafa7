package dev.firebreak.core.inventory;

import dev.firebreak.core.text.Text;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What tells two machines of one name apart.
 *
 * @param productId of the copy of Windows ({@code 00371-OEM-8992671-00007}); null where unknown
 * @param installed date of that installation as the machine writes it; null where unknown
 * @param hardwareId SMBIOS UUID of the machine, upper case; null where unknown, or where many machines share it
 */
public record MachineIdentity(
        @Nullable String productId,
        @Nullable String installed,
        @Nullable String hardwareId) {

    /** Nothing is known. */
    public static final MachineIdentity UNKNOWN = new MachineIdentity(null, null, null);

    /** What boards carry whose maker wrote none of their own; seen in the field on many machines. */
    private static final Set<String> SHARED = Set.of(
            "03000200-0400-0500-0006-000700080009",
            "00020003-0004-0005-0006-000700080009",
            "12345678-1234-5678-90AB-CDDEEFAABBCC",
            "01234567-8910-1112-1314-151617181920",
            "4C4C4544-0000-2010-8020-80C04F202020");

    /** A product id alone. */
    public static MachineIdentity product(@Nullable String productId) {
        return of(productId, null);
    }

    /** Ids as they were told; what tells nothing is left out. */
    public static MachineIdentity of(@Nullable String productId, @Nullable String hardwareId) {
        return new MachineIdentity(blankless(productId), null, hardware(hardwareId));
    }

    private static @Nullable String blankless(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    private static @Nullable String hardware(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String id = text.strip().replaceAll("[{}]", "").toUpperCase(Locale.ROOT);
        boolean isOne = id.matches("[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}");
        // All zeros, all Fs, FEFEFEFE-FEFE-..: nobody's.
        return !isOne || id.replace("-", "").chars().distinct().count() < 4 || SHARED.contains(id) ? null : id;
    }

    /** Whether anything is known. */
    public boolean isKnown() {
        return productId != null || hardwareId != null;
    }

    /** Whether the two are two machines for certain. The same hardware is one machine, whatever was installed on it. */
    public boolean differs(MachineIdentity other) {
        if (hardwareId != null && other.hardwareId != null) {
            return !hardwareId.equals(other.hardwareId);
        }
        return productId != null && other.productId != null && !productId.equalsIgnoreCase(other.productId);
    }

    /** Whether the two are two machines for certain by their hardware. */
    public boolean isOtherHardware(MachineIdentity other) {
        return hardwareId != null && other.hardwareId != null && differs(other);
    }

    /** What both know together; of what both know, the first. */
    public MachineIdentity with(MachineIdentity other) {
        return new MachineIdentity(
                productId == null ? other.productId : productId,
                installed == null ? other.installed : installed,
                hardwareId == null ? other.hardwareId : hardwareId);
    }

    /** The ids for people. */
    public Text shown() {
        Text product = productId == null ? null : Text.format("product ID %s", "プロダクト ID %s", productId);
        Text hardware = hardwareId == null ? null : Text.format("hardware ID %s", "ハードウェア ID %s", hardwareId);
        if (product == null || hardware == null) {
            return product != null ? product : hardware != null ? hardware : new Text("no ID", "ID なし");
        }
        return Text.format("%s, %s", "%s、%s", product, hardware);
    }
}
