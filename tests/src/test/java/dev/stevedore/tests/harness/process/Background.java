package dev.stevedore.tests.harness.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that runs beside the test. Closing it kills it and its descendants. */
public final class Background implements AutoCloseable {
  private final List<String> argv;
  private final Process process;
  private final Capture out;
  private final Capture err;

  private Background(List<String> argv, Process process) {
    this.argv = argv;
    this.process = process;
    this.out = new Capture(process.getInputStream());
    this.err = new Capture(process.getErrorStream());
  }

  static Background of(List<String> argv, Process process, byte[] stdin, boolean keepOpen) {
    Background background = new Background(argv, process);
    background.write(stdin, keepOpen);
    return background;
  }

  private void write(byte[] stdin, boolean keepOpen) {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                OutputStream to = process.getOutputStream();
                to.write(stdin);
                to.flush();
                if (!keepOpen) {
                  to.close();
                }
              } catch (IOException e) {
                // The program ended before it read everything; its exit code tells what that means.
                err.note("(stdin not read to its end)");
              }
            });
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** Whether it still runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** What it wrote to standard output so far. */
  public String out() {
    return new String(out.bytes(), StandardCharsets.UTF_8);
  }

  /** What it wrote to standard error so far. */
  public String err() {
    return new String(err.bytes(), StandardCharsets.UTF_8);
  }

  /** Writes to its standard input, which must have been kept open. */
  public void send(String text) {
    try {
      process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(this + ": stdin", e);
    }
  }

  /** Ends its standard input. */
  public void closeStdin() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(this + ": stdin", e);
    }
  }

  /** Sends a signal, by name without SIG. */
  public void signal(String name) {
    Signals.send(process.pid(), name);
  }

  /**
   * Waits until standard output contains {@code text}; fails after 15 s or when the program ends
   * without it.
   */
  public void awaitOut(String text) {
    Instant limit = Instant.now().plusSeconds(15);
    while (!out().contains(text)) {
      boolean over = out.ended() && !out().contains(text);
      if (over || Instant.now().isAfter(limit)) {
        throw new AssertionError("no '" + text + "' in the output of " + this);
      }
      Pause.millis(10);
    }
  }

  /** Waits for the end of the program and of its output. */
  public Result await(Duration limit) {
    Instant deadline = Instant.now().plus(limit);
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("not done after " + limit.toSeconds() + " s: " + this);
      }
      if (!out.awaitEnd(deadline) || !err.awaitEnd(deadline)) {
        throw new AssertionError(
            "it ended, but a process it left behind holds its output open: " + this);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for " + this, e);
    }
    return new Result(argv, process.exitValue(), out(), err());
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  @Override
  public String toString() {
    return String.join(" ", argv) + "\n  stdout so far: " + out() + "\n  stderr so far: " + err();
  }

  /** Copies a stream into memory as it comes. */
  private static final class Capture {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Thread reader;

    Capture(InputStream from) {
      this.reader = Thread.ofVirtual().start(() -> copy(from));
    }

    private void copy(InputStream from) {
      byte[] buffer = new byte[8192];
      try {
        for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
          append(buffer, n);
        }
      } catch (IOException e) {
        note("(" + e.getMessage() + ")");
      }
    }

    private synchronized void append(byte[] buffer, int length) {
      bytes.write(buffer, 0, length);
    }

    void note(String text) {
      byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
      append(encoded, encoded.length);
    }

    synchronized byte[] bytes() {
      return bytes.toByteArray();
    }

    boolean ended() {
      return !reader.isAlive();
    }

    boolean awaitEnd(Instant deadline) throws InterruptedException {
      long left = Math.max(100, Duration.between(Instant.now(), deadline).toMillis());
      return reader.join(Duration.ofMillis(left));
    }
  }
}
