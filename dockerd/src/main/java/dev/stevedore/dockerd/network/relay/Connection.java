package dev.stevedore.dockerd.network.relay;

import dev.stevedore.lib.linux.Fd;
import dev.stevedore.lib.linux.LinuxException;
import dev.stevedore.lib.linux.Splice;
import dev.stevedore.lib.linux.StreamSockets;

/** A client's connection and the one to the container, and both ways between them. */
final class Connection implements AutoCloseable {
  private final Fd client;
  private final Fd container;
  private final Splice in;
  private final Splice out;
  private long key;

  private Connection(Fd client, Fd container, Splice in, Splice out) {
    this.client = client;
    this.container = container;
    this.in = in;
    this.out = out;
  }

  /** How to begin the connection to the container. */
  interface Begin {
    Fd connect() throws LinuxException;
  }

  /** Takes over the client's end, unless it fails. */
  static Connection make(Fd client, Begin begin) throws LinuxException {
    Fd container = begin.connect();
    try {
      Splice in = Splice.between(client, container);
      try {
        return new Connection(client, container, in, Splice.between(container, client));
      } catch (LinuxException e) {
        in.close();
        throw e;
      }
    } catch (LinuxException e) {
      container.close();
      throw e;
    }
  }

  Fd container() {
    return container;
  }

  void key(long value) {
    key = value;
  }

  long key() {
    return key;
  }

  /** Passes on what can be; whether there will be no more. */
  boolean pump() {
    try {
      in.pump();
      out.pump();
      return in.isFinished() && out.isFinished();
    } catch (LinuxException e) {
      // One side has failed: the other is told so.
      StreamSockets.failAtClose(client);
      StreamSockets.failAtClose(container);
      return true;
    }
  }

  @Override
  public void close() {
    client.close();
    container.close();
    in.close();
    out.close();
  }
}
