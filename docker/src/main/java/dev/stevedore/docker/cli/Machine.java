package dev.stevedore.docker.cli;

import dev.stevedore.docker.copy.LocalFiles;
import dev.stevedore.docker.engine.Connector;
import dev.stevedore.docker.stream.AttachLoop;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * The machine that a command runs on, so that commands can be tried without one: files, streams,
 * environment, clock and terminal. Errors are {@link CliException}s in Go's words, {@code open /x:
 * no such file or directory}.
 */
public interface Machine {
  /** File descriptors of the process. */
  int STDIN = 0;

  int STDOUT = 1;
  int STDERR = 2;

  /** A terminal's size in characters; 0 by 0 if unknown. */
  record Size(int rows, int columns) {}

  Output stdout();

  Output stderr();

  InputStream stdin();

  Connector connector();

  /** The value of an environment variable. */
  Optional<String> variable(String name);

  /** The whole environment, as {@code NAME=value}. */
  List<String> variables();

  byte[] readFile(String path);

  InputStream openFile(String path);

  /** Creates or empties a file. The caller flushes; the file is closed when the program ends. */
  Output createFile(String path);

  /**
   * Replaces a file that only its owner may read, at once and as a whole; makes the directories
   * above it.
   */
  void replaceSecretFile(String path, byte[] content);

  boolean fileExists(String path);

  void deleteFile(String path);

  String workingDirectory();

  /** Files of any kind, to copy them. */
  LocalFiles files();

  /**
   * How a program ended.
   *
   * @param status its exit status, or 128 and the signal
   * @param output what it wrote to stdout
   */
  record Executed(int status, String output) {}

  /**
   * Runs a program to its end.
   *
   * @param program searched for on PATH
   * @param input what it reads from stdin
   */
  Executed execute(String program, String argument, byte[] input);

  /**
   * Reads a line from stdin, without its end; "" at the end of input.
   *
   * @param hidden whether a terminal does not show what is typed
   */
  String readLine(boolean hidden);

  /** Milliseconds since the epoch. */
  long now();

  /** What local time is ahead of UTC at that moment. */
  LocalTime localTime(long epochSeconds);

  /**
   * @param offsetSeconds ahead of UTC
   * @param zone the short name, such as CET
   */
  record LocalTime(int offsetSeconds, String zone) {}

  boolean isTerminal(int descriptor);

  Size terminalSize(int descriptor);

  /**
   * Prepares to connect this process's streams with a container's: from now on signals wait to be
   * taken by it.
   *
   * @param takeAllSignals whether it wants all signals, to pass them on, or only those that would
   *     end the program
   */
  AttachLoop attachLoop(boolean takeAllSignals);
}
