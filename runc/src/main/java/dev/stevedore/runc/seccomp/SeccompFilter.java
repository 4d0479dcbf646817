package dev.stevedore.runc.seccomp;

import dev.stevedore.lib.oci.runtime.Seccomp;
import dev.stevedore.lib.posix.SeccompFilters;
import dev.stevedore.runc.RuncException;

/**
 * A compiled filter, as it is sent to init and kept for exec: eight bytes of flags for seccomp(2),
 * then classic BPF instructions.
 */
public final class SeccompFilter {
  private static final int FLAGS = 8;

  private SeccompFilter() {}

  /** Compiles the rules of config.json. */
  public static byte[] compile(Seccomp seccomp) {
    if (!seccomp.listenerPath().isEmpty()) {
      throw new RuncException("seccomp: listenerPath is not supported");
    }
    long flags = SeccompNumbers.flags(seccomp.flags());
    byte[] program = new SeccompCompiler(seccomp).compile();
    byte[] filter = new byte[FLAGS + program.length];
    for (int i = 0; i < FLAGS; i++) {
      filter[i] = (byte) (flags >>> (8 * i));
    }
    System.arraycopy(program, 0, filter, FLAGS, program.length);
    return filter;
  }

  /** Puts this process under the filter. */
  public static void load(byte[] filter) {
    long flags = 0;
    for (int i = 0; i < FLAGS; i++) {
      flags |= (filter[i] & 0xffL) << (8 * i);
    }
    byte[] program = new byte[filter.length - FLAGS];
    System.arraycopy(filter, FLAGS, program, 0, program.length);
    SeccompFilters.load(program, flags);
  }
}
