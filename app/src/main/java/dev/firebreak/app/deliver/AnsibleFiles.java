package dev.firebreak.app.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firebreak.app.io.JsonWriter;
import dev.firebreak.core.rollout.DistributionList;
import dev.firebreak.core.rollout.Installer;
import dev.firebreak.core.rollout.PackageFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * An Ansible inventory and playbook: one group a package, whose variables name the file and its SHA-256; the playbook copies, compares the
 * hash, installs with {@code community.windows.win_hotfix}, and collects evidence. Names of machines are data of strangers and Ansible
 * evaluates {@code {{ }}}: only plain names get into the inventory, the others are told.
 */
public final class AnsibleFiles {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,252}");

    private AnsibleFiles() {}

    /**
     * What was written.
     *
     * @param machines in the inventory
     * @param left machines that Ansible cannot do, with the reason's key: {@code name}, {@code old}, {@code package}
     */
    public record Written(int machines, Map<String, String> left) {
        public Written {
            left = Map.copyOf(left);
        }
    }

    /** Writes {@code inventory.yml} (JSON is YAML) and {@code playbook.yml} into a folder. */
    public static Written write(
            Path folder, DistributionList list, Function<DistributionList.Item, @Nullable PackageFile> files)
            throws IOException {
        Map<String, String> left = new LinkedHashMap<>();
        Set<String> all = new TreeSet<>();
        Map<String, Group> groups = new LinkedHashMap<>();
        for (DistributionList.Item item : list.items()) {
            PackageFile file = files.apply(item);
            boolean isOld = item.needed().target().nt().major() < 6;
            String installer = file == null
                    ? ""
                    : Installer.of(file.file()).map(Installer::id).orElse("");
            for (DistributionList.Machine machine : item.machines()) {
                String why = !PLAIN.matcher(machine.name()).matches()
                        ? "name"
                        : isOld ? "old" : file == null || !Set.of("msu", "cab").contains(installer) ? "package" : null;
                if (why != null) {
                    left.put(machine.name(), why);
                } else {
                    all.add(machine.name());
                    groups.computeIfAbsent(
                                    item.needed().key(),
                                    k -> new Group(Objects.requireNonNull(file), new ArrayList<>()))
                            .machines()
                            .add(machine.name());
                }
            }
        }
        list.without().forEach(need -> left.put(need.machine(), "package"));
        Files.createDirectories(folder);
        Files.write(folder.resolve("inventory.yml"), inventory(groups));
        try (InputStream in = AnsibleFiles.class.getResourceAsStream("playbook.yml")) {
            Files.write(
                    folder.resolve("playbook.yml"),
                    Objects.requireNonNull(in, "playbook.yml").readAllBytes());
        }
        return new Written(all.size(), left);
    }

    private record Group(PackageFile file, List<String> machines) {}

    private static byte[] inventory(Map<String, Group> groups) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes("# Made by firebreak deliver ansible. One group a package; JSON is YAML.\n".getBytes(UTF_8));
        try (JsonGenerator json = JsonWriter.to(bytes)) {
            json.writeStartObject();
            json.writeObjectPropertyStart("firebreak");
            json.writeObjectPropertyStart("children");
            int number = 1;
            for (Map.Entry<String, Group> entry : groups.entrySet()) {
                PackageFile file = entry.getValue().file();
                json.writeObjectPropertyStart("firebreak_package_" + number);
                json.writeObjectPropertyStart("vars");
                JsonWriter.text(json, "firebreak_package", entry.getKey());
                JsonWriter.text(json, "firebreak_kb", file.kb().toString());
                JsonWriter.text(json, "firebreak_file", file.file());
                JsonWriter.text(json, "firebreak_sha256", file.sha256());
                json.writeEndObject();
                json.writeObjectPropertyStart("hosts");
                for (String machine : entry.getValue().machines()) {
                    json.writeObjectPropertyStart(machine);
                    json.writeEndObject();
                }
                json.writeEndObject();
                json.writeEndObject();
                number++;
            }
            json.writeEndObject();
            json.writeEndObject();
            json.writeEndObject();
        }
        bytes.write('\n');
        return bytes.toByteArray();
    }
}
