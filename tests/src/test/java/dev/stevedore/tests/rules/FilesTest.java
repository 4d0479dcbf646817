package dev.stevedore.tests.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.stack.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * How a file looks: one subject each, so none is long; a package says what belongs in it; no
 * failure is forgotten.
 */
class FilesTest {
  private static final int LONGEST = 800;
  private static final int LONG = 350;

  /** A handler of every exception that has nothing in it but white space and comments. */
  private static final Pattern SWALLOWED =
      Pattern.compile(
          "catch \\((Exception|RuntimeException|Throwable|Error) \\w+\\) \\{(\\s|//[^\n]*)*\\}");

  private static final Pattern UNFINISHED =
      Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");

  @Test
  void noFileIsTooLong() {
    Map<Path, Long> lengths = new TreeMap<>();
    Tree.sources().forEach(file -> lengths.put(file, text(file).lines().count()));
    assertThat(lengths)
        .allSatisfy(
            (file, lines) -> assertThat(lines).as("%s", name(file)).isLessThanOrEqualTo(LONGEST));
    List<String> tooMany =
        lengths.entrySet().stream()
            .filter(e -> e.getValue() > LONG)
            .map(e -> name(e.getKey()) + ": " + e.getValue())
            .toList();
    assertThat(tooMany)
        .as("files of more than %s lines: at most one of ten", LONG)
        .hasSizeLessThanOrEqualTo(lengths.size() / 10);
  }

  @Test
  void everyPackageSaysWhatBelongsInItAndIsNullMarked() {
    List<String> silent =
        Tree.sources().stream()
            .filter(FilesTest::isInAPackage)
            .map(Tree::directoryOf)
            .distinct()
            .map(dir -> dir.resolve("package-info.java"))
            .filter(
                info ->
                    !Files.exists(info)
                        || !text(info).contains("@NullMarked")
                        || !text(info).contains("/**"))
            .filter(info -> !isPartOfMainPackage(info))
            .map(FilesTest::name)
            .toList();
    assertThat(silent).as("missing, or without javadoc or @NullMarked").isEmpty();
  }

  /** A program of one file, which the java command takes as it is, is in none. */
  private static boolean isInAPackage(Path source) {
    return text(source).lines().anyMatch(line -> line.startsWith("package "));
  }

  /** A test in the package of what it tests is covered by that package's own file. */
  private static boolean isPartOfMainPackage(Path info) {
    return Files.exists(Path.of(info.toString().replace("/src/test/java/", "/src/main/java/")));
  }

  @Test
  void noExceptionIsForgotten() {
    assertThat(matching(SWALLOWED)).as("files with an empty handler of every exception").isEmpty();
  }

  @Test
  void nothingIsLeftForLater() {
    assertThat(matching(UNFINISHED))
        .as("files with a mark for later: do it, or refuse it with a clear error")
        .isEmpty();
  }

  private static List<String> matching(Pattern pattern) {
    return Tree.sources().stream()
        .filter(file -> pattern.matcher(text(file)).find())
        .map(FilesTest::name)
        .toList();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Path file) {
    return Programs.root().relativize(file).toString();
  }
}
