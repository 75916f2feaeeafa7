package dev.firebreak.app.feed;

/** Small documents of each kind, written by us in the shape of the vendors'. */
public final class Documents {

    private Documents() {}

    public static final String HEADER =
            "\"DatePosted\",\"CVE\",\"BulletinKB\",\"Title\",\"AffectedProduct\",\"AffectedComponent\",\"Severity\",\"Impact\",\"Supersedes\",\"Exploits\"\r\n";

    public static final String BULLETINS = HEADER + """
            "20170314","CVE-2017-0143","4012212","SMB hole","Windows 7 for x64-based Systems Service Pack 1","SMB","Critical","Remote Code Execution","3212646;3205394",""
            "20170314","CVE-2017-0143","4012215","SMB hole, ""quoted""\","Windows 7 for x64-based Systems Service Pack 1","SMB","Critical","Remote Code Execution","3212646",""
            """;

    public static final String CVRF = """
            <?xml version="1.0" encoding="utf-8"?>
            <cvrf:cvrfdoc xmlns:cvrf="urn:c" xmlns:prod="urn:p" xmlns:vuln="urn:v">
              <cvrf:DocumentTracking>
                <cvrf:Identification><cvrf:ID>2026-Jan</cvrf:ID></cvrf:Identification>
                <cvrf:InitialReleaseDate>2026-01-13T08:00:00</cvrf:InitialReleaseDate>
                <cvrf:CurrentReleaseDate>2026-01-30T03:20:43</cvrf:CurrentReleaseDate>
              </cvrf:DocumentTracking>
              <prod:ProductTree><prod:Branch Type="Vendor" Name="Microsoft"><prod:Branch Type="Product Family" Name="Windows">
                <prod:FullProductName ProductID="1">Windows Server 2019</prod:FullProductName>
                <prod:FullProductName ProductID="2">Windows Server 2022</prod:FullProductName>
              </prod:Branch></prod:Branch></prod:ProductTree>
              <vuln:Vulnerability Ordinal="1">
                <vuln:Title>A hole</vuln:Title>
                <vuln:Notes><vuln:Note Title="Windows Things" Type="Tag" Ordinal="20">Windows Things</vuln:Note></vuln:Notes>
                <vuln:CVE>CVE-2026-20962</vuln:CVE>
                <vuln:ProductStatuses><vuln:Status Type="Known Affected">
                  <vuln:ProductID>1</vuln:ProductID><vuln:ProductID>2</vuln:ProductID></vuln:Status></vuln:ProductStatuses>
                <vuln:Threats>
                  <vuln:Threat Type="Impact"><vuln:Description>Spoofing</vuln:Description><vuln:ProductID>1</vuln:ProductID></vuln:Threat>
                  <vuln:Threat Type="Severity"><vuln:Description>Important</vuln:Description><vuln:ProductID>1</vuln:ProductID></vuln:Threat>
                </vuln:Threats>
                <vuln:CVSSScoreSets><vuln:ScoreSet><vuln:BaseScore>4.4</vuln:BaseScore>
                  <vuln:Vector>CVSS:3.1/AV:L/AC:L/PR:H/UI:N/S:U/C:H/I:N/A:N/E:U/RL:O/RC:C</vuln:Vector><vuln:ProductID>1</vuln:ProductID>
                </vuln:ScoreSet></vuln:CVSSScoreSets>
                <vuln:Remediations>
                  <vuln:Remediation Type="Vendor Fix"><vuln:Description>5073723</vuln:Description>
                    <vuln:Supercedence>5071544</vuln:Supercedence><vuln:ProductID>1</vuln:ProductID>
                    <vuln:FixedBuild>10.0.17763.8276</vuln:FixedBuild></vuln:Remediation>
                  <vuln:Remediation Type="Known Issue"><vuln:Description>5073723</vuln:Description><vuln:ProductID>2</vuln:ProductID></vuln:Remediation>
                </vuln:Remediations>
                <vuln:RevisionHistory>
                  <vuln:Revision><cvrf:Number>2.0</cvrf:Number><cvrf:Date>2026-01-20T08:00:00</cvrf:Date></vuln:Revision>
                  <vuln:Revision><cvrf:Number>1.0</cvrf:Number><cvrf:Date>2026-01-13T08:00:00</cvrf:Date></vuln:Revision>
                </vuln:RevisionHistory>
              </vuln:Vulnerability>
            </cvrf:cvrfdoc>
            """;

    public static final String KEV = """
            {"title": "Known exploited", "catalogVersion": "2025.08.25", "dateReleased": "2025-08-25T17:04:19Z", "count": 2,
             "vulnerabilities": [
              {"cveID": "CVE-2017-0143", "dateAdded": "2021-11-03", "dueDate": "2022-05-03"},
              {"cveID": "CVE-2017-0144", "dateAdded": "2022-02-10", "dueDate": "2022-08-10"}
            ]}
            """;

    static final String NVD = """
            {"resultsPerPage": 1, "format": "NVD_CVE", "version": "2.0", "vulnerabilities": [
              {"cve": {"id": "CVE-2017-0144", "cisaExploitAdd": "2022-02-10", "cisaActionDue": "2022-08-10", "metrics": {
                "cvssMetricV31": [
                  {"type": "Secondary", "cvssData": {"vectorString": "CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H", "baseScore": 8.1}},
                  {"type": "Primary", "cvssData": {"vectorString": "CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H", "baseScore": 8.8}}]}}}
            ]}
            """;

