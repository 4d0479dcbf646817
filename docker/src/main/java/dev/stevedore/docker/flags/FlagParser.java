package dev.stevedore.docker.flags;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a command line as pflag does.
 *
 * <pre>
 *   --name value   --name=value   --bool   --bool=false
 *   -n value  -nvalue  -n=value   -abc (bools bundled, the last may take a value)
 *   --   ends the flags
 * </pre>
 */
public final class FlagParser {
  private final FlagTable table;
  private final boolean interspersed;
  private final Map<String, List<String>> given = new LinkedHashMap<>();
  private final List<String> arguments = new ArrayList<>();
  private boolean helpWanted;

  private FlagParser(FlagTable table, boolean interspersed) {
    this.table = table;
    this.interspersed = interspersed;
  }

  /**
   * @param interspersed whether flags may also come after the first argument
   * @throws UsageException if a flag is not known, or its value missing or bad
   */
  public static FlagValues parse(FlagTable table, List<String> words, boolean interspersed) {
    FlagParser parser = new FlagParser(table, interspersed);
    parser.read(words);
    return new FlagValues(table, parser.given, parser.arguments, parser.helpWanted);
  }

  private void read(List<String> words) {
    int at = 0;
    while (at < words.size() && !helpWanted) {
      String word = words.get(at++);
      if (word.equals("--")) {
        arguments.addAll(words.subList(at, words.size()));
        return;
      }
      if (word.length() < 2 || word.charAt(0) != '-') {
        arguments.add(word);
        if (!interspersed) {
          arguments.addAll(words.subList(at, words.size()));
          return;
        }
      } else if (word.startsWith("--")) {
        at = readLong(word, words, at);
      } else {
        at = readShorthands(word, words, at);
      }
    }
  }

  private int readLong(String word, List<String> words, int next) {
    String body = word.substring(2);
    if (body.startsWith("-") || body.startsWith("=")) {
      throw new UsageException("bad flag syntax: " + word);
    }
    int equals = body.indexOf('=');
    String name = equals < 0 ? body : body.substring(0, equals);
    Flag flag = table.byName(name).orElse(null);
    if (flag == null) {
      if (name.equals("help")) {
        helpWanted = true;
        return next;
      }
      throw new UsageException("unknown flag: --" + name);
    }
    if (equals >= 0) {
      set(flag, body.substring(equals + 1));
      return next;
    }
    if (flag.type() == FlagType.BOOL) {
      set(flag, "true");
      return next;
    }
    if (next >= words.size()) {
      throw new UsageException("flag needs an argument: --" + name);
    }
    set(flag, words.get(next));
    return next + 1;
  }

  private int readShorthands(String word, List<String> words, int next) {
    for (int i = 1; i < word.length(); i++) {
      char letter = word.charAt(i);
      Flag flag = table.byShorthand(letter).orElse(null);
      if (flag == null) {
        if (letter == 'h') {
          helpWanted = true;
          return next;
        }
        throw new UsageException(
            "unknown shorthand flag: '" + letter + "' in -" + word.substring(i));
      }
      String rest = word.substring(i + 1);
      if (rest.length() > 1 && rest.startsWith("=")) {
        set(flag, rest.substring(1));
        return next;
      }
      if (flag.type() == FlagType.BOOL) {
        set(flag, "true");
        continue;
      }
      if (!rest.isEmpty()) {
        set(flag, rest);
        return next;
      }
      if (next >= words.size()) {
        throw new UsageException(
            "flag needs an argument: '" + letter + "' in -" + word.substring(i));
      }
      set(flag, words.get(next));
      return next + 1;
    }
    return next;
  }

  private void set(Flag flag, String value) {
    try {
      flag.check().check(value);
    } catch (BadValueException e) {
      throw new UsageException(
          "invalid argument \""
              + value
              + "\" for \""
              + flag.display()
              + "\" flag: "
              + e.getMessage());
    }
    given.computeIfAbsent(flag.name(), name -> new ArrayList<>()).add(value);
  }
}
