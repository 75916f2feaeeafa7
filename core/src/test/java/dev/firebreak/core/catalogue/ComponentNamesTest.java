package dev.firebreak.core.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What feeds mean by the names of components: words that sound like another product never take a hole out of Windows. */
class ComponentNamesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        # the component column beside Windows alone       | means
        ''                                                | WINDOWS_ITSELF
        Microsoft Windows                                 | WINDOWS_ITSELF
        # areas of today, whatever they sound like
        SQLite                                            | WINDOWS_ITSELF
        SQL Server                                        | WINDOWS_ITSELF
        Microsoft WDAC OLE DB provider for SQL            | WINDOWS_ITSELF
        Windows Internet Key Exchange (IKE) Protocol      | WINDOWS_ITSELF
        Windows Media                                     | WINDOWS_ITSELF
        Windows Media Player                              | WINDOWS_ITSELF
        Microsoft Windows Media Foundation                | WINDOWS_ITSELF
        Windows DirectX                                   | WINDOWS_ITSELF
        Windows IIS                                       | WINDOWS_ITSELF
        Windows Internet Information Services             | WINDOWS_ITSELF
        Telnet Client                                     | WINDOWS_ITSELF
        Microsoft Office                                  | WINDOWS_ITSELF
        Microsoft Office Publisher                        | WINDOWS_ITSELF
        Microsoft Exchange Server                         | WINDOWS_ITSELF
        Role: Windows Fax Service                         | WINDOWS_ITSELF
        Microsoft XML Core Services                       | WINDOWS_ITSELF
        .NET Framework                                    | WINDOWS_ITSELF
        Internet Explorer                                 | WINDOWS_ITSELF
        # what nobody knows is judged with Windows, and so never left out
        Quantum Teapot Service                            | WINDOWS_ITSELF
        # programs of the bulletins until 2016
        Windows Internet Explorer 8                       | PART
        Microsoft Internet Explorer 6.0 Service Pack 1    | PART
        'Internet Explorer 11  '                          | PART
        Microsoft .NET Framework 3.5.1                    | PART
        Microsoft .NET Framework 4.5/4.5.1/4.5.2          | PART
        Adobe Flash Player                                | PART
        Windows Media Player 11                           | PART
        Microsoft Windows Media Player 9 Series           | PART
        Windows Media Format Runtime 9.5 x64              | PART
        Microsoft XML Core Services 3.0                   | PART
        JScript 5.8                                       | PART
        VBScript 5.7                                      | PART
        Windows Script 5.6                                | PART
        Microsoft Internet Information Services 7.5       | PART
        Microsoft DirectX 9.0                             | PART
        Journal                                           | PART
        Active Directory Lightweight Directory Services   | PART
        Microsoft Outlook Express 6.0                     | PART
        # products of their own
        Microsoft SQL Server 2000 Desktop Engine (MSDE)   | SEPARATE_PRODUCT
        Windows Live Mail 2011                            | SEPARATE_PRODUCT
        Microsoft Office 2003 Service Pack 3              | SEPARATE_PRODUCT
        """)
    void the_component_column(String area, ComponentKind kind) {
        assertThat(ComponentNames.ofArea(area)).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        # before "on Windows .."                                  | means
        Microsoft .NET Framework 3.5 AND 4.8.1                    | PART
        Microsoft .NET Framework 4.6.2/4.7/4.7.1/4.7.2            | PART
        Internet Explorer 11                                      | PART
        Adobe Flash Player                                        | PART
        Microsoft Edge (EdgeHTML-based)                           | WINDOWS_ITSELF
        Microsoft Edge (Chromium-based) in IE Mode                | WINDOWS_ITSELF
        Microsoft Defender for Endpoint for Windows               | WINDOWS_ITSELF
        Microsoft Edge (Chromium-based)                           | SEPARATE_PRODUCT
        Microsoft Silverlight 5 when installed                    | SEPARATE_PRODUCT
        .NET 9.0 installed                                        | SEPARATE_PRODUCT
        PowerShell 7.5 installed                                  | SEPARATE_PRODUCT
        Microsoft ODBC Driver 18 for SQL Server                   | SEPARATE_PRODUCT
        Raw Image Extension                                       | SEPARATE_PRODUCT
        Microsoft Defender for Endpoint EDR sensor                | SEPARATE_PRODUCT
        # it may be on any machine: unknown, never closed
        Contoso Teapot 3                                          | UNRECOGNIZED
        """)
    void the_program_before_the_product(String program, ComponentKind kind) {
        assertThat(ComponentNames.ofProgram(program)).isEqualTo(kind);
    }
}
