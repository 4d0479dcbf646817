package dev.stevedore.docker.create;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.ParseException;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Machine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** {@code --security-opt}: a seccomp profile is read here, since the file is on this machine. */
final class Security {
  private static final String SYSTEM_PATHS = "systempaths=unconfined";

  private Security() {}

  /** Whether all of /proc and /sys is to be seen; this option is not the daemon's. */
  static boolean showsSystemPaths(List<String> options) {
    return options.contains(SYSTEM_PATHS);
  }

  /** What the daemon is told. */
  static List<String> options(Machine machine, List<String> options) {
    List<String> result = new ArrayList<>();
    for (String option : options) {
      int split = option.indexOf('=');
      if (split < 0 && !option.equals("no-new-privileges")) {
        split = option.indexOf(':');
      }
      String key = split < 0 ? option : option.substring(0, split);
      String value = split < 0 ? "" : option.substring(split + 1);
      if (value.isEmpty() && !key.equals("no-new-privileges")) {
        throw new CliException("Invalid --security-opt: \"" + option + "\"");
      }
      if (option.equals(SYSTEM_PATHS)) {
        continue;
      }
      boolean file =
          key.equals("seccomp") && !value.equals("unconfined") && !value.equals("builtin");
      result.add(file ? "seccomp=" + profile(machine, value) : option);
    }
    return result;
  }

  private static String profile(Machine machine, String file) {
    String text;
    try {
      text = new String(machine.readFile(file), StandardCharsets.UTF_8);
    } catch (CliException e) {
      throw new CliException(
          "opening seccomp profile (" + file + ") failed: " + e.text(), e.exitStatus(), e);
    }
    try {
      return Json.parse(text).toString();
    } catch (ParseException e) {
      throw new CliException(
          "compacting json for seccomp profile (" + file + ") failed: " + e.getMessage(), 1, e);
    }
  }
}
