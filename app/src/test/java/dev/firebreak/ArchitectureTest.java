package dev.firebreak;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.firebreak.app.Main;
import java.io.Serializable;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The structure that ARCHITECTURE.md describes: core is a line of packages, app has three layers (entry points, adapters, io), no package
 * takes part in a cycle, and each library is used in one place.
 */
class ArchitectureTest {

    /** Packages of core: each uses only those before it. */
    private static final List<String> LINE = List.of(
            "text",
            "advisory",
            "catalogue",
            "inventory",
            "exposure",
            "assess",
            "fleet",
            "access",
            "watch",
            "rollout",
            "outbreak",
            "dashboard",
            "guidance",
            "notice");

    /** Adapters connect the product to one part of the world each; they know core and io, never one another. */
    private static final List<String> ADAPTERS = List.of(
            "collect", "feed", "capture", "probe", "sinkhole", "mirror", "deliver", "notify", "report", "store");

    /** Entry points start work: each may use every adapter, and those before it. */
    private static final List<String> ENTRY_POINTS = List.of("web", "server", "cli");

    /** The parts of the platform that core may use: no files, sockets, clocks or threads. */
    private static final String[] PURE = {
        "java.lang",
        "java.lang.annotation",
        "java.lang.invoke",
        "java.lang.runtime",
        "java.math",
        "java.text",
        "java.time..",
        "java.util",
        "java.util.function",
        "java.util.regex",
        "java.util.stream",
        "org.jspecify.annotations",
        "dev.firebreak.core.."
    };

    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.firebreak");

    static List<String> line() {
        return LINE;
    }

    @ParameterizedTest
    @MethodSource("line")
    void a_package_of_core_uses_only_those_before_it(String name) {
        String[] after = LINE.subList(LINE.indexOf(name) + 1, LINE.size()).stream()
                .map(ArchitectureTest::core)
                .toArray(String[]::new);
        if (after.length > 0) {
            check(noClasses()
                    .that()
                    .resideInAPackage(core(name))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(after));
        }
    }

    @Test
    void core_has_no_other_packages() {
        check(classes()
                .that()
                .resideInAPackage("dev.firebreak.core..")
                .should()
                .resideInAnyPackage(LINE.stream().map(ArchitectureTest::core).toArray(String[]::new)));
    }

    @Test
    void io_knows_core_only() {
        check(noClasses()
                .that()
                .resideInAPackage(app("io"))
                .should()
                .dependOnClassesThat(resideInAPackage("dev.firebreak.app..").and(not(resideInAPackage(app("io"))))));
    }

    static List<String> adapters() {
        return ADAPTERS;
    }

    @ParameterizedTest
    @MethodSource("adapters")
    void an_adapter_knows_core_and_io_and_no_other_adapter(String name) {
        check(noClasses()
                .that()
                .resideInAPackage(app(name))
                .should()
                .dependOnClassesThat(
                        resideInAPackage("dev.firebreak.app..").and(not(resideInAnyPackage(app(name), app("io"))))));
    }

    static List<String> entryPoints() {
        return ENTRY_POINTS;
    }

    @ParameterizedTest
    @MethodSource("entryPoints")
    void an_entry_point_knows_no_later_entry_point(String name) {
        String[] after = ENTRY_POINTS.subList(ENTRY_POINTS.indexOf(name) + 1, ENTRY_POINTS.size()).stream()
                .map(ArchitectureTest::app)
                .toArray(String[]::new);
        if (after.length > 0) {
            check(noClasses()
                    .that()
                    .resideInAPackage(app(name))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(after));
        }
    }

    @Test
    void app_has_no_other_packages() {
        check(classes()
                .that()
                .resideInAPackage("dev.firebreak.app..")
                .should()
                .resideInAnyPackage(Stream.concat(
                                Stream.of("dev.firebreak.app", app("io")),
                                Stream.concat(ADAPTERS.stream(), ENTRY_POINTS.stream())
                                        .map(ArchitectureTest::app))
                        .toArray(String[]::new)));
    }

    @Test
    void no_package_takes_part_in_a_cycle() {
        check(slices().matching("dev.firebreak.(**)").should().beFreeOfCycles());
    }

    @Test
    void core_does_no_io() {
        check(noClasses()
                .that(resideInAPackage("dev.firebreak.core.."))
                .should()
                .dependOnClassesThat(not(resideInAnyPackage(PURE))
                        .and(not(resideInAPackage(""))) // primitives and their arrays
                        .and(not(type(Serializable.class))) // a mark of values, no I/O
                        .or(type(Clock.class))
                        .or(belongToAnyOf(
                                Thread.class, ThreadLocal.class, Process.class, ProcessBuilder.class, Runtime.class))));
    }

