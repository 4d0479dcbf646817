package dev.stevedore.lib.posix;

import java.util.List;

/** Users, groups and capabilities of this process: credentials(7), capabilities(7). */
public final class Credentials {
  private static final int PR_SET_DUMPABLE = 4;
  private static final int PR_SET_KEEPCAPS = 8;
  private static final int PR_CAPBSET_READ = 23;
  private static final int PR_CAPBSET_DROP = 24;
  private static final int PR_SET_NO_NEW_PRIVS = 38;
  private static final int PR_CAP_AMBIENT = 47;
  private static final int PR_CAP_AMBIENT_RAISE = 2;
  private static final int PR_CAP_AMBIENT_CLEAR_ALL = 4;
  private static final int CAPABILITY_VERSION_3 = 0x20080522;

  private Credentials() {}

  /** setresuid(2), all three. */
  public static void setUser(long uid) {
    int id = (int) uid;
    Syscall.check(Syscall.invoke(Syscall.SETRESUID, id, id, id), "setresuid", Long.toString(uid));
  }

  /** setresgid(2), all three. */
  public static void setGroup(long gid) {
    int id = (int) gid;
    Syscall.check(Syscall.invoke(Syscall.SETRESGID, id, id, id), "setresgid", Long.toString(gid));
  }

  /** setgroups(2). */
  public static void setGroups(List<Long> gids) {
    byte[] list = new byte[Math.max(4, gids.size() * 4)];
    for (int i = 0; i < gids.size(); i++) {
      Struct.putInt(list, i * 4, gids.get(i).intValue());
    }
    Syscall.check(
        Syscall.invoke(Syscall.SETGROUPS, gids.size(), Syscall.at(list)), "setgroups", "");
  }

  /** PR_SET_KEEPCAPS: whether the permitted set survives the change from root to another user. */
  public static void keepCapabilities(boolean on) {
    Processes.control(PR_SET_KEEPCAPS, on ? 1 : 0);
  }

  /** PR_CAPBSET_READ: whether the bounding set has it; false for one the kernel does not know. */
  public static boolean isBounding(int capability) {
    return Syscall.invoke(Syscall.PRCTL, PR_CAPBSET_READ, capability, 0, 0, 0) == 1;
  }

  /** PR_CAPBSET_DROP. */
  public static void dropFromBounding(int capability) {
    Processes.control(PR_CAPBSET_DROP, capability);
  }

  /**
   * capset(2).
   *
   * @param effective a bit for each capability
   * @param permitted the same
   * @param inheritable the same
   */
  public static void setCapabilities(long effective, long permitted, long inheritable) {
    byte[] header = new byte[8];
    Struct.putInt(header, 0, CAPABILITY_VERSION_3);
    byte[] data = new byte[24];
    for (int half = 0; half < 2; half++) {
      Struct.putInt(data, half * 12, (int) (effective >>> (half * 32)));
      Struct.putInt(data, half * 12 + 4, (int) (permitted >>> (half * 32)));
      Struct.putInt(data, half * 12 + 8, (int) (inheritable >>> (half * 32)));
    }
    Syscall.check(
        Syscall.invoke(Syscall.CAPSET, Syscall.at(header), Syscall.at(data)), "capset", "");
  }

  /** capget(2): the permitted set, a bit for each capability. */
  public static long permitted() {
    int capget = 125;
    byte[] header = new byte[8];
    Struct.putInt(header, 0, CAPABILITY_VERSION_3);
    byte[] data = new byte[24];
    Syscall.check(Syscall.invoke(capget, Syscall.at(header), Syscall.at(data)), "capget", "");
    return (Struct.getInt(data, 4) & 0xffffffffL) | (long) Struct.getInt(data, 16) << 32;
  }

  /** PR_CAP_AMBIENT_CLEAR_ALL. */
  public static void clearAmbient() {
    ambient(PR_CAP_AMBIENT_CLEAR_ALL, 0);
  }

  /** PR_CAP_AMBIENT_RAISE. */
  public static void raiseAmbient(int capability) {
    ambient(PR_CAP_AMBIENT_RAISE, capability);
  }

  /** PR_SET_NO_NEW_PRIVS: from here on execve never gives more privileges. */
  public static void setNoNewPrivileges() {
    Processes.control(PR_SET_NO_NEW_PRIVS, 1);
  }

  /** PR_SET_DUMPABLE: whether others of the same user may trace it and see what it has open. */
  public static void setDumpable(boolean on) {
    Processes.control(PR_SET_DUMPABLE, on ? 1 : 0);
  }

  private static void ambient(int operation, int capability) {
    Syscall.check(
        Syscall.invoke(Syscall.PRCTL, PR_CAP_AMBIENT, operation, capability, 0, 0),
        "prctl",
        "PR_CAP_AMBIENT");
  }
}
