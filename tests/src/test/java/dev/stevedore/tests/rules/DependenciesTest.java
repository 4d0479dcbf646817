package dev.stevedore.tests.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import dev.stevedore.tests.harness.stack.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Dependencies point one way: boxes to lib, never to each other, so that each can be swapped. */
class DependenciesTest {
  private static final JavaClasses CLASSES = new ClassFileImporter().importPaths(Tree.classes());

  @Test
  void everyBoxIsSeen() {
    for (String box : Tree.BOXES) {
      // Not built yet is no error here: the whole-stack tests say so.
      if (Files.isDirectory(Programs.root().resolve(box + "/target/classes"))) {
        assertThat(CLASSES).anyMatch(c -> c.getPackageName().startsWith("dev.stevedore." + box));
      }
    }
  }

  @Test
  void aBoxDependsOnNoOtherBox() {
    for (String box : Tree.BOXES) {
      List<String> others = new ArrayList<>();
      Tree.BOXES.stream()
          .filter(b -> !b.equals(box))
          .forEach(b -> others.add("dev.stevedore." + b + ".."));
      noClasses()
          .that()
          .resideInAPackage("dev.stevedore." + box + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(others.toArray(String[]::new))
          .allowEmptyShould(true)
          .check(CLASSES);
    }
  }

  @Test
  void libDependsOnNoBox() {
    noClasses()
        .that()
        .resideInAPackage("dev.stevedore.lib..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            Tree.BOXES.stream().map(b -> "dev.stevedore." + b + "..").toArray(String[]::new))
        .check(CLASSES);
  }

  /** Each world has its own system call layer. */
  @Test
  void daemonsDoNotUseTheNativeSystemCallsNorNativeProgramsTheJvms() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.stevedore.dockerd..", "dev.stevedore.containerd..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.stevedore.lib.posix..", "org.teavm..")
        .allowEmptyShould(true)
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.stevedore.docker..", "dev.stevedore.shim..", "dev.stevedore.runc..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.stevedore.lib.linux..", "java.lang.foreign..", "java.nio.file..", "java.net..")
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  /** Modules are built in the order of the arrows, and no two libraries need each other. */
  @Test
  void librariesHaveNoCycles() {
    SlicesRuleDefinition.slices()
        .matching("dev.stevedore.lib.(*)..")
        .should()
        .beFreeOfCycles()
        .check(CLASSES);
  }

  @Test
  void everyModuleWithSourcesIsChecked() {
    List<Path> unbuilt =
        Tree.modules().stream()
            .filter(module -> Files.isDirectory(module.resolve("src/main/java")))
            .filter(module -> !Files.isDirectory(module.resolve("target/classes")))
            .toList();
    assertThat(unbuilt).as("modules that were not built before their rules were checked").isEmpty();
  }
}
