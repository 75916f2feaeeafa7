package dev.firebreak.core.advisory;

import dev.firebreak.core.advisory.Advisory.Scoped;
import dev.firebreak.core.advisory.Applicability.Affected;
import dev.firebreak.core.advisory.Applicability.NeedsServicePack;
import dev.firebreak.core.advisory.Applicability.NotAffected;
import dev.firebreak.core.text.Text;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A small knowledge for tests: a product of each sort, and two advisories. MS17-010 is closed by a list, a driver or a revision,
 * needs a service pack, or never was there; TEST-445 has nothing to do with SMBv1. What real advisories say is tested in app.
 */
public final class TestKnowledge {

    public static final Product XP_SP2 = product("xp-sp2", "Windows XP SP2", "5.1.2600", 2, Architecture.X86);
    public static final Product XP_SP3 = product("xp-sp3", "Windows XP SP3", "5.1.2600", 3, Architecture.X86);
    public static final Product VISTA = product("vista-sp2", "Windows Vista SP2", "6.0.6002", 2, Architecture.X86);
    public static final Product SEVEN_RTM = product("7", "Windows 7", "6.1.7600", 0, Architecture.X64);
    public static final Product SEVEN =
            product("7-sp1", "Windows 7 SP1", "6.1.7601", 1, Architecture.X64, Architecture.X86);
    public static final Product R2 =
            product("2008-r2-sp1", "Windows Server 2008 R2 SP1", "6.1.7601", 1, Architecture.X64);
    public static final Product EIGHT = product("8", "Windows 8", "6.2.9200", 0, Architecture.X64);
    public static final Product SERVER_2012 = product("2012", "Windows Server 2012", "6.2.9200", 0, Architecture.X64);
    public static final Product TEN_1607 =
            product("10-1607", "Windows 10 Version 1607", "10.0.14393", 0, Architecture.X64);
    public static final Product SERVER_2016 = product("2016", "Windows Server 2016", "10.0.14393", 0, Architecture.X64);
    public static final Product TEN_1703 =
            product("10-1703", "Windows 10 Version 1703", "10.0.15063", 0, Architecture.X64);

    /** Affected, and no advisory here says anything about it. */
    public static final Product BLUE = product("8.1", "Windows 8.1", "6.3.9600", 0, Architecture.X64);

    public static final List<Product> PRODUCTS = List.of(
            XP_SP2, XP_SP3, VISTA, SEVEN_RTM, SEVEN, R2, EIGHT, SERVER_2012, TEN_1607, SERVER_2016, TEN_1703, BLUE);

    public static final LocalDate MARCH = LocalDate.parse("2017-03-14");
    public static final LocalDate APRIL = LocalDate.parse("2017-04-11");
    public static final LocalDate MAY = LocalDate.parse("2017-05-09");

    /** When packages for what was out of support became public. */
    public static final LocalDate PUBLIC = LocalDate.parse("2017-05-13");

    public static final ServicePack SP3_OF_XP = new ServicePack(new Kb(936929), Text.same("Windows XP SP3"));
    public static final ServicePack SP1_OF_SEVEN = new ServicePack(new Kb(976932), Text.same("Windows 7 SP1"));

    public static final UpdateLine SEVEN_ROLLUPS = new UpdateLine(
            "windows-7-rollup",
            List.of(
                    update(3212646, UpdateKind.MONTHLY_ROLLUP, "2017-01-10"),
                    update(4012215, UpdateKind.MONTHLY_ROLLUP, "2017-03-14"),
                    update(4012218, UpdateKind.PREVIEW, null),
                    update(4015549, UpdateKind.MONTHLY_ROLLUP, "2017-04-11"),
                    update(4019264, UpdateKind.MONTHLY_ROLLUP, "2017-05-09"),
                    update(4019265, UpdateKind.PREVIEW, "2017-05-16")));

    public static final UpdateLine TEN_1607_LINE = new UpdateLine(
            "windows-10-14393",
            List.of(
                    cumulative(3213986, "2017-01-10", 693),
                    cumulative(4013429, "2017-03-14", 953),
                    cumulative(4015217, "2017-04-11", 1066),
                    cumulative(4019472, "2017-05-09", 1198)));

    public static final UpdateLine SEVEN_SECURITY_ONLY = new UpdateLine(
            "windows-7-security-only",
            List.of(
                    update(4012212, UpdateKind.SECURITY_ONLY, "2017-03-14"),
                    update(4015546, UpdateKind.SECURITY_ONLY, "2017-04-11"),
                    update(4019263, UpdateKind.SECURITY_ONLY, "2017-05-09")));

    public static final UpdateLines LINES = new UpdateLines(Map.of(
            SEVEN_ROLLUPS.id(), SEVEN_ROLLUPS,
            SEVEN_SECURITY_ONLY.id(), SEVEN_SECURITY_ONLY,
            TEN_1607_LINE.id(), TEN_1607_LINE));

