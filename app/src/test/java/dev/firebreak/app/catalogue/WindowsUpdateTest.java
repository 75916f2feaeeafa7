package dev.firebreak.app.catalogue;

import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Assessor;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** x. */
class WindowsUpdateTest {
    @Test
    void tryout() {
        long t = System.nanoTime();
        var cat = RealCatalogue.mended();
        System.out.println("built " + (System.nanoTime() - t) / 1_000_000 + " ms, shelves " + cat.keys().size() + " cves " + cat.cves().size());
        show("Microsoft Windows 7 Enterprise", "2019-03-05", "7_sp1_x64_enterprise_en-us_20190305_systeminfo.txt", "7_sp1_x64_enterprise_en-us_20190305_qfe.txt");
        show("Microsoft Windows 10 Pro for Workstations", "2019-03-05", "10_1803_x64_proforworkstations_en-us_A_20190305_systeminfo.txt");
        show("Microsoft Windows 10 Education", "2019-03-06", "10_1809_x64_education_en-us_20190306_systeminfo.txt");
        show("Microsoft Windows Server 2012 R2 Standard", "2019-03-20", "srv_2012r2_u1_systeminfo.txt", "srv_2012r2_u1_qfe.txt");
        show("Microsoft Windows Server 2016", "2019-03-20", "srv_2016_1607_datacenter_en-us_systeminfo.txt");
        show("Microsoft Windows 7 Entreprise", "2019-03-20", "7_sp1_x64_enterprise_fr_systeminfo_cmd.txt");
    }

    private static void show(String caption, String day, String... files) {
        var host = RealHost.read(caption, Architecture.X64, files);
        long t = System.nanoTime();
        Assessment a = new Assessor(RealCatalogue.KNOWLEDGE, List.of(), RealCatalogue.mended(), LocalDate.parse(day)).assess(host);
        System.out.println("== " + files[0] + " " + a.identity().productName() + " " + (System.nanoTime() - t) / 1000 + " us");
        var e = a.exposure();
        if (e == null) { System.out.println(a.findings()); return; }
        System.out.println(e);
        a.findings().forEach(f -> System.out.println("  " + f.advisory().id() + " " + f.advisory().title().en() + " " + f.verdict().kind() + " " + f.advisory().cves().size() + " " + f.verdict().because().getFirst().detail().en()));
    }
}
