package dev.stevedore.runc.init;

import dev.stevedore.lib.posix.Fd;
import java.util.Optional;

/** The process that started init, as init sees it. */
final class Parent {
  private final SyncChannel channel;
  private Optional<byte[]> seccomp = Optional.empty();
  private boolean isLimited;
  private boolean isListening = true;

  Parent(SyncChannel channel) {
    this.channel = channel;
  }

  /** The descriptor it is reached by. */
  Fd channel() {
    return channel.socket();
  }

  void awaitMaps() {
    await(Signal.MAPPED);
  }

  void awaitCgroup() {
    await(Signal.ENTERED);
  }

  /** Returns at once if it is known already. */
  void awaitLimits() {
    if (!isLimited) {
      await(Signal.LIMITED);
    }
  }

  /** The filter of system calls, which comes after {@link #awaitLimits}. */
  byte[] seccomp() {
    awaitLimits();
    if (seccomp.isEmpty()) {
      await(Signal.SECCOMP);
    }
    return seccomp.orElseThrow();
  }

  void runHooks() {
    channel.send(Signal.HOOKS);
    await(Signal.HOOKS_DONE);
  }

  /** Hands the listener of this process's filter out, and waits until it listens. */
  void handOver(Fd listener) {
    channel.send(Signal.LISTENER);
    channel.sendDescriptor(listener);
    await(Signal.LISTENER_DONE);
  }

  void warn(String line) {
    channel.send(Signal.WARNING, line);
  }

  void fail(String why) {
    channel.send(Signal.FAILED, why);
  }

  void tellPid(int pid) {
    channel.send(Signal.PID, Integer.toString(pid));
  }

  /**
   * Says that nothing is left but execve, and waits until that is known for good. The channel stays
   * open: that execve closes it is how the parent sees that it has come.
   */
  void ready() {
    channel.send(Signal.READY);
    await(Signal.GO);
    isListening = false;
  }

  /** If it is not to wait for execve. */
  void close() {
    channel.close();
  }

  /** Whether it still wants to know what goes wrong. */
  boolean isListening() {
    return isListening;
  }

  private void await(Signal wanted) {
    while (true) {
      SyncChannel.Message message = channel.receive();
      switch (message.signal()) {
        case SECCOMP -> seccomp = Optional.of(message.payload());
        case LIMITED -> isLimited = true;
        default -> {
          if (message.signal() != wanted) {
            throw new IllegalStateException(
                "got " + message.signal() + " while waiting for " + wanted);
          }
        }
      }
      if (message.signal() == wanted) {
        return;
      }
    }
  }
}
