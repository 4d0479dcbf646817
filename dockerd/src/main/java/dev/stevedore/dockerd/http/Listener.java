package dev.stevedore.dockerd.http;

import java.io.Closeable;
import java.io.IOException;

/** A socket that clients connect to. */
public interface Listener extends Closeable {
  /**
   * Waits for the next client.
   *
   * @throws java.nio.channels.ClosedChannelException if the listener was closed
   */
  Transport accept() throws IOException;

  /** Stops listening; wakes {@link #accept}. */
  @Override
  void close() throws IOException;

  /** Returns the address as Docker logs it, for example {@code /run/stevedore/docker.sock}. */
  String address();
}