    @Test
    void time_randomness_and_environment_are_arguments_in_core() {
        DescribedPredicate<JavaCall<?>> readsEnvironment = call(resideInAPackage("java.time.."), "now")
                .or(call(
                        type(System.class), "currentTimeMillis|nanoTime|getenv|getProperty|getProperties|exit|console"))
                .or(call(type(Math.class), "random"))
                .or(call(type(java.util.UUID.class), "randomUUID"))
                .or(call(type(java.util.Collections.class), "shuffle"))
                .or(call(type(java.util.Locale.class), "getDefault"))
                .or(call(type(java.util.TimeZone.class), "getDefault"))
                .or(call(type(java.time.ZoneId.class), "systemDefault"))
                .or(call(type(Class.class), "getResource.*|forName"))
                .or(target(nameMatching("parallel|parallelStream")))
                .as("read the clock, randomness, threads or the environment");
        check(noClasses()
                .that()
                .resideInAPackage("dev.firebreak.core..")
                .should()
                .callCodeUnitWhere(readsEnvironment));
        check(noClasses().that().resideInAPackage("dev.firebreak.core..").should(ACCESS_STANDARD_STREAMS));
    }

    /** Verdicts are kinds and arguments. Only what an Install action quotes of packages is still a text there, for the rollout. */
    @Test
    void sentences_about_verdicts_are_in_guidance() {
        check(noClasses()
                .that()
                .resideInAnyPackage("dev.firebreak.core.assess", "dev.firebreak.core.exposure")
                .and()
                .doNotHaveSimpleName("PackageSelector")
                .and()
                .doNotHaveSimpleName("CatalogueTitles")
                .should()
                .callMethodWhere(
                        target(nameMatching("format")).and(target(owner(type(dev.firebreak.core.text.Text.class))))));
    }

    @Test
    void nothing_depends_on_the_wiring() {
        check(noClasses()
                .that()
                .resideInAPackage("dev.firebreak.app.(*)..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.firebreak.app"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        # a library            | the packages that may use it
        java.sql..             | store
        javax.sql..            | store
        org.sqlite..           | store
        org.postgresql..       | store
        org.jdbi..             | store
        org.flywaydb..         | store
        gg.jte..               | web
        io.prometheus..        | web
        org.bouncycastle..     | web, mirror
        net.jsign..            | mirror
        org.apache.poi..       |
        org.xbill..            | sinkhole, probe
        org.snakeyaml..        | capture
        com.google.re2j..      | capture
        com.nimbusds..         | web
        jakarta.mail..         | notify, capture
        picocli..              | cli
        org.dhatim..           | report
        com.sun.net..          | web, sinkhole, mirror
        jdk.httpserver..       | web, sinkhole, mirror
        io.helidon..           | web
        io.javalin..           | web
        org.eclipse.jetty..    | web
        org.apache.flink..     |
        org.apache.kafka..     |
        """)
    void a_library_is_used_in_one_place(String library, String users) {
        String[] allowed = users == null
                ? new String[0]
                : List.of(users.split(", *")).stream()
                        .map(ArchitectureTest::app)
                        .toArray(String[]::new);
        check(noClasses()
                .that(not(resideInAnyPackage(allowed)))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library));
    }

    @Test
    void only_main_ends_the_process_and_only_cli_writes_to_the_terminal() {
        DescribedPredicate<JavaCall<?>> exits =
                call(belongToAnyOf(System.class, Runtime.class), "exit|halt").as("end the process");
        check(noClasses().that(not(type(Main.class))).should().callCodeUnitWhere(exits));
        check(noClasses()
                .that(not(type(Main.class)).and(not(resideInAPackage("dev.firebreak.app.cli.."))))
                .should(ACCESS_STANDARD_STREAMS));
    }

    @Test
    void the_rules_see_the_product() {
        // An import that finds nothing would let every rule hold.
        check(
                classes()
                        .that()
                        .haveFullyQualifiedName(Main.class.getName())
                        .should()
                        .bePublic(),
                false);
    }

    private static DescribedPredicate<JavaCall<?>> call(DescribedPredicate<? super JavaClass> owner, String names) {
        return target(owner(owner)).and(target(nameMatching(names)));
    }

    private static String core(String name) {
        return "dev.firebreak.core." + name + "..";
    }

    private static String app(String name) {
        return "dev.firebreak.app." + name + "..";
    }

    private static void check(ArchRule rule) {
        check(rule, true);
    }

    /** Packages appear with their features, so most rules hold over an empty package too. */
    private static void check(ArchRule rule, boolean allowEmpty) {
        rule.allowEmptyShould(allowEmpty).check(PRODUCT);
    }
}
