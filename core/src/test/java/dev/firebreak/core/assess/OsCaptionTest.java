package dev.firebreak.core.assess;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.advisory.Edition;
import dev.firebreak.core.advisory.Platform;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OsCaptionTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # as the machine names itself                                             | platform | edition
            Microsoft Windows 7 Professional                                          | CLIENT   | HOME
            Microsoftr Windows Serverr 2008 Standard                                  | SERVER   | -
            Microsoft® Windows Vista™ Business                                        | CLIENT   | -
            Microsoftr Windows VistaT Enterprise                                      | CLIENT   | ENTERPRISE
            Microsoft Windows7 Entreprise N                                           | CLIENT   | ENTERPRISE
            Майкрософт Ознакомительная версия Windows Server 2012 R2 Standard         | SERVER   | -
            Microsoft Windows 10 Enterprise 2016 LTSB                                 | CLIENT   | LTS
            Microsoft Windows 10 企业版                                                | CLIENT   | ENTERPRISE
            Microsoft Windows 10 Éducation                                            | CLIENT   | ENTERPRISE
            Майкрософт Windows 10 Корпоративная                                       | CLIENT   | ENTERPRISE
            Microsoft Windows 10 IoT Enterprise LTSC                                  | CLIENT   | IOT_LTS
            Microsoft(R) Windows(R) Server 2003, Standard Edition                     | SERVER   | -
            Windows Embedded POSReady 7                                               | EMBEDDED | -
            Microsoft Windows XP Professional                                         | CLIENT   | HOME
            Microsoft Hyper-V Server 2012 R2                                          | SERVER   | -
            Hommage                                                                   | -        | -
            """)
    void the_brand_tells_in_any_language(String printed, Platform platform, Edition edition) {
        OsCaption caption = OsCaption.of(printed);
        assertThat(caption.platform()).isEqualTo(platform);
        assertThat(caption.edition()).isEqualTo(edition);
    }
}
