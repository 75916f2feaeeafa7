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
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keeps the house as HOUSE draws it: the core a line, the app a ring, and only Main between the rooms. */
class HouseTest {

    /** A room uses only the rooms before it. */
    private static final List<String> LINE =
            List.of("advisory", "inventory", "assess", "estate", "watch", "rollout", "outbreak", "guidance");

    /** All of the platform that thinking needs. No files, sockets, clocks or threads are among it. */
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

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.firebreak");

    @ParameterizedTest
    @ValueSource(strings = {"advisory", "inventory", "assess", "estate", "watch", "rollout", "outbreak", "guidance"})
    void a_core_room_uses_only_rooms_to_its_left(String room) {
        String[] right = LINE.subList(LINE.indexOf(room) + 1, LINE.size()).stream()
                .map(HouseTest::core)
                .toArray(String[]::new);
        if (right.length > 0) {
            holds(noClasses()
                    .that()
                    .resideInAPackage(core(room))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(right));
        }
    }

    @Test
    void the_core_has_no_other_rooms() {
        holds(classes()
                .that()
                .resideInAPackage("dev.firebreak.core..")
                .should()
                .resideInAnyPackage(LINE.stream().map(HouseTest::core).toArray(String[]::new)));
    }

    @Test
    void the_core_touches_nothing() {
        holds(noClasses()
                .that(resideInAPackage("dev.firebreak.core.."))
                .should()
                .dependOnClassesThat(not(resideInAnyPackage(PURE))
                        .and(not(resideInAPackage(""))) // primitives and their arrays
                        .or(type(Clock.class))
                        .or(belongToAnyOf(
                                Thread.class, ThreadLocal.class, Process.class, ProcessBuilder.class, Runtime.class))));
    }

    @Test
    void time_chance_and_surroundings_are_arguments_to_the_core() {
        DescribedPredicate<JavaCall<?>> asksTheMachine = call(resideInAPackage("java.time.."), "now")
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
                .as("ask the machine for time, chance, threads or its surroundings");
        holds(noClasses()
                .that()
                .resideInAPackage("dev.firebreak.core..")
                .should()
                .callCodeUnitWhere(asksTheMachine));
        holds(noClasses().that().resideInAPackage("dev.firebreak.core..").should(ACCESS_STANDARD_STREAMS));
    }

    @Test
    void rooms_of_the_ring_do_not_know_one_another() {
        holds(slices().matching("dev.firebreak.app.(*)..").should().notDependOnEachOther());
    }

    @Test
    void nobody_knows_main_and_who_stands_beside_it_is_its_own() {
        holds(noClasses()
                .that()
                .resideInAPackage("dev.firebreak.app.(*)..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.firebreak.app"));
        holds(classes()
                .that(resideInAPackage("dev.firebreak.app"))
                .and()
                .areTopLevelClasses()
                .and(not(type(Main.class)))
                .should()
                .notBePublic()
                .because("what stands beside Main only hands rooms to one another"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        # a library            | the rooms that may use it
        java.sql..             | store
        javax.sql..            | store
        org.sqlite..           | store
        org.postgresql..       | store
        org.jdbi..             | store
        org.flywaydb..         | store
        gg.jte..               | web
        io.prometheus..        | web
        org.bouncycastle..     | web
        com.nimbusds..         | web
        jakarta.mail..         | deliver
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
    void a_library_stays_in_its_room(String library, String rooms) {
        String[] allowed = rooms == null
                ? new String[0]
                : List.of(rooms.split(", *")).stream()
                        .map(room -> "dev.firebreak.app." + room + "..")
                        .toArray(String[]::new);
        holds(noClasses()
                .that(not(resideInAnyPackage(allowed)))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library));
    }

    @Test
    void only_main_ends_the_process_and_only_the_terminal_room_writes_to_it() {
        DescribedPredicate<JavaCall<?>> exits =
                call(belongToAnyOf(System.class, Runtime.class), "exit|halt").as("end the process");
        holds(noClasses().that(not(type(Main.class))).should().callCodeUnitWhere(exits));
        holds(noClasses()
                .that(not(type(Main.class)).and(not(resideInAPackage("dev.firebreak.app.cli.."))))
                .should(ACCESS_STANDARD_STREAMS));
    }

    @Test
    void the_rules_see_the_house() {
        // An import that finds nothing would let every rule hold.
        holds(
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

    private static String core(String room) {
        return "dev.firebreak.core." + room + "..";
    }

    private static void holds(ArchRule rule) {
        holds(rule, true);
    }

    /** Rooms appear when their work does, so most rules hold over an empty room too. */
    private static void holds(ArchRule rule, boolean overNothingToo) {
        rule.allowEmptyShould(overNothingToo).check(HOUSE);
    }
}
