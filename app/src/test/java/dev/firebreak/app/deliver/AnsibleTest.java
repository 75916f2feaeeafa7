package dev.firebreak.app.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.rollout.DistributionList;
import dev.firebreak.core.rollout.PackageChoice;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files for Ansible and WSUS. */
class AnsibleTest {

    @TempDir
    Path temp;

    private AnsibleFiles.Written write() throws Exception {
        var medium = new Medium()
                .estate()
                .machine("{{ lookup('pipe','id') }}", "6.1.7601", 1, "x86", "en-US", "Microsoft Windows 7 Professional")
                .machine("PC 8", "6.1.7601", 1, "x86", "en-US", "Microsoft Windows 7 Professional")
                .with(Medium.XP_ENU, 4012598, new byte[] {1})
                .with(Medium.WIN7_X86, 4012215, new byte[] {2});
        return AnsibleFiles.write(
                temp,
                DistributionList.of(medium.needs()),
                item -> PackageChoice.choose(item.needed(), medium.files()).orElse(null));
    }

    @Test
    void only_machines_that_ansible_can_do_and_that_it_does_not_evaluate_are_in_the_inventory() throws Exception {
        AnsibleFiles.Written written = write();
        assertThat(written.machines()).isEqualTo(1);
        assertThat(written.left())
                .containsEntry("XP1", "old")
                .containsEntry("XP2", "old")
                .containsEntry("SRV1", "old")
                .containsEntry("PC10", "package")
                .containsEntry("{{ lookup('pipe','id') }}", "name")
                .containsEntry("PC 8", "name");
        assertThat(Files.readString(temp.resolve("inventory.yml")))
                .contains("PC7", Medium.WIN7_X86, Medium.sha256(new byte[] {2}))
                .doesNotContain("lookup", "XP1");
    }

    @Test
    void wsus_gets_each_update_once_and_no_formula() throws Exception {
        var medium = new Medium()
                .estate()
                .machine("=cmd()", "6.1.7601", 1, "x86", "en-US", "Microsoft Windows 7 Professional");
        assertThat(WsusFiles.write(temp, DistributionList.of(medium.needs()))).isEqualTo(5);
        assertThat(Files.readString(temp.resolve("updates.csv")))
                .contains(
                        "KB4012215,Windows 7 SP1,x86,,fix,2,https://www.catalog.update.microsoft.com/Search.aspx?q=KB4012215");
    }

    /** Checked for its syntax only; nothing is run. */
    @Test
    @Tag("long")
    void the_playbook_passes_ansibles_syntax_check() throws Exception {
        boolean isThere = Files.isExecutable(Path.of("/usr/bin/ansible-playbook"));
        Assumptions.assumeTrue(isThere, "ansible-playbook is missing (Debian package ansible)");
        write();
        Process ansible = new ProcessBuilder(
                        "ansible-playbook", "-i", "inventory.yml", "--syntax-check", "-e", "packages=.", "playbook.yml")
                .directory(temp.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(ansible.getInputStream().readAllBytes(), UTF_8);
        assertThat(ansible.waitFor()).as(output).isZero();
    }
}
