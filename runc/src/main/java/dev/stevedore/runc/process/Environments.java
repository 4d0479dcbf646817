package dev.stevedore.runc.process;

import dev.stevedore.lib.posix.Split;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Environments as lists of {@code NAME=value}. */
public final class Environments {
  private Environments() {}

  /** The value of a name; of several the last. */
  public static Optional<String> value(List<String> environment, String name) {
    String prefix = name + "=";
    for (String variable : environment.reversed()) {
      if (variable.startsWith(prefix)) {
        return Optional.of(variable.substring(prefix.length()));
      }
    }
    return Optional.empty();
  }

  /** Every name once, with its last value: programs take the first they find. */
  public static List<String> withoutRepetitions(List<String> environment) {
    Map<String, String> last = new LinkedHashMap<>();
    for (String variable : environment) {
      int equals = variable.indexOf('=');
      last.put(equals < 0 ? variable : variable.substring(0, equals), variable);
    }
    return last.size() == environment.size() ? environment : new ArrayList<>(last.values());
  }

  /**
   * With HOME set: if it is not, or empty, to the user's home directory.
   *
   * @param passwd the text of the container's /etc/passwd
   */
  public static List<String> withHome(List<String> environment, long uid, String passwd) {
    if (value(environment, "HOME").filter(home -> !home.isEmpty()).isPresent()) {
      return environment;
    }
    List<String> complete = new ArrayList<>(environment);
    complete.removeIf(variable -> variable.startsWith("HOME="));
    complete.add("HOME=" + home(uid, passwd));
    return complete;
  }

  private static String home(long uid, String passwd) {
    for (String line : Split.words('\n', passwd)) {
      List<String> fields = Split.at(':', line);
      if (fields.size() > 5
          && fields.get(2).equals(Long.toString(uid))
          && !fields.get(5).isEmpty()) {
        return fields.get(5);
      }
    }
    return "/";
  }
}
