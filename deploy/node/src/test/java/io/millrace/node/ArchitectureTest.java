package io.millrace.node;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.typesafe.config.Config;
import io.millrace.config.Settings;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the dependency rules of docs/architecture.md over the classes of all modules. */
class ArchitectureTest {
    private static JavaClasses millrace;

    @BeforeAll
    static void importClasses() {
        millrace = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.millrace");
    }

    @Test
    void originEdgeAndControlPlaneDoNotKnowEachOther() {
        slices().matching("io.millrace.(origin|edge|controlplane|node)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(resideInAnyPackage("io.millrace.node.."), resideInAnyPackage("io.millrace.."))
                .check(millrace);
    }

    @Test
    void whatIsSharedKnowsNoRole() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.millrace.origin..",
                        "io.millrace.edge..",
                        "io.millrace.controlplane..",
                        "io.millrace.node..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.millrace.origin..",
                        "io.millrace.edge..",
                        "io.millrace.controlplane..",
                        "io.millrace.node..")
                .check(millrace);
    }

    @Test
    void formatsKnowNoSocketAndNoActor() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.millrace.media..",
                        "io.millrace.amf..",
                        "io.millrace.flv..",
                        "io.millrace.audio..",
                        "io.millrace.mpegts..",
                        "io.millrace.hls..",
                        "io.millrace.stream..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty.channel..", "akka..", "java.net..")
                .allowEmptyShould(true)
                .check(millrace);
    }

    @Test
    void theMediaPlaneDoesNotGoThroughAkkaHttp() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.millrace.controlplane..", "io.millrace.node..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("akka.http..", "akka.stream..")
                .check(millrace);
    }

    @Test
    void settingsAreReadThroughOneClass() {
        noClasses()
                .that()
                .resideOutsideOfPackages("..config..", "io.millrace.node..")
                .should()
                .callMethodWhere(target(owner(assignableTo(Config.class))))
                .check(millrace);
    }

    @Test
    void onlySettingsRecordsAndCompositionReadSettings() {
        classes()
                .that(type(Settings.class))
                .should()
                .onlyHaveDependentClassesThat()
                .haveNameMatching(
                        "io\\.millrace\\.(config|node)\\..*|.*Settings(\\$.*)?|io\\.millrace\\.(origin|edge|controlplane)\\.[A-Z]\\w*")
                .check(millrace);
    }

    @Test
    void partsGetTheirClockHandedIn() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.millrace.node..")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .check(millrace);
    }
}