    /** What closes MS17-010 on Windows 7 SP1. */
    public static final Fix SEVEN_FIX = new Fix(
            List.of(
                    remedy(4012212, UpdateKind.SECURITY_ONLY, MARCH, MARCH, false),
                    remedy(4012215, UpdateKind.MONTHLY_ROLLUP, MARCH, MARCH, true)),
            KbSet.of(4012212, 4012215, 4012218, 4015549, 4019264, 4019265),
            List.of(new Fix.Remark(KbSet.of(4022722), Text.same("nobody confirmed it"))),
            List.of(new Fix.Remark(KbSet.of(4015546), Text.same("KB4023262 says that it does not"))),
            List.of(driver("6.1.7601.23689")),
            null,
            SEVEN_ROLLUPS);

    public static final Fix XP_FIX = new Fix(
            List.of(new Remedy(
                    new Kb(4012598),
                    UpdateKind.STANDALONE,
                    MARCH,
                    PUBLIC,
                    true,
                    List.of(),
                    List.of(
                            new UpdatePackage(Architecture.X86, "ENU", "xp-enu.exe", "aa", null),
                            new UpdatePackage(Architecture.X86, "CHT", "xp-cht.exe", "bb", null)))),
            KbSet.of(4012598),
            List.of(),
            List.of(),
            List.of(driver("5.1.2600.7208")),
            null,
            null);

    public static final Fix TEN_1607_FIX = new Fix(
            List.of(remedy(4013429, UpdateKind.CUMULATIVE, MARCH, MARCH, true)),
            KbSet.of(4013429, 4015217, 4019472),
            List.of(),
            List.of(),
            List.of(driver("10.0.14393.953")),
            Build.of("10.0.14393.953"),
            TEN_1607_LINE);

    private static final Fix SERVER_2012_FIX = new Fix(
            List.of(remedy(4012217, UpdateKind.MONTHLY_ROLLUP, MARCH, MARCH, true)),
            KbSet.of(4012217),
            List.of(),
            List.of(),
            List.of(),
            null,
            null);

    private static final Fix EIGHT_FIX = new Fix(
            List.of(remedy(4012598, UpdateKind.STANDALONE, MARCH, PUBLIC, true)),
            KbSet.of(4012598),
            List.of(),
            List.of(),
            List.of(),
            null,
            null);

    private static final Text SHIPPED = Text.same("shipped with the fix");

    /** Switching SMBv1 off, by registry before Windows 8 and by cmdlet from it on; XP has nothing else to speak. */
    public static final Mitigation SMB1_OFF = new Mitigation(
            "smb1-server-off",
            new Mitigation.Wording(
                    Text.same("SMBv1 off"), Text.same("turn it off"), Text.same("old printers"), Text.same("the hole")),
            Set.of("CVE-2017-0143", "CVE-2017-0144"),
            new Mitigation.Proof(
                    List.of(new Mitigation.Condition(
                            Setting.SMB1_SERVER, "disabled", Text.same("the SMBv1 server is turned off"))),
                    new Mitigation.Scope(Build.of("6.0.0"), null, Set.of()),
                    Text.same("XP speaks only SMBv1")),
            List.of(smb1Off("6.0.0", "6.2.0", null), smb1Off("6.2.0", null, "EnableSMB1Protocol")),
            List.of(445, 139),
            List.of());

    public static final Advisory MS17_010 = new Advisory(
            new Advisory.Naming(
                    "MS17-010",
                    Set.of("EternalBlue"),
                    List.of("CVE-2017-0143", "CVE-2017-0144"),
                    Text.same("SMBv1"),
                    MARCH),
            Map.ofEntries(
                    says(XP_SP2, new NeedsServicePack(List.of(SP3_OF_XP), XP_FIX, XP_SP3.id())),
                    says(XP_SP3, new Affected(XP_FIX)),
                    says(VISTA, new Affected(EIGHT_FIX)),
                    says(SEVEN_RTM, new NeedsServicePack(List.of(SP1_OF_SEVEN), SEVEN_FIX, SEVEN.id())),
                    says(SEVEN, new Affected(SEVEN_FIX)),
                    says(R2, new Affected(SEVEN_FIX)),
                    says(EIGHT, new Affected(EIGHT_FIX)),
                    says(SERVER_2012, new Affected(SERVER_2012_FIX)),
                    says(TEN_1607, new Affected(TEN_1607_FIX)),
                    says(SERVER_2016, new Affected(TEN_1607_FIX))),
            new Advisory.ShippedFixed(Build.of("10.0.15063"), SHIPPED),
            List.of(SMB1_OFF),
            List.of(new Advisory.Unconfirmed(
                    new Kb(4012598), "JPN", Text.same("the Japanese file is not confirmed"), "search")),
            Map.of());

