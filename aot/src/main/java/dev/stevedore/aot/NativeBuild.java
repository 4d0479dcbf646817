package dev.stevedore.aot;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.teavm.diagnostics.DefaultProblemTextConsumer;
import org.teavm.diagnostics.Problem;
import org.teavm.tooling.EmptyTeaVMToolLog;
import org.teavm.tooling.TeaVMTargetType;
import org.teavm.tooling.TeaVMTool;
import org.teavm.tooling.TeaVMToolException;
import org.teavm.vm.TeaVMOptimizationLevel;

/**
 * Class files → C (TeaVM) → a static binary (gcc, with musl as the C library).
 *
 * <p>musl, since glibc asks the processor what it can before main, some 60 times, and in a virtual
 * machine each answer comes from the host: 0.27 ms of each start, more than all the rest of one.
 */
final class NativeBuild {
  private final Consumer<String> progress;

  NativeBuild(Consumer<String> progress) {
    this.progress = progress;
  }

  /**
   * Builds the program; {@code cDirectory} is emptied, and then holds the C sources.
   *
   * @throws NativeBuildException if TeaVM or gcc refuse; names what they said
   */
  void build(NativeProgram program, Path cDirectory) throws IOException, NativeBuildException {
    delete(cDirectory);
    progress.accept(program.binary().getFileName() + ": Java to C");
    generateC(program, cDirectory);
    replaceFibers(cDirectory);
    keepSpilledPointers(cDirectory);
    StaticHeaders.mark(cDirectory);
    StillHeap.apply(cDirectory);
    progress.accept(program.binary().getFileName() + ": C to static binary");
    compile(program, cDirectory);
  }

  private static void generateC(NativeProgram program, Path cDirectory)
      throws IOException, NativeBuildException {
    try (URLClassLoader loader =
        new URLClassLoader(urls(program.classPath()), NativeBuild.class.getClassLoader())) {
      TeaVMTool tool = new TeaVMTool();
      tool.setTargetType(TeaVMTargetType.C);
      tool.setMainClass(program.mainClass());
      tool.setClassLoader(loader);
      tool.setTargetDirectory(cDirectory.toFile());
      tool.setMinHeapSize(program.minHeapKib() * 1024);
      tool.setMaxHeapSize(program.maxHeapKib() * 1024);
      tool.setOptimizationLevel(TeaVMOptimizationLevel.ADVANCED);
      tool.setShortFileNames(true);
      tool.setObfuscated(false);
      tool.setDebugInformationGenerated(true);
      tool.setLog(new EmptyTeaVMToolLog());
      tool.generate();
      List<Problem> problems = tool.getProblemProvider().getSevereProblems();
      if (!problems.isEmpty()) {
        throw new NativeBuildException(
            problems.stream()
                .map(NativeBuild::describe)
                .distinct()
                .collect(Collectors.joining("\n")));
      }
    } catch (TeaVMToolException e) {
      throw new NativeBuildException("TeaVM failed", e);
    }
  }

  /** No threads, no locale, no timer: see the file that we put there. */
  private static void replaceFibers(Path cDirectory) throws IOException {
    try (InputStream ours = NativeBuild.class.getResourceAsStream("fiber.c")) {
      Files.copy(
          Objects.requireNonNull(ours, "fiber.c is one of our resources"),
          cDirectory.resolve("fiber.c"),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static String describe(Problem problem) {
    DefaultProblemTextConsumer text = new DefaultProblemTextConsumer();
    problem.render(text);
    var location = problem.getLocation();
    return location == null
        ? text.getText()
        : text.getText() + " (from " + location.getMethod() + ")";
  }

  /**
   * Makes pointers survive an exception. What a catch block needs is kept in variables that a
   * longjmp must not lose, so they have to be volatile; TeaVM declares what the pointer points to
   * volatile instead of the pointer, and optimized code then finds null or an older value in it.
   */
  private static void keepSpilledPointers(Path cDirectory) throws IOException {
    List<Path> sources;
    try (Stream<Path> walk = Files.walk(cDirectory)) {
      sources = walk.filter(path -> path.toString().endsWith(".c")).toList();
    }
    for (Path source : sources) {
      String code = Files.readString(source);
      String repaired =
          code.replaceAll("volatile (\\w+)\\* teavm_spill_", "$1* volatile teavm_spill_");
      if (!repaired.equals(code)) {
        Files.writeString(source, repaired);
      }
    }
  }

  private static void compile(NativeProgram program, Path cDirectory)
      throws IOException, NativeBuildException {
    compiler(
        cDirectory,
        "-S",
        "-O2",
        "-std=gnu11",
        "-w",
        "-fno-pie",
        "-D_GNU_SOURCE",
        // Headers of the kernel and of libraries, which musl's own go before.
        "-idirafter",
        "/usr/include",
        "-idirafter",
        "/usr/include/x86_64-linux-gnu",
        "-ffunction-sections",
        "-fdata-sections",
        "-o",
        "all.s",
        "all.c");
    StaticHeaders.resolve(cDirectory.resolve("all.s"));
    StaticHeaders.writeLinkerScript(cDirectory.resolve("headers.ld"));
    List<String> link =
        new ArrayList<>(
            List.of(
                "-static",
                "-no-pie",
                "-s",
                "-Wl,--gc-sections",
                "-Wl,--wrap=setlocale",
                "-o",
                program.binary().toString(),
                "all.s",
                "headers.ld"));
    for (String library : program.libraries()) {
      // Where gcc has it: musl-gcc looks for libraries of musl only.
      String file = "lib" + library + ".a";
      link.add(run(cDirectory, List.of("gcc", "-print-file-name=" + file)).strip());
    }
    link.add("-lm");
    compiler(cDirectory, link.toArray(String[]::new));
    Files.delete(cDirectory.resolve("all.s"));
  }

  private static void compiler(Path directory, String... arguments)
      throws IOException, NativeBuildException {
    List<String> command = new ArrayList<>(List.of("musl-gcc"));
    command.addAll(List.of(arguments));
    run(directory, command);
  }

  /** Gives what it says. */
  private static String run(Path directory, List<String> command)
      throws IOException, NativeBuildException {
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new NativeBuildException(command.getFirst() + ": " + said);
      }
      return said;
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new NativeBuildException("interrupted while " + command.getFirst() + " ran", e);
    }
  }

  private static URL[] urls(List<Path> classPath) throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (Path entry : classPath) {
      urls.add(entry.toUri().toURL());
    }
    return urls.toArray(new URL[0]);
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(directory)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.delete(path);
    }
  }
}
