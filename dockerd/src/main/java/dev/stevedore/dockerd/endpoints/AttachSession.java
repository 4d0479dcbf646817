package dev.stevedore.dockerd.endpoints;

import dev.stevedore.dockerd.container.io.Input;
import dev.stevedore.dockerd.container.io.OutputClient;
import dev.stevedore.dockerd.http.HijackedStream;
import dev.stevedore.dockerd.logs.LogStream;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's connection, tied to a process's stdio until one of the two ends.
 *
 * <pre>
 * client ──▶ (detach keys?) ──▶ Input      one virtual thread
 * client ◀── (frames) ◀──────── Output     the caller's thread
 * </pre>
 */
final class AttachSession {
  private static final Logger LOG = LoggerFactory.getLogger(AttachSession.class);
  private static final int BUFFER = 32 * 1024;

  /**
   * What a client wants.
   *
   * @param terminal whether the process has one, which a client that goes leaves behind
   * @param raw whether output goes as it is, without frames that tell stdout from stderr
   * @param keys which keys detach it; none without a terminal
   * @param closeInput whether the process's stdin ends with the client's
   */
  record Wish(
      boolean stdin,
      boolean stdout,
      boolean stderr,
      boolean terminal,
      boolean raw,
      boolean closeInput,
      Optional<DetachKeys> keys) {}

  private final Wish wish;
  private final Input input;
  private final HijackedStream connection;
  private final @Nullable OutputClient output;
  private volatile boolean detached;

  AttachSession(Wish wish, Input input, @Nullable OutputClient output, HijackedStream connection) {
    this.wish = wish;
    this.input = input;
    this.output = output;
    this.connection = connection;
  }

  /**
   * Copies until the process ends, or the client goes.
   *
   * @return whether the client detached
   */
  boolean run() throws InterruptedException {
    Thread typing = Thread.ofVirtual().name("stdin").start(this::copyInput);
    try {
      if (output == null) {
        typing.join();
      } else {
        copyOutput(output);
      }
      connection.closeWrite();
    } catch (IOException e) {
      LOG.debug("attached client has gone: {}", e.toString());
    } finally {
      if (output != null) {
        output.close();
      }
      close();
      typing.interrupt(); // it may wait for a process that does not read
    }
    typing.join();
    return detached;
  }

  private void copyOutput(OutputClient client) throws IOException, InterruptedException {
    StreamFrames frames = new StreamFrames(connection.output(), !wish.raw());
    for (OutputClient.Chunk chunk; (chunk = client.take()) != null; ) {
      boolean wanted = chunk.stream() == LogStream.STDOUT ? wish.stdout() : wish.stderr();
      if (wanted) {
        frames.write(chunk.stream(), chunk.bytes());
      }
    }
  }

  private void copyInput() {
    byte[] buffer = new byte[BUFFER];
    try {
      for (int n; (n = connection.input().read(buffer)) >= 0; ) {
        if (!wish.stdin()) {
          continue; // read on, to see the end
        }
        if (wish.keys().isEmpty()) {
          input.write(buffer, 0, n);
          continue;
        }
        DetachKeys.Passed passed = wish.keys().get().look(buffer, n);
        input.write(passed.bytes(), 0, passed.bytes().length);
        if (passed.detached()) {
          detached = true;
          break;
        }
      }
      if (wish.stdin() && !detached && wish.closeInput()) {
        input.close();
      }
    } catch (IOException e) {
      LOG.debug("stdin of an attached client: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (detached || (wish.terminal() && wish.stdin())) {
      leave();
    }
  }

  /** The output has nobody to go to any more. */
  private void leave() {
    if (output != null) {
      output.close();
    }
  }

  private void close() {
    try {
      connection.close();
    } catch (IOException e) {
      LOG.debug("close of an attached client: {}", e.toString());
    }
  }
}
