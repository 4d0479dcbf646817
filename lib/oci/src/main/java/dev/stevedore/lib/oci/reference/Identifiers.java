package dev.stevedore.lib.oci.reference;

import java.util.regex.Pattern;

/**
 * What containerd takes as the id of a container or exec, and as the name of a namespace, a
 * snapshotter or a lease.
 */
public final class Identifiers {
  private static final int MAX_LENGTH = 76;
  private static final String GRAMMAR = "[A-Za-z0-9]+(?:[._-](?:[A-Za-z0-9]+))*";
  private static final Pattern IDENTIFIER = Pattern.compile(GRAMMAR);

  private Identifiers() {}

  /**
   * Returns the identifier if it is one.
   *
   * @throws IllegalArgumentException saying why it is not, as containerd does
   */
  public static String require(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("identifier must not be empty: invalid argument");
    }
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "identifier \""
              + text
              + "\" greater than maximum length ("
              + MAX_LENGTH
              + " characters): invalid argument");
    }
    if (!IDENTIFIER.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "identifier \"" + text + "\" must match ^" + GRAMMAR + "$: invalid argument");
    }
    return text;
  }
}
