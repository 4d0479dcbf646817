package dev.stevedore.runc.seccomp;

import dev.stevedore.lib.oci.runtime.Seccomp;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.SeccompFilters;
import java.util.Optional;

/**
 * A compiled filter, as it is sent to init and kept for exec: eight bytes of flags for seccomp(2),
 * then classic BPF instructions.
 */
public final class SeccompFilter {
  private static final int FLAGS = 8;

  private SeccompFilter() {}

  /** Compiles the rules of config.json. */
  static byte[] compile(Seccomp seccomp, boolean strict) {
    SeccompListener.check(seccomp);
    long flags = SeccompNumbers.flags(seccomp.flags());
    if (seccomp.listenerPath().isEmpty()) {
      // How a listener is waited for is nothing without one.
      flags &= ~SeccompNumbers.FLAG_WAIT_KILLABLE_RECV;
    } else {
      flags |= SeccompNumbers.FLAG_NEW_LISTENER;
    }
    byte[] program = new SeccompCompiler(seccomp, strict).compile();
    byte[] filter = new byte[FLAGS + program.length];
    for (int i = 0; i < FLAGS; i++) {
      filter[i] = (byte) (flags >>> (8 * i));
    }
    System.arraycopy(program, 0, filter, FLAGS, program.length);
    return filter;
  }

  /** Whether {@link #load} gives a listener. */
  public static boolean hasListener(byte[] filter) {
    return (flags(filter) & SeccompNumbers.FLAG_NEW_LISTENER) != 0;
  }

  /**
   * Puts this process under the filter.
   *
   * @return the descriptor on which a listener is told of calls, if the filter has one
   */
  public static Optional<Fd> load(byte[] filter) {
    byte[] program = new byte[filter.length - FLAGS];
    System.arraycopy(filter, FLAGS, program, 0, program.length);
    int listener = SeccompFilters.load(program, flags(filter));
    return hasListener(filter) ? Optional.of(new Fd(listener)) : Optional.empty();
  }

  private static long flags(byte[] filter) {
    long flags = 0;
    for (int i = 0; i < FLAGS; i++) {
      flags |= (filter[i] & 0xffL) << (8 * i);
    }
    return flags;
  }
}
