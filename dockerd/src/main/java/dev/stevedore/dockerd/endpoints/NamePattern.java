package dev.stevedore.dockerd.endpoints;

import dev.stevedore.lib.oci.reference.ImageReference;
import java.util.regex.Pattern;

/**
 * A pattern for names of images as path.Match of Go has it: {@code *} and {@code ?} stop at
 * slashes, {@code [a-z]} is one of these, a backslash takes the meaning off.
 */
final class NamePattern {
  private final Pattern pattern;

  NamePattern(String text) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int end = c == '[' ? text.indexOf(']', i + 2) : -1;
      if (end > 0) {
        regex.append(text, i, end + 1);
        i = end;
      } else if (c == '\\' && i + 1 < text.length()) {
        i++;
        regex.append(Pattern.quote(text.substring(i, i + 1)));
      } else {
        switch (c) {
          case '*' -> regex.append("[^/]*");
          case '?' -> regex.append("[^/]");
          default -> regex.append(Pattern.quote(String.valueOf(c)));
        }
      }
    }
    this.pattern = Pattern.compile(regex.toString());
  }

  /** Whether it matches a name as users write it, with its tag or digest or without. */
  boolean matches(ImageReference name) {
    String full = name.familiar();
    int end = full.indexOf('@');
    String bare = full.substring(0, end < 0 ? full.lastIndexOf(':') : end);
    return pattern.matcher(full).matches() || pattern.matcher(bare).matches();
  }
}
