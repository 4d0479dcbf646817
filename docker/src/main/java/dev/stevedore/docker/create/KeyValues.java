package dev.stevedore.docker.create;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Machine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Names with values, from flags and from files: environment variables and labels. */
public final class KeyValues {
  private KeyValues() {}

  /**
   * Environment variables: those of the files, then those of the flags. One without a value has
   * this process's; if that has none, a flag still names it (which takes it out of the image's), a
   * line of a file does not.
   */
  public static List<String> environment(Machine machine, List<String> files, List<String> flags) {
    List<String> all = new ArrayList<>();
    for (String file : files) {
      for (String line : lines(machine, file)) {
        if (line.indexOf('=') >= 0) {
          all.add(line);
        } else {
          machine.variable(line).ifPresent(value -> all.add(line + "=" + value));
        }
      }
    }
    for (String flag : flags) {
      Optional<String> value = flag.indexOf('=') >= 0 ? Optional.empty() : machine.variable(flag);
      all.add(value.map(found -> flag + "=" + found).orElse(flag));
    }
    return all;
  }

  /** Labels: those of the files, then those of the flags. */
  static JsonObject labels(Machine machine, List<String> files, List<String> flags) {
    List<String> all = new ArrayList<>();
    for (String file : files) {
      all.addAll(lines(machine, file));
    }
    all.addAll(flags);
    return map(all);
  }

  /** As a map; the last of a name counts, and one without a value has "". */
  public static JsonObject map(List<String> pairs) {
    JsonObject map = new JsonObject();
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      map.set(
          equals < 0 ? pair : pair.substring(0, equals),
          equals < 0 ? "" : pair.substring(equals + 1));
    }
    return map;
  }

  private static List<String> lines(Machine machine, String file) {
    List<String> lines = new ArrayList<>();
    String text = new String(machine.readFile(file), StandardCharsets.UTF_8);
    for (String raw : text.split("\n")) {
      String line = (raw.endsWith("\r") ? raw.substring(0, raw.length() - 1) : raw).stripLeading();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      int equals = line.indexOf('=');
      String name = equals < 0 ? line : line.substring(0, equals);
      if (name.isEmpty()) {
        throw new CliException(
            "invalid environment file: " + file + ": no variable name on line '" + line + "'");
      }
      if (name.chars().anyMatch(Character::isWhitespace)) {
        throw new CliException(
            "invalid environment file: " + file + ": variable '" + name + "' contains whitespaces");
      }
      lines.add(line);
    }
    return lines;
  }
}
