package dev.stevedore.docker.stream;

import java.io.Closeable;

/**
 * Joins this process's streams with a container's until one of them ends.
 *
 * <pre>
 *   stdin ──▶ detach keys? ──▶ connection ──▶ frames? ──▶ stdout, stderr
 *   SIGWINCH ──▶ resize          signals ──▶ kill          wait's answer ──▶ end
 * </pre>
 */
public interface AttachLoop extends Closeable {
  /** Runs until the streams end. The terminal is as before when this returns, however it does. */
  AttachEnd run(Attachment attachment);

  /** Signals go their usual way again. */
  @Override
  void close();
}
