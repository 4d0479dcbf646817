package dev.stevedore.lib.posix;

/** keyctl(2): the session keyring. */
public final class Keyring {
  private static final int KEYCTL_JOIN_SESSION_KEYRING = 1;
  private static final int KEYCTL_DESCRIBE = 6;
  private static final int KEYCTL_SETPERM = 5;

  private Keyring() {}

  /**
   * Joins the session keyring of that name, or makes it.
   *
   * @return its serial number
   */
  public static int joinSession(String name) {
    byte[] bytes = CString.of(name);
    long key = Syscall.invoke(Syscall.KEYCTL, KEYCTL_JOIN_SESSION_KEYRING, Syscall.at(bytes), 0, 0);
    return (int) Syscall.check(key, "keyctl", "join session keyring " + name);
  }

  /** The permissions of a key, from its description {@code type;uid;gid;perm;name}. */
  public static int permissions(int key) {
    byte[] description = new byte[1024];
    Syscall.check(
        Syscall.invoke(
            Syscall.KEYCTL, KEYCTL_DESCRIBE, key, Syscall.at(description), description.length),
        "keyctl",
        "describe");
    return (int) Long.parseLong(CString.in(description, 0).split(";")[3], 16);
  }

  /** Sets the permissions of a key. */
  public static void setPermissions(int key, int permissions) {
    Syscall.check(
        Syscall.invoke(Syscall.KEYCTL, KEYCTL_SETPERM, key, permissions & 0xffffffffL, 0),
        "keyctl",
        "set permissions");
  }
}
