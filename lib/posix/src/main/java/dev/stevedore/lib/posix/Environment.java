package dev.stevedore.lib.posix;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.teavm.interop.Address;
import org.teavm.interop.Import;
import org.teavm.interop.c.Include;
import org.teavm.interop.c.Variable;

/**
 * What a program was started with: its arguments and environment, as bytes read as UTF-8 whatever
 * the locale.
 */
public final class Environment {
  private Environment() {}

  /**
   * argv, the program's name first. (Java's {@code main} gets neither the name nor, in the C
   * locale, all letters.)
   */
  public static List<String> arguments() {
    byte[] all = Files.readAll("/proc/self/cmdline");
    List<String> arguments = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < all.length; i++) {
      if (all[i] == 0) {
        arguments.add(Utf8.decode(all, start, i - start));
        start = i + 1;
      }
    }
    return arguments;
  }

  /** The environment, as {@code NAME=value}. */
  public static List<String> variables() {
    List<String> variables = new ArrayList<>();
    Address entry = environ();
    if (entry.toLong() != 0) {
      while (entry.getAddress().toLong() != 0) {
        variables.add(CString.at(entry.getAddress()));
        entry = entry.add(8);
      }
    }
    return variables;
  }

  /** One variable's value; the others are not even read. */
  public static Optional<String> variable(String name) {
    byte[] prefix = Utf8.encode(name + "=");
    Address entry = environ();
    if (entry.toLong() != 0) {
      while (entry.getAddress().toLong() != 0) {
        if (startsWith(entry.getAddress(), prefix)) {
          return Optional.of(CString.at(entry.getAddress().add(prefix.length)));
        }
        entry = entry.add(8);
      }
    }
    return Optional.empty();
  }

  private static boolean startsWith(Address text, byte[] prefix) {
    for (int i = 0; i < prefix.length; i++) {
      if (text.add(i).getByte() != prefix[i]) {
        return false;
      }
    }
    return true;
  }

  @Include("unistd.h")
  @Import(name = "environ")
  @Variable
  private static native Address environ();
}
