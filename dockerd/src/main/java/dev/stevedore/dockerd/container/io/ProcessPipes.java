package dev.stevedore.dockerd.container.io;

import dev.stevedore.dockerd.logs.ContainerLog;
import dev.stevedore.dockerd.logs.LineSplitter;
import dev.stevedore.dockerd.logs.LogEntry;
import dev.stevedore.dockerd.logs.LogStream;
import dev.stevedore.lib.linux.fifo.Fifo;
import dev.stevedore.lib.linux.fifo.FifoPoller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The FIFOs of one process, and the threads that read them. The files stay when this daemon dies,
 * and the next one opens them again.
 */
public final class ProcessPipes {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessPipes.class);
  private static final int MODE = 0700;
  private static final int BUFFER = 32 * 1024;

  private final Path directory;
  private final String name;
  private final boolean withStdin;
  private final boolean terminal;
  private final FifoPoller poller;
  private final List<Fifo> readers = new ArrayList<>();
  private final List<Thread> pumps = new ArrayList<>();

  /**
   * The pipes of a process; nothing is made yet.
   *
   * @param directory where the FIFOs are; one directory for each container
   * @param name of the process: {@code init}, or an exec's id
   * @param withStdin whether it has a stdin
   * @param terminal whether stdout and stderr are one
   */
  public ProcessPipes(
      Path directory, String name, boolean withStdin, boolean terminal, FifoPoller poller) {
    this.directory = directory;
    this.name = name;
    this.withStdin = withStdin;
    this.terminal = terminal;
    this.poller = poller;
  }

  /** The path for the task service; empty if the process has no stdin. */
  public String stdin() {
    return withStdin ? path("stdin").toString() : "";
  }

  /** The path for the task service. */
  public String stdout() {
    return path("stdout").toString();
  }

  /** The path for the task service; empty with a terminal. */
  public String stderr() {
    return terminal ? "" : path("stderr").toString();
  }

  private Path path(String stream) {
    return directory.resolve(name + "-" + stream);
  }

  /** Makes the FIFOs, and begins to read. */
  public void open(Output output, Optional<ContainerLog> log) throws IOException {
    Files.createDirectories(directory);
    if (withStdin) {
      Fifo.make(path("stdin"), MODE);
    }
    pump(LogStream.STDOUT, "stdout", output, log);
    if (!terminal) {
      pump(LogStream.STDERR, "stderr", output, log);
    }
  }

  /**
   * Opens stdin; call it when the shim has opened its end.
   *
   * @param closer tells the shim that no more will come
   */
  public void connect(Input input, Runnable closer) throws IOException {
    if (withStdin) {
      input.open(Fifo.openWriter(path("stdin"), poller), closer);
    }
  }

  private void pump(LogStream stream, String file, Output output, Optional<ContainerLog> log)
      throws IOException {
    Path path = path(file);
    Fifo.make(path, MODE);
    Fifo fifo = Fifo.openReader(path, poller);
    readers.add(fifo);
    pumps.add(
        Thread.ofVirtual().name(file + " " + name).start(() -> copy(fifo, stream, output, log)));
  }

  private static void copy(Fifo fifo, LogStream stream, Output output, Optional<ContainerLog> log) {
    LineSplitter lines =
        new LineSplitter(
            line -> log.ifPresent(l -> l.append(new LogEntry(Instant.now(), stream, line))));
    byte[] buffer = new byte[BUFFER];
    try {
      for (int n; (n = fifo.read(buffer)) > 0; ) {
        byte[] bytes = Arrays.copyOf(buffer, n);
        output.publish(stream, bytes);
        if (log.isPresent()) {
          lines.write(bytes, 0, n);
        }
      }
    } catch (IOException e) {
      LOG.warn("output of a process is lost: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lines.finish();
    }
  }

  /**
   * Waits until everything that was written has been read, or the time is over.
   *
   * @return whether everything has been read
   */
  public boolean drain(Duration limit) throws InterruptedException {
    Instant end = Instant.now().plus(limit);
    boolean all = true;
    for (Thread pump : pumps) {
      Duration left = Duration.between(Instant.now(), end);
      all &= left.isPositive() ? pump.join(left) : !pump.isAlive();
    }
    return all;
  }

  /** Stops reading, and removes the FIFOs. */
  public void close() {
    readers.forEach(Fifo::close);
    for (String stream : List.of("stdin", "stdout", "stderr")) {
      try {
        Files.deleteIfExists(path(stream));
      } catch (IOException e) {
        LOG.warn("remove of a FIFO: {}", e.toString());
      }
    }
  }
}
