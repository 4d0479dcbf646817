package dev.stevedore.tests.harness.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A program to run, with everything captured and never without a time limit. Each method returns
 * this.
 */
public final class Command {
  private final List<String> argv;
  private final Map<String, String> env = new LinkedHashMap<>();
  private byte[] stdin = new byte[0];
  private boolean keepStdinOpen;
  private Duration timeout = Duration.ofSeconds(30);
  private @Nullable Path directory;

  private Command(List<String> argv) {
    this.argv = List.copyOf(argv);
  }

  /** A command from its words; no shell is involved. */
  public static Command of(String... argv) {
    return new Command(List.of(argv));
  }

  /** A command from its words; no shell is involved. */
  public static Command of(List<String> argv) {
    return new Command(argv);
  }

  /** A command from a first word and the rest. */
  public static Command of(Path program, String... args) {
    List<String> all = new ArrayList<>();
    all.add(program.toString());
    all.addAll(List.of(args));
    return new Command(all);
  }

  /** A line for {@code sh -c}. */
  public static Command shell(String line) {
    return of("sh", "-c", line);
  }

  /** Sets a variable, beside the ones this process has. */
  public Command env(String name, String value) {
    env.put(name, value);
    return this;
  }

  /** Sets several variables. */
  public Command env(Map<String, String> variables) {
    env.putAll(variables);
    return this;
  }

  /** What the program reads; then its standard input ends. Without this it ends at once. */
  public Command stdin(String text) {
    return stdin(text.getBytes(StandardCharsets.UTF_8));
  }

  /** What the program reads; then its standard input ends. */
  public Command stdin(byte[] bytes) {
    this.stdin = bytes.clone();
    return this;
  }

  /** For {@link #start}: standard input stays open until {@link Background#closeStdin}. */
  public Command stdinOpen() {
    this.keepStdinOpen = true;
    return this;
  }

  /** How long it may run (30 s unless said). */
  public Command timeout(Duration limit) {
    this.timeout = limit;
    return this;
  }

  /** The working directory. */
  public Command in(Path dir) {
    this.directory = dir;
    return this;
  }

  /** The words. */
  public List<String> argv() {
    return argv;
  }

  /** The variables set on top of this process's own. */
  public Map<String, String> environment() {
    return Map.copyOf(env);
  }

  /**
   * Runs it to its end, and until nothing holds its output open.
   *
   * @throws AssertionError if that takes longer than the time limit; the program and its
   *     descendants are killed
   */
  public Result run() {
    try (Background running = start()) {
      return running.await(timeout);
    }
  }

  /** Starts it and returns at once. */
  public Background start() {
    ProcessBuilder builder = new ProcessBuilder(argv);
    builder.environment().putAll(env);
    if (directory != null) {
      builder.directory(directory.toFile());
    }
    try {
      return Background.of(argv, Reaper.start(builder), stdin, keepStdinOpen);
    } catch (IOException e) {
      throw new AssertionError("cannot start " + argv + ": " + e.getMessage(), e);
    }
  }
}
