package dev.stevedore.lib.oci.runtime;

/** The resources that setrlimit(2) limits. */
public enum RlimitType {
  RLIMIT_CPU,
  RLIMIT_FSIZE,
  RLIMIT_DATA,
  RLIMIT_STACK,
  RLIMIT_CORE,
  RLIMIT_RSS,
  RLIMIT_NPROC,
  RLIMIT_NOFILE,
  RLIMIT_MEMLOCK,
  RLIMIT_AS,
  RLIMIT_LOCKS,
  RLIMIT_SIGPENDING,
  RLIMIT_MSGQUEUE,
  RLIMIT_NICE,
  RLIMIT_RTPRIO,
  RLIMIT_RTTIME;

  /** The name in JSON: that of the constant. */
  public String specName() {
    return name();
  }

  /**
   * Finds it by its name in JSON.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public static RlimitType of(String specName) {
    for (var value : values()) {
      if (value.name().equals(specName)) {
        return value;
      }
    }
    throw new IllegalArgumentException("unknown rlimit type \"" + specName + "\"");
  }
}
