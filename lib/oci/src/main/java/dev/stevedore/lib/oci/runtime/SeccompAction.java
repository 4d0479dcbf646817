package dev.stevedore.lib.oci.runtime;

/** What a seccomp filter does with a system call. */
public enum SeccompAction {
  SCMP_ACT_KILL,
  SCMP_ACT_KILL_PROCESS,
  SCMP_ACT_KILL_THREAD,
  SCMP_ACT_TRAP,
  SCMP_ACT_ERRNO,
  SCMP_ACT_TRACE,
  SCMP_ACT_ALLOW,
  SCMP_ACT_LOG,
  SCMP_ACT_NOTIFY;

  /** The name in JSON: that of the constant. */
  public String specName() {
    return name();
  }

  /**
   * Finds it by its name in JSON.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public static SeccompAction of(String specName) {
    for (var value : values()) {
      if (value.name().equals(specName)) {
        return value;
      }
    }
    throw new IllegalArgumentException("unknown seccomp action \"" + specName + "\"");
  }
}
