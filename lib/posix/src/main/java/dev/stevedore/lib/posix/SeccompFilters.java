package dev.stevedore.lib.posix;

/** seccomp(2): loading a filter that is compiled already. */
public final class SeccompFilters {
  private static final int SECCOMP_SET_MODE_FILTER = 1;
  private static final int INSTRUCTION = 8;

  private SeccompFilters() {}

  /**
   * Puts this process, and all it executes, under a filter.
   *
   * @param program classic BPF instructions, 8 bytes each
   * @param flags SECCOMP_FILTER_FLAG_ bits
   * @return the descriptor of the listener if flags ask for one, else 0
   */
  public static int load(byte[] program, long flags) {
    try (NativeMemory memory = NativeMemory.allocate(16 + program.length)) {
      memory.putShort(0, program.length / INSTRUCTION);
      memory.putLong(8, memory.address() + 16);
      memory.putBytes(16, program, 0, program.length);
      return (int)
          Syscall.check(
              Syscall.invoke(Syscall.SECCOMP, SECCOMP_SET_MODE_FILTER, flags, memory.address()),
              "seccomp",
              "load filter");
    }
  }
}
