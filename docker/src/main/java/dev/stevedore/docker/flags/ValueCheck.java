package dev.stevedore.docker.flags;

/** Looks at one value given to a flag. */
@FunctionalInterface
public interface ValueCheck {
  /**
   * @throws BadValueException with the reason, as docker words it
   */
  void check(String value);

  /** Takes everything. */
  ValueCheck ANY = value -> {};
}
