package dev.stevedore.lib.oci.runtime;

/** How a rule of a seccomp filter compares an argument. */
public enum SeccompOperator {
  SCMP_CMP_NE,
  SCMP_CMP_LT,
  SCMP_CMP_LE,
  SCMP_CMP_EQ,
  SCMP_CMP_GE,
  SCMP_CMP_GT,
  SCMP_CMP_MASKED_EQ;

  /** The name in JSON: that of the constant. */
  public String specName() {
    return name();
  }

  /**
   * Finds it by its name in JSON.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public static SeccompOperator of(String specName) {
    for (var value : values()) {
      if (value.name().equals(specName)) {
        return value;
      }
    }
    throw new IllegalArgumentException("unknown seccomp operator \"" + specName + "\"");
  }
}