    /** One that has nothing to do with SMBv1: switching that off keeps nobody out. */
    public static final Advisory OTHER = new Advisory(
            new Advisory.Naming("TEST-445", Set.of(), List.of("CVE-2017-9999"), Text.same("something else"), MARCH),
            Map.ofEntries(says(SEVEN, new Affected(SEVEN_FIX)), says(TEN_1703, new NotAffected(SHIPPED))),
            null,
            List.of(),
            List.of(),
            Map.of());

    public static final Knowledge KNOWLEDGE = new Knowledge(
            PRODUCTS,
            List.of(MS17_010, OTHER),
            List.of(
                    support("xp", Platform.CLIENT, "2001-10-25", "2009-04-14", "2014-04-08"),
                    support("vista", Platform.CLIENT, "2007-01-30", "2012-04-10", "2017-04-11"),
                    support("7", Platform.CLIENT, "2009-10-22", "2015-01-13", "2020-01-14"),
                    support("2008-r2", Platform.SERVER, "2009-10-22", "2015-01-13", "2020-01-14"),
                    support("8", Platform.CLIENT, "2012-10-26", "2016-01-12", null),
                    support("2012", Platform.SERVER, "2012-10-30", "2018-10-09", "2023-10-10"),
                    support("8.1", Platform.CLIENT, "2013-10-17", "2018-01-09", "2023-01-10"),
                    target("10-1607", Platform.CLIENT, "2016-08-02", "2018-04-10"),
                    target("10-1607-enterprise", Platform.CLIENT, "2016-08-02", "2019-04-09"),
                    target("10-1703", Platform.CLIENT, "2017-04-05", "2018-10-09"),
                    target("2016", Platform.SERVER, "2016-10-15", "2022-01-11")),
            Map.of("en", "ENU", "ja", "JPN", "zh-tw", "CHT", "zh-hk", "CHT"));

    private TestKnowledge() {}

    /** A product with its support dates under the id less the service pack; "Server" in its name makes it one. */
    private static Product product(String id, String name, String branch, int servicePack, Architecture... exists) {
        Map<Architecture, String> names = new java.util.HashMap<>();
        for (Architecture architecture : exists) {
            names.put(architecture, name + " for " + architecture.id());
        }
        String dates = id.replaceFirst("-sp\\d$", "");
        return new Product(
                id,
                names,
                name,
                name.contains("Server") ? Platform.SERVER : Platform.CLIENT,
                Build.of(branch),
                Set.of(),
                servicePack,
                id.equals("10-1607")
                        ? Map.of(Edition.HOME, dates, Edition.ENTERPRISE, dates + "-enterprise")
                        : Map.of(Edition.ANY, dates));
    }

    private static Map.Entry<String, List<Scoped>> says(Product product, Applicability said) {
        return Map.entry(product.id(), List.of(new Scoped(Set.of(), said)));
    }

    public static Update update(int kb, UpdateKind kind, @Nullable String day) {
        return new Update(new Kb(kb), kind, day == null ? null : LocalDate.parse(day), null, Build.NO_REVISION);
    }

    private static Update cumulative(int kb, String day, int revision) {
        return new Update(new Kb(kb), UpdateKind.CUMULATIVE, LocalDate.parse(day), null, revision);
    }

    public static Remedy remedy(
            int kb, UpdateKind kind, LocalDate published, LocalDate publicSince, boolean preferred) {
        return new Remedy(new Kb(kb), kind, published, publicSince, preferred, List.of(), List.of());
    }

    private static FileRule driver(String least) {
        return new FileRule("srv.sys", List.of(new FileRule.Range(Build.of(least), null)));
    }

    private static Lifecycle support(
            String id, Platform platform, String released, String mainstream, @Nullable String extended) {
        return new Lifecycle(
                id,
                id,
                platform,
                LocalDate.parse(released),
                LocalDate.parse(mainstream),
                extended == null ? null : LocalDate.parse(extended),
                null,
                true,
                null);
    }

    /** A release that others can move to. */
    private static Mitigation.Variant smb1Off(String from, @Nullable String below, @Nullable String cmdlet) {
        return new Mitigation.Variant(
                new Mitigation.Scope(Build.of(from), below == null ? null : Build.of(below), Set.of()),
                List.of(new SystemChange.RegistryNumber("SYSTEM\\LanmanServer", "SMB1", 0, null, cmdlet)),
                true);
    }

    private static Lifecycle target(String id, Platform platform, String released, String ends) {
        return new Lifecycle(
                id, id, platform, LocalDate.parse(released), LocalDate.parse(ends), null, null, true, "Windows " + id);
    }
}
