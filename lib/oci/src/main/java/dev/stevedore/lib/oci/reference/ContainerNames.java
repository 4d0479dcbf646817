package dev.stevedore.lib.oci.reference;

import java.util.regex.Pattern;

/** What a container, a network or a volume may be called, as Docker has it. */
public final class ContainerNames {
  private static final String NAME_CHARACTERS = "[a-zA-Z0-9][a-zA-Z0-9_.-]";
  private static final Pattern NAME = Pattern.compile(NAME_CHARACTERS + "+");

  private ContainerNames() {}

  /** Whether Docker takes this name; a leading slash is not part of it. */
  public static boolean isValid(String name) {
    return NAME.matcher(name).matches();
  }

  /**
   * Returns the name if Docker takes it.
   *
   * @throws IllegalArgumentException with Docker's text
   */
  public static String require(String name) {
    if (!isValid(name)) {
      throw new IllegalArgumentException(
          "Invalid container name (" + name + "), only " + NAME_CHARACTERS + " are allowed");
    }
    return name;
  }
}