    public static final String EPSS = "#model_version:v2025.03.14,score_date:2025-08-25T12:55:00Z\n"
            + "cve,epss,percentile\nCVE-2017-0143,0.94312,0.99947\nCVE-2017-0144,0.94,0.99\n";

    static final String CSAF = """
            {"document": {"category": "csaf_vex", "csaf_version": "2.0", "title": "A hole",
               "tracking": {"id": "msrc_CVE-2026-20962", "initial_release_date": "2026-01-13T08:00:00.000Z", "current_release_date": "2026-01-14T08:00:00.000Z"}},
             "product_tree": {"branches": [{"category": "vendor", "name": "Microsoft", "branches": [
               {"category": "product_name", "name": "Windows Server 2019", "branches": [
                 {"category": "product_version_range", "name": "<10.0.17763.8276", "product": {"name": "Windows Server 2019 <10.0.17763.8276", "product_id": "1"}},
                 {"category": "product_version", "name": "10.0.17763.8276", "product": {"name": "Windows Server 2019 10.0.17763.8276", "product_id": "11571"}}]},
               {"category": "product_name", "name": "Windows Server 2022", "branches": [
                 {"category": "product_version_range", "name": "<10.0.20348.4648", "product": {"name": "Windows Server 2022", "product_id": "2"}}]}]}]},
             "vulnerabilities": [{"cve": "CVE-2026-20962", "title": "A hole",
               "product_status": {"fixed": ["11571"], "known_affected": ["1", "2"]},
               "threats": [{"category": "impact", "details": "Spoofing"}],
               "scores": [{"cvss_v3": {"baseScore": 4.4, "vectorString": "CVSS:3.1/AV:L/AC:L/PR:H/UI:N/S:U/C:H/I:N/A:N"}, "products": ["1"]}],
               "remediations": [{"category": "vendor_fix", "details": "10.0.17763.8276:Security Update:https://support.microsoft.com/help/5073723",
                 "product_ids": ["1"], "url": "https://support.microsoft.com/help/5073723"}]}]}
            """;

    public static final String DOWNLOADS = """
            # packages
            http://download.windowsupdate.com/c/csa/csa/secu/2017/02/windowsxp-kb4012598-x86-custom-enu_eceb7d5023bbb23c0dc633e46b9c2f14fa6ee9dd.exe
            https://download.microsoft.com/download/0/1/7/x/WindowsServer2003-KB4012598-x64-custom-ESN.exe
            """;

    static final String LIFECYCLE = """
            {"schema": "firebreak.lifecycle/1", "rows": [
              {"id": "windows-7", "name": "Windows 7 SP1", "platform": "client", "released": "2009-10-22", "mainstreamEnd": "2015-01-13", "extendedEnd": "2020-01-14", "esuEnd": "2023-01-10"}
            ]}
            """;

    /** As people keep it. */
    static final String SUPPORT_TABLE = """
            id,name,family,kind,nt_version,release,mainstream_end,extended_end,esu_end,esu_note
            windows-7,Windows 7 SP1,Windows 7,client,6.1.7601,2009-10-22,2015-01-13,2020-01-14,2023-01-10,"paid, three years"
            posready-7,POSReady 7,Windows Embedded,embedded,6.1.7601,,2016-10-11,2021-10-12,,
            """;

    static final String SUPPORT_TABLE_JSON = """
            {"generated": "2026-11-23", "rows": [
              {"id": "windows-7", "name": "Windows 7 SP1", "family": "Windows 7", "kind": "client", "release": "2009-10-22", "mainstream_end": "2015-01-13", "extended_end": "2020-01-14", "esu_end": "2023-01-10"},
              {"id": "posready-7", "name": "POSReady 7", "kind": "embedded", "release": null, "mainstream_end": "2016-10-11", "extended_end": "2021-10-12", "esu_end": null}
            ]}
            """;

    public static final String CATALOG = """
            <!DOCTYPE html><html><head><title>Microsoft Update Catalog</title></head><body>
            <table id="ctl00_catalogBody_updateMatches" class="resultsBorder"><tr id="headerRow"><th>Title<th>Products</tr>
            <tr id="a_R0"><td><input></td><td><a id="a_link" onclick="goToDetails('a');">
              March, 2017 Security Monthly Quality Rollup for Windows 7 for x64-based Systems (KB4012215)</a></td>
              <td>Windows 7</td><td>Security Updates</td><td>3/13/2017</td><td>n/a</td>
              <td><span id="a_size">155.6 MB</span><span class="noDisplay" id="a_originalSize">163155999</span></td><td><input id="a"></td></tr>
            <tr id="b_R1"><td></td><td>Security Update for Windows XP SP3 (KB4012598)<td>Windows XP<td>Security Updates<td>5/13/2017<td>n/a<td>x</tr>
            <tr id="c_R2"><td></td><td>No number<td>Windows XP<td>Drivers<td>5/13/2017<td>n/a<td>x</tr>
            <tr><td>half</tr></table></body></html>
            """;

    static final String CATALOG_DETAILS = """
            <html><body><span id="ScopedViewHandler_titleText">Security Update for Windows Server 2008 (KB4012598)</span>
            <span id="ScopedViewHandler_date">3/12/2017</span><span id="ScopedViewHandler_msrcSeverity">Critical</span>
            <div id="supersedesInfo"><div>Security Update for Windows Server 2008 (KB3177186)</div><div>n/a (KB4012598)</div></div>
            </body></html>
            """;
}
