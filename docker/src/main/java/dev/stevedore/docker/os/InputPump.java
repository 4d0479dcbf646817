package dev.stevedore.docker.os;

import dev.stevedore.docker.stream.DetachKeys;
import dev.stevedore.lib.posix.Epoll;
import dev.stevedore.lib.posix.Errno;
import dev.stevedore.lib.posix.EventLoop;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Sockets;
import java.util.Optional;

/**
 * Carries stdin to the connection. Stdin is read only when the connection has taken what was read
 * before; its end is passed on by shutting the connection's writing half.
 */
final class InputPump {
  private static final int PIECE = 16 * 1024;

  private final EventLoop loop;
  private final Fd connection;
  private final Optional<DetachKeys.Filter> filter;
  private final Runnable detached;
  private final byte[] read = new byte[PIECE];
  private final byte[] pending;
  private int pendingFrom;
  private int pendingTo;
  private boolean pollable = true;
  private boolean finished;

  /**
   * A pump that has not begun.
   *
   * @param filter looks for the keys that detach
   * @param detached called when they were typed
   */
  InputPump(EventLoop loop, Fd connection, Optional<DetachKeys.Filter> filter, Runnable detached) {
    this.loop = loop;
    this.connection = connection;
    this.filter = filter;
    this.detached = detached;
    this.pending = new byte[PIECE + filter.map(DetachKeys.Filter::slack).orElse(0)];
  }

  void start() {
    try {
      loop.add(Fd.STDIN, Epoll.IN, events -> readInput());
    } catch (PosixException e) {
      if (!e.is(Errno.EPERM)) {
        throw e;
      }
      // A regular file or /dev/null: epoll does not take them, and they are always ready.
      pollable = false;
      again();
    }
  }

  /** Reads no more. */
  void stop() {
    finished = true;
    loop.remove(Fd.STDIN);
  }

  /** Whether there is something that the connection has not taken yet. */
  boolean wantsToWrite() {
    return pendingFrom < pendingTo;
  }

  private void again() {
    loop.after(
        0,
        () -> {
          if (!finished && !wantsToWrite()) {
            readInput();
          }
        });
  }

  private void readInput() {
    int count = readSome();
    if (count == Fd.WOULD_BLOCK) {
      return;
    }
    if (count == 0) {
      stop();
      Sockets.shutdownOutput(connection);
      return;
    }
    pendingFrom = 0;
    if (filter.isPresent()) {
      pendingTo = filter.get().pass(read, count, pending);
      if (pendingTo < 0) {
        pendingTo = 0;
        stop();
        detached.run();
        return;
      }
    } else {
      System.arraycopy(read, 0, pending, 0, count);
      pendingTo = count;
    }
    write();
  }

  /** A terminal that hung up reads as an error: no more input comes either way. */
  private int readSome() {
    try {
      return Fd.STDIN.read(read, 0, read.length);
    } catch (PosixException e) {
      if (e.is(Errno.EIO)) {
        return 0;
      }
      throw e;
    }
  }

  /** Writes what the connection takes now. */
  void write() {
    try {
      while (wantsToWrite()) {
        int count = connection.write(pending, pendingFrom, pendingTo - pendingFrom);
        if (count == Fd.WOULD_BLOCK) {
          waitForRoom();
          return;
        }
        pendingFrom += count;
      }
    } catch (PosixException e) {
      if (!e.is(Errno.EPIPE) && !e.is(Errno.ECONNRESET)) {
        throw e;
      }
      // The container takes no more input; its output may still come.
      pendingFrom = pendingTo;
      stop();
    }
    if (loop.watches(connection)) {
      loop.modify(connection, Epoll.IN);
    }
    if (!finished) {
      if (!pollable) {
        again();
      } else if (!loop.watches(Fd.STDIN)) {
        loop.add(Fd.STDIN, Epoll.IN, events -> readInput());
      }
    }
  }

  private void waitForRoom() {
    loop.modify(connection, Epoll.IN | Epoll.OUT);
    loop.remove(Fd.STDIN);
  }
}
