package dev.stevedore.lib.posix;

/** bpf(2), as far as a cgroup's device program needs it. */
public final class CgroupDevicePrograms {
  private static final int BPF_PROG_LOAD = 5;
  private static final int BPF_PROG_ATTACH = 8;
  private static final int BPF_PROG_TYPE_CGROUP_DEVICE = 15;
  private static final int BPF_CGROUP_DEVICE = 6;
  private static final int BPF_F_ALLOW_MULTI = 2;
  private static final int INSTRUCTION = 8;
  private static final int ATTR_SIZE = 128;

  private CgroupDevicePrograms() {}

  /**
   * Loads a program and attaches it to a cgroup, beside those that are there.
   *
   * @param cgroup an open directory of cgroup v2
   * @param program eBPF instructions, 8 bytes each
   */
  public static void attach(Fd cgroup, byte[] program) {
    try (Fd loaded = load(program);
        NativeMemory attr = NativeMemory.allocate(ATTR_SIZE)) {
      attr.putInt(0, cgroup.number());
      attr.putInt(4, loaded.number());
      attr.putInt(8, BPF_CGROUP_DEVICE);
      attr.putInt(12, BPF_F_ALLOW_MULTI);
      Syscall.check(
          Syscall.invoke(Syscall.BPF, BPF_PROG_ATTACH, attr.address(), ATTR_SIZE),
          "bpf",
          "attach device program");
    }
  }

  private static Fd load(byte[] program) {
    try (NativeMemory instructions = NativeMemory.allocate(program.length);
        NativeMemory license = NativeMemory.ofString("Apache");
        NativeMemory attr = NativeMemory.allocate(ATTR_SIZE)) {
      instructions.putBytes(0, program, 0, program.length);
      attr.putInt(0, BPF_PROG_TYPE_CGROUP_DEVICE);
      attr.putInt(4, program.length / INSTRUCTION);
      attr.putLong(8, instructions.address());
      attr.putLong(16, license.address());
      long fd = Syscall.invoke(Syscall.BPF, BPF_PROG_LOAD, attr.address(), ATTR_SIZE);
      return new Fd((int) Syscall.check(fd, "bpf", "load device program"));
    }
  }
}
