package dev.stevedore.lib.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A child process that {@link Spawn} started. */
public final class Child {
  /**
   * How a process ended.
   *
   * @param code what it exited with, or 128 and the signal that killed it
   * @param signal the signal that killed it, or 0
   */
  public record Status(int code, int signal) {
    @Override
    public String toString() {
      return signal == 0 ? "exit status " + code : "killed by signal " + signal;
    }
  }

  private Child() {}

  /**
   * Waits for the end of a child and reaps it: wait4(2). Blocks the thread in the kernel: to be
   * called on a platform thread.
   *
   * @throws LinuxException ECHILD if it is no child of ours, or reaped already
   */
  public static Status await(long pid) throws LinuxException {
    try (Call call = new Call("wait4", "process " + pid)) {
      MemorySegment status = call.block(Integer.BYTES);
      call.make(Sys.WAIT4, pid, status.address(), 0, 0);
      int value = status.get(ValueLayout.JAVA_INT, 0);
      int signal = value & 0x7f;
      return signal == 0 ? new Status(value >> 8 & 0xff, 0) : new Status(128 + signal, signal);
    }
  }
}
