package dev.stevedore.lib.oci.runtime;

/** Where a container is in its life (runtime.md). */
public enum ContainerStatus {
  /** Being made. */
  CREATING("creating"),
  /** Made; the user's program has not begun. */
  CREATED("created"),
  /** The user's program runs. */
  RUNNING("running"),
  /** Frozen; an addition of runc's. */
  PAUSED("paused"),
  /** The process has ended. */
  STOPPED("stopped");

  private final String specName;

  ContainerStatus(String specName) {
    this.specName = specName;
  }

  /** The name in JSON. */
  public String specName() {
    return specName;
  }

  /**
   * Finds it by its name in JSON.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public static ContainerStatus of(String specName) {
    for (var value : values()) {
      if (value.specName.equals(specName)) {
        return value;
      }
    }
    throw new IllegalArgumentException("unknown container status \"" + specName + "\"");
  }
}
