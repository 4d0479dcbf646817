package dev.stevedore.runc.init;

import dev.stevedore.lib.posix.Errno;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Poll;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.runc.RuncException;
import dev.stevedore.runc.log.Log;
import java.util.Optional;

/** Init, as the process sees it that started it. */
public final class Child implements AutoCloseable {
  private static final int EXECUTION_MILLIS = 10_000;

  private final SyncChannel channel;
  private final String failurePrefix;
  private final Log log;

  /**
   * Takes its end of the channel.
   *
   * @param failurePrefix what errors of init begin with
   */
  public Child(SyncChannel channel, String failurePrefix, Log log) {
    this.channel = channel;
    this.failurePrefix = failurePrefix;
    this.log = log;
  }

  /** What happens outside when init asks for it. */
  public interface Services {
    /** All is mounted: the hooks outside. */
    void runHooks();

    /** The filter of system calls is loaded: its listener. */
    void listen(Fd listener);
  }

  public void entered() {
    channel.send(Signal.ENTERED);
  }

  public void mapped() {
    send(Signal.MAPPED, new byte[0]);
  }

  public void limited() {
    send(Signal.LIMITED, new byte[0]);
  }

  public void seccomp(byte[] program) {
    send(Signal.SECCOMP, program);
  }

  /** Waits for the pid that the process in between tells. */
  public int awaitPid() {
    return Integer.parseInt(await(Signal.PID, Optional.empty()));
  }

  /**
   * Waits until nothing is left but execve.
   *
   * @throws RuncException with what init said if it failed
   */
  public void awaitReady(Services services) {
    await(Signal.READY, Optional.of(services));
  }

  /** Why it has failed, if it has said so already. */
  public Optional<String> failure() {
    try {
      while (channel.hasMessage()) {
        SyncChannel.Message message = channel.receive();
        if (message.signal() == Signal.FAILED) {
          return Optional.of(failurePrefix + message.text());
        }
      }
    } catch (SyncChannel.ClosedException | PosixException e) {
      // It has said nothing, or nothing more.
      log.debug("channel of init: " + e.getMessage());
    }
    return Optional.empty();
  }

  /** The state is on disk. */
  public void go() {
    send(Signal.GO, new byte[0]);
  }

  /** Waits until it has become the program, or has ended; not longer than hooks should take. */
  public void awaitExecution() {
    Poll.readable(channel.socket(), EXECUTION_MILLIS);
  }

  @Override
  public void close() {
    channel.close();
  }

  /** If init has ended, what it said before is read next. */
  private void send(Signal signal, byte[] payload) {
    try {
      channel.send(signal, payload);
    } catch (PosixException e) {
      if (!e.is(Errno.EPIPE) && !e.is(Errno.ECONNRESET)) {
        throw e;
      }
    }
  }

  private String await(Signal wanted, Optional<Services> services) {
    while (true) {
      SyncChannel.Message message;
      try {
        message = channel.receive();
      } catch (SyncChannel.ClosedException e) {
        throw new RuncException(
            failurePrefix + "it ended without a word; was it killed for lack of memory?");
      }
      switch (message.signal()) {
        case WARNING -> log.warn(message.text());
        case FAILED -> throw new RuncException(failurePrefix + message.text());
        case HOOKS -> {
          services.orElseThrow().runHooks();
          send(Signal.HOOKS_DONE, new byte[0]);
        }
        case LISTENER -> {
          try (Fd listener = channel.receiveDescriptor()) {
            services.orElseThrow().listen(listener);
          }
          send(Signal.LISTENER_DONE, new byte[0]);
        }
        default -> {
          if (message.signal() != wanted) {
            throw new IllegalStateException(
                "got " + message.signal() + " while waiting for " + wanted);
          }
          return message.text();
        }
      }
    }
  }
}
