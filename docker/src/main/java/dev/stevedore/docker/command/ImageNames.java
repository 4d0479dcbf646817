package dev.stevedore.docker.command;

import dev.stevedore.docker.cli.CliException;
import dev.stevedore.lib.oci.reference.ImageReference;
import dev.stevedore.lib.oci.reference.InvalidReferenceException;

/** Names of images as users write them. */
public final class ImageNames {
  private static final String PLAIN = "abcdefghijklmnopqrstuvwxyz0123456789:";

  private ImageNames() {}

  /**
   * Refuses what is no name, as Docker's CLI does before it asks the daemon. The usual short names
   * pass without the grammar, which takes longer to set up than the whole call takes.
   */
  public static void check(String name) {
    boolean plain = !name.isEmpty() && Character.isLetter(name.charAt(0)) && !name.endsWith(":");
    for (int i = 0; plain && i < name.length(); i++) {
      plain = PLAIN.indexOf(name.charAt(i)) >= 0;
    }
    if (!plain && !isId(name)) {
      parse(name);
    }
  }

  private static boolean isId(String name) {
    String digits = name.startsWith("sha256:") ? name.substring("sha256:".length()) : name;
    return digits.length() == 64 && digits.chars().allMatch(c -> Character.digit(c, 16) >= 0);
  }

  /**
   * Reads a name.
   *
   * @throws CliException if it is none
   */
  public static ImageReference parse(String name) {
    try {
      return ImageReference.parse(name);
    } catch (InvalidReferenceException e) {
      throw new CliException(String.valueOf(e.getMessage()), 1, e);
    }
  }

  /** The familiar form with a tag, for messages. */
  public static String familiar(String name) {
    return parse(name).withDefaultTag().familiar();
  }
}
