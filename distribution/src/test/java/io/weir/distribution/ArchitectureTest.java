package io.weir.distribution;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.weir.plugin.HostOnly;

/** Which part may know of which: plugins and platform know the plugin API, and it knows neither. */
@AnalyzeClasses(packages = "io.weir", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String PLATFORM = "io.weir.platform..";
    private static final String TESTKIT = "io.weir.testkit..";
    /** Packages of the plugin API, by name: what is left over is a plugin's. */
    private static final String[] API = {
        "io.weir.cli",
        "io.weir.config",
        "io.weir.graph",
        "io.weir.iface",
        "io.weir.memory",
        "io.weir.net",
        "io.weir.plugin",
        "io.weir.table"
    };

    private static final DescribedPredicate<JavaClass> FRAMEWORKS =
            resideInAnyPackage("org.agrona..", "org.pf4j..", "org.jctools..", "org.jline..", "picocli..");

    @ArchTest
    static void shouldHaveFoundTheModules(final JavaClasses all) {
        assertThat(all.contain("io.weir.graph.Frame")).isTrue();
        assertThat(all.contain("io.weir.platform.host.Host")).isTrue();
        assertThat(all.contain("io.weir.fib.internal.FibPlugin")).isTrue();
        assertThat(all.contain("io.weir.ip4.internal.Ip4Plugin")).isTrue();
        assertThat(all.contain("io.weir.dpdk.internal.DpdkPlugin")).isTrue();
        assertThat(all.contain("io.weir.testkit.TestHost")).isTrue();
    }

    @ArchTest
    static final ArchRule API_KNOWS_ONLY_ITSELF = noClasses()
            .that(resideInAnyPackage(API))
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.weir..").and(resideOutsideOfPackages(API)))
            .orShould()
            .dependOnClassesThat(resideInAnyPackage("org.pf4j..", "org.jline..", "picocli..", "ch.qos.logback.."));

    @ArchTest
    static final ArchRule PLUGINS_KNOW_NO_PLATFORM = noClasses()
            .that(resideOutsideOfPackages(PLATFORM, TESTKIT, "io.weir.distribution..", "io.weir.benchmarks.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage(PLATFORM, TESTKIT, "org.pf4j.."));

    @ArchTest
    static final ArchRule PLATFORM_KNOWS_NO_PLUGIN = noClasses()
            .that(resideInAnyPackage(PLATFORM))
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.weir..")
                    .and(resideOutsideOfPackages(API))
                    .and(resideOutsideOfPackages(PLATFORM)));

    /** A plugin uses of another what that one exports. */
    @ArchTest
    static final ArchRule INTERNALS_STAY_INSIDE = classes()
            .that(resideInAnyPackage("io.weir.ip4.internal.."))
            .should()
            .onlyBeAccessed()
            .byAnyPackage("io.weir.ip4..");

    /** Nobody reaches into forwarding's tables. */
    @ArchTest
    static final ArchRule FORWARDING_STAYS_INSIDE = classes()
            .that(resideInAnyPackage("io.weir.fib.internal.."))
            .should()
            .onlyBeAccessed()
            .byAnyPackage("io.weir.fib..");

    /** Forwarding knows no header but that of the link. */
    @ArchTest
    static final ArchRule FORWARDING_KNOWS_NO_HEADER = noClasses()
            .that(resideInAnyPackage("io.weir.fib.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.weir.ip4.."))
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("io\\.weir\\.net\\.(Ip4|Ip6|Arp|Icmp|Udp|Tcp)\\w*Header");

    @ArchTest
    static final ArchRule DPDK_STAYS_INSIDE = classes()
            .that(resideInAnyPackage("io.weir.dpdk.."))
            .should()
            .onlyBeAccessed()
            .byAnyPackage("io.weir.dpdk..");

    @ArchTest
    static final ArchRule API_SHOWS_NO_FRAMEWORK = methods()
            .that(are(DescribedPredicate.describe(
                    "part of the plugin API", (JavaMethod method) -> isPublic(method) && isApi(method.getOwner()))))
            .should(new ArchCondition<JavaMethod>("name no framework in its signature") {
                @Override
                public void check(final JavaMethod method, final ConditionEvents events) {
                    if (FRAMEWORKS.test(method.getRawReturnType())
                            || method.getRawParameterTypes().stream().anyMatch(FRAMEWORKS)) {
                        events.add(SimpleConditionEvent.violated(method, method.getFullName()));
                    }
                }
            });

    @ArchTest
    static final ArchRule PLATFORM_HAS_NO_CYCLES =
            slices().matching("io.weir.platform.(*)..").should().beFreeOfCycles();

    /** What the plugin host is made of: who reads JARs knows no ledger, who keeps ledgers knows no change. */
    @ArchTest
    static final ArchRule PLUGIN_HOST_HAS_NO_CYCLES =
            slices().matching("io.weir.platform.plugin.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule PLUGIN_HOST_STANDS_ON_ITS_PARTS = noClasses()
            .that(resideInAnyPackage("io.weir.platform.plugin.*.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.weir.platform.plugin"));

    /** The mark of what is for the host alone apart, which is no more than a word. */
    @ArchTest
    static final ArchRule API_HAS_NO_CYCLES_OF_ITS_FOUNDATIONS = noClasses()
            .that(resideInAnyPackage("io.weir.memory", "io.weir.net", "io.weir.table", "io.weir.cli"))
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("io.weir.graph", "io.weir.iface", "io.weir.plugin", "io.weir.config")
                            .and(DescribedPredicate.not(DescribedPredicate.describe(
                                    "HostOnly", type -> type.isEquivalentTo(HostOnly.class)))));

    @ArchTest
    static final ArchRule FRAMES_ARE_CONTROLLED_BY_THE_ENGINE = noClasses()
            .that(resideOutsideOfPackages("io.weir.graph", "io.weir.platform.graph", TESTKIT))
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("io.weir.graph.FrameControl");

    @ArchTest
    static final ArchRule TERMINALS_ARE_FOR_THE_CLIENT = noClasses()
            .that(resideOutsideOfPackages("io.weir.platform.ctl.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.jline..", "picocli.."));

    @ArchTest
    static final ArchRule CONTINUATIONS_ARE_FOR_PROCESSES = noClasses()
            .that(DescribedPredicate.describe("not Process", (JavaClass type) -> !type.getFullName()
                    .startsWith("io.weir.platform.thread.Process")))
            .should()
            .dependOnClassesThat(resideInAnyPackage("jdk.internal.."));

    private static boolean isPublic(final JavaMember member) {
        return member.getModifiers().contains(JavaModifier.PUBLIC)
                || member.getModifiers().contains(JavaModifier.PROTECTED);
    }

    private static boolean isApi(final JavaClass type) {
        return resideInAnyPackage(API).test(type) && type.getModifiers().contains(JavaModifier.PUBLIC);
    }
}
