package dev.stevedore.tests.harness.process;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A program on a pseudo terminal, as in front of a user: it leads a session of its own and has the
 * terminal as its controlling one, so Ctrl-C, window size and raw mode are real.
 *
 * <pre>
 *   test ──send──▶ master ═══ slave ──▶ setsid --ctty program
 *        ◀─output─
 * </pre>
 */
public final class Pty implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private final int master;
  private final Background process;
  private final StringBuilder seen = new StringBuilder();
  private final Thread reader;
  private int mark;

  private Pty(int master, Background process) {
    this.master = master;
    this.process = process;
    this.reader = Thread.ofPlatform().daemon().name("pty").start(this::copy);
  }

  /** Starts a command on a new terminal of 24 rows and 80 columns. */
  public static Pty start(Command command) {
    int master = Libc.openTerminal();
    Libc.setWindowSize(master, 24, 80);
    List<String> argv = new ArrayList<>();
    argv.addAll(
        List.of(
            "sh", "-c", "tty=$1; shift; exec setsid --ctty --wait \"$@\" <$tty >$tty 2>&1", "sh"));
    argv.add(Libc.terminalName(master));
    argv.addAll(command.argv());
    return new Pty(
        master, Command.of(argv).env(command.environment()).env("TERM", "xterm").start());
  }

  private void copy() {
    byte[] buffer = new byte[4096];
    for (int n = Libc.read(master, buffer); n > 0; n = Libc.read(master, buffer)) {
      synchronized (seen) {
        seen.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
      }
    }
  }

  /** All that was written to the terminal. */
  public String screen() {
    synchronized (seen) {
      return seen.toString();
    }
  }

  /** Types; {@code "\r"} is Enter, {@code "\u0003"} is Ctrl-C. */
  public Pty send(String keys) {
    Libc.write(master, keys.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** Types a line. */
  public Pty line(String text) {
    return send(text + "\r");
  }

  /** Waits until {@code text} appears after what earlier calls matched. */
  public Pty expect(String text) {
    Instant limit = Instant.now().plus(LIMIT);
    while (true) {
      boolean ended = !reader.isAlive();
      String screen = screen();
      int at = screen.indexOf(text, mark);
      if (at >= 0) {
        mark = at + text.length();
        return this;
      }
      if (ended || Instant.now().isAfter(limit)) {
        throw new AssertionError(
            "'"
                + text
                + "' did not appear"
                + (ended ? " before the program ended" : "")
                + " after:\n"
                + visible(screen));
      }
      Pause.millis(10);
    }
  }

  /** Changes the window's size, as dragging its corner does. */
  public Pty resize(int rows, int columns) {
    Libc.setWindowSize(master, rows, columns);
    return this;
  }

  /** With a shell at its prompt: waits until the terminal on its side has this size. */
  public Pty awaitSize(int rows, int columns) {
    String size = rows + " " + columns;
    // The quotes keep the echo of what is typed from looking like the answer.
    return line("until [ \"$(stty size)\" = '"
            + size
            + "' ]; do sleep 0.05; done; echo si''ze "
            + size)
        .expect("size " + size);
  }

  /** The program's process id. */
  public long pid() {
    return process.pid();
  }

  /** Waits for the program's end and gives its exit code. */
  public int exitCode() {
    try {
      return process.await(LIMIT).exit();
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\n  terminal: " + visible(screen()), e);
    }
  }

  /** Kills what still runs and closes the terminal. */
  @Override
  public void close() {
    process.close();
    try {
      if (reader.join(Duration.ofSeconds(2))) {
        Libc.close(master);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String visible(String screen) {
    StringBuilder text = new StringBuilder();
    screen
        .chars()
        .forEach(
            c ->
                text.append(
                    c >= ' ' || c == '\n' ? String.valueOf((char) c) : "<%02x>".formatted(c)));
    return text.toString();
  }
}
