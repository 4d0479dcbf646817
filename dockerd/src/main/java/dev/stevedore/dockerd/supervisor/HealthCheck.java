package dev.stevedore.dockerd.supervisor;

/** Asks containerd whether it serves. */
@FunctionalInterface
public interface HealthCheck {
  /**
   * Asks once, and takes three seconds at most.
   *
   * @throws UnhealthyException why not
   */
  void check() throws UnhealthyException;

  /** containerd does not serve. */
  final class UnhealthyException extends Exception {
    private static final long serialVersionUID = 1;

    public UnhealthyException(String message) {
      super(message);
    }

    public UnhealthyException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
