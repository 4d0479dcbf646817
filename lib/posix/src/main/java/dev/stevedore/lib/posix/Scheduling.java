package dev.stevedore.lib.posix;

import java.util.List;

/** How this process is scheduled: CPU, I/O, NUMA; and its personality(2). */
public final class Scheduling {
  private static final int IOPRIO_WHO_PROCESS = 1;
  private static final int IOPRIO_CLASS_SHIFT = 13;
  private static final int SCHED_ATTR_SIZE = 48;
  private static final int MASK_BITS = 1024;

  private Scheduling() {}

  /**
   * struct sched_attr.
   *
   * @param policy the SCHED_ number
   * @param flags SCHED_FLAG_ bits
   * @param nice for SCHED_OTHER and SCHED_BATCH
   * @param priority for SCHED_FIFO and SCHED_RR
   * @param runtime for SCHED_DEADLINE, in nanoseconds
   * @param deadline for SCHED_DEADLINE, in nanoseconds
   * @param period for SCHED_DEADLINE, in nanoseconds
   */
  public record Policy(
      int policy, long flags, int nice, int priority, long runtime, long deadline, long period) {}

  /** sched_setattr(2). */
  public static void setPolicy(Policy policy) {
    byte[] attr = new byte[SCHED_ATTR_SIZE];
    Struct.putInt(attr, 0, SCHED_ATTR_SIZE);
    Struct.putInt(attr, 4, policy.policy());
    Struct.putLong(attr, 8, policy.flags());
    Struct.putInt(attr, 16, policy.nice());
    Struct.putInt(attr, 20, policy.priority());
    Struct.putLong(attr, 24, policy.runtime());
    Struct.putLong(attr, 32, policy.deadline());
    Struct.putLong(attr, 40, policy.period());
    Syscall.check(
        Syscall.invoke(Syscall.SCHED_SETATTR, 0, Syscall.at(attr), 0), "sched_setattr", "");
  }

  /** ioprio_set(2). */
  public static void setIoPriority(int ioClass, int priority) {
    Syscall.check(
        Syscall.invoke(
            Syscall.IOPRIO_SET, IOPRIO_WHO_PROCESS, 0, ioClass << IOPRIO_CLASS_SHIFT | priority),
        "ioprio_set",
        "");
  }

  /** sched_setaffinity(2). */
  public static void setAffinity(List<Integer> cpus) {
    byte[] mask = mask(cpus);
    Syscall.check(
        Syscall.invoke(Syscall.SCHED_SETAFFINITY, 0, mask.length, Syscall.at(mask)),
        "sched_setaffinity",
        cpus.toString());
  }

  /**
   * set_mempolicy(2).
   *
   * @param mode the MPOL_ number with its flags
   */
  public static void setMemoryPolicy(int mode, List<Integer> nodes) {
    byte[] mask = mask(nodes);
    Syscall.check(
        Syscall.invoke(Syscall.SET_MEMPOLICY, mode, Syscall.at(mask), MASK_BITS + 1),
        "set_mempolicy",
        "");
  }

  /** personality(2). */
  public static void setPersonality(long personality) {
    Syscall.check(Syscall.invoke(Syscall.PERSONALITY, personality), "personality", "");
  }

  private static byte[] mask(List<Integer> bits) {
    byte[] mask = new byte[MASK_BITS / 8];
    for (int bit : bits) {
      if (bit < 0 || bit >= MASK_BITS) {
        throw new PosixException("set", "CPU or node " + bit, Errno.EINVAL);
      }
      mask[bit / 8] |= (byte) (1 << bit % 8);
    }
    return mask;
  }
}
