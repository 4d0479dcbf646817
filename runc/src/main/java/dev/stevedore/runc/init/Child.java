package dev.stevedore.runc.init;

import dev.stevedore.lib.posix.Fd;
import dev.stevedore.runc.RuncException;
import dev.stevedore.runc.log.Log;
import java.util.Optional;

/** Init, as the process sees it that started it. */
public final class Child implements AutoCloseable {
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

  public void mapped() {
    channel.send(Signal.MAPPED);
  }

  public void limited() {
    channel.send(Signal.LIMITED);
  }

  public void seccomp(byte[] program) {
    channel.send(Signal.SECCOMP, program);
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

  /** The state is on disk. */
  public void go() {
    channel.send(Signal.GO);
  }

  @Override
  public void close() {
    channel.close();
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
          channel.send(Signal.HOOKS_DONE);
        }
        case LISTENER -> {
          try (Fd listener = channel.receiveDescriptor()) {
            services.orElseThrow().listen(listener);
          }
          channel.send(Signal.LISTENER_DONE);
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
