package dev.stevedore.dockerd.config;

import dev.stevedore.dockerd.units.ByteSize;
import dev.stevedore.lib.oci.runtime.Rlimit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the command line as Docker's flag library does, down to the error texts: {@code --flag
 * value}, {@code --flag=value}, {@code -Hvalue}, {@code -H value}, {@code -DH value}; a boolean
 * takes a value only after {@code =}. (General parsers read the word after a boolean flag as its
 * value when it looks like one.)
 */
final class FlagParser {
  /** The command line, understood. */
  record Result(Map<Setting, Value> given, boolean help, boolean version, List<String> arguments) {}

  private final Map<Setting, Value> given = new LinkedHashMap<>();
  private final List<String> arguments = new ArrayList<>();
  private boolean help;
  private boolean version;

  private FlagParser() {}

  static Result parse(List<String> argv) throws ConfigException {
    FlagParser parser = new FlagParser();
    parser.run(argv);
    return new Result(parser.given, parser.help, parser.version, parser.arguments);
  }

  private void run(List<String> argv) throws ConfigException {
    for (int i = 0; i < argv.size(); i++) {
      String word = argv.get(i);
      Optional<String> next = i + 1 < argv.size() ? Optional.of(argv.get(i + 1)) : Optional.empty();
      if (word.equals("--")) {
        arguments.addAll(argv.subList(i + 1, argv.size()));
        return;
      }
      boolean tookNext = false;
      if (word.startsWith("--")) {
        tookNext = longFlag(word, next);
      } else if (word.startsWith("-") && word.length() > 1) {
        tookNext = shortFlags(word, next);
      } else {
        arguments.add(word);
      }
      i += tookNext ? 1 : 0;
    }
  }

  /** Returns whether the next word was taken as the value. */
  private boolean longFlag(String word, Optional<String> next) throws ConfigException {
    int equals = word.indexOf('=');
    String name = equals < 0 ? word.substring(2) : word.substring(2, equals);
    Optional<String> value =
        equals < 0 ? Optional.empty() : Optional.of(word.substring(equals + 1));
    if (name.isEmpty() || name.startsWith("-")) {
      throw new ConfigException("bad flag syntax: " + word);
    }
    if (name.equals("help") || name.equals("version")) {
      boolean on = value.isEmpty() || bool("--" + name, value.get());
      help = name.equals("help") ? on : help;
      version = name.equals("version") ? on : version;
      return false;
    }
    Setting setting =
        Settings.byFlag(name).orElseThrow(() -> new ConfigException("unknown flag: --" + name));
    if (value.isPresent()) {
      set(setting, value.get());
      return false;
    }
    if (setting.kind() == Setting.Kind.BOOL) {
      set(setting, "true");
      return false;
    }
    set(setting, next.orElseThrow(() -> new ConfigException("flag needs an argument: --" + name)));
    return true;
  }

  private boolean shortFlags(String word, Optional<String> next) throws ConfigException {
    for (int i = 1; i < word.length(); i++) {
      char letter = word.charAt(i);
      if (letter == 'h') {
        help = true;
        continue;
      }
      if (letter == 'v') {
        version = true;
        continue;
      }
      String rest = word.substring(i + 1);
      Setting setting =
          Settings.byShorthand(letter)
              .orElseThrow(
                  () ->
                      new ConfigException(
                          "unknown shorthand flag: '" + letter + "' in -" + letter + rest));
      if (rest.startsWith("=")) {
        set(setting, rest.substring(1));
        return false;
      }
      if (setting.kind() == Setting.Kind.BOOL) {
        set(setting, "true");
        continue;
      }
      if (!rest.isEmpty()) {
        set(setting, rest);
        return false;
      }
      set(
          setting,
          next.orElseThrow(
              () -> new ConfigException("flag needs an argument: '" + letter + "' in -" + letter)));
      return true;
    }
    return false;
  }

  private void set(Setting setting, String text) throws ConfigException {
    Value before = given.get(setting);
    Value value =
        switch (setting.kind()) {
          case BOOL -> new Value.Bool(bool(setting.title(), text));
          case INT -> new Value.Int(integer(setting.title(), text));
          case TEXT -> new Value.Text(text);
          case LIST -> new Value.Items(appended(before, text));
          case OPTIONS -> new Value.Options(with(setting.title(), before, text));
          case OPTIONS_BY_NAME -> new Value.OptionsByName(withNamed(setting.title(), before, text));
          case SIZE -> new Value.Size(bytes(setting.title(), text));
          case ULIMITS -> new Value.Ulimits(withUlimit(setting.title(), before, text));
          case POOLS -> new Value.Pools(withPool(setting.title(), before, text));
          case RUNTIMES -> new Value.Runtimes(added(setting.title(), before, text));
        };
    given.put(setting, value);
  }

  private static List<String> appended(@Nullable Value before, String text) {
    List<String> all = new ArrayList<>();
    if (before instanceof Value.Items(List<String> values)) {
      all.addAll(values);
    }
    all.add(text);
    return List.copyOf(all);
  }

  private static Map<String, String> with(String title, @Nullable Value before, String text)
      throws ConfigException {
    Map<String, String> all = new TreeMap<>();
    if (before instanceof Value.Options(Map<String, String> values)) {
      all.putAll(values);
    }
    int equals = text.indexOf('=');
    if (equals <= 0) {
      throw invalid(title, text, "invalid key=value: " + text);
    }
    all.put(text.substring(0, equals), text.substring(equals + 1));
    return all;
  }

  private static Map<String, Map<String, String>> withNamed(
      String title, @Nullable Value before, String text) throws ConfigException {
    Map<String, Map<String, String>> all = new TreeMap<>();
    if (before instanceof Value.OptionsByName(Map<String, Map<String, String>> values)) {
      all.putAll(values);
    }
    String[] parts = text.split("=", 3);
    if (parts.length < 3 || parts[0].isEmpty() || parts[1].isEmpty()) {
      throw invalid(title, text, "invalid argument: " + text + " is not name=key=value");
    }
    Map<String, String> named = new TreeMap<>(all.getOrDefault(parts[0], Map.of()));
    named.put(parts[1], parts[2]);
    all.put(parts[0], named);
    return all;
  }

  private static List<Value.Pool> withPool(String title, @Nullable Value before, String text)
      throws ConfigException {
    List<Value.Pool> all = new ArrayList<>();
    if (before instanceof Value.Pools(List<Value.Pool> values)) {
      all.addAll(values);
    }
    String base = "";
    int size = 0;
    for (String field : text.toLowerCase(Locale.ROOT).split(",", -1)) {
      int equals = field.indexOf('=');
      if (equals < 0) {
        throw invalid(title, text, "invalid field '" + field + "' must be a key=value pair");
      }
      String value = field.substring(equals + 1);
      switch (field.substring(0, equals)) {
        case "base" -> base = value;
        case "size" -> size = integer(title, value);
        default ->
            throw invalid(
                title,
                text,
                "unexpected key '" + field.substring(0, equals) + "' in '" + field + "'");
      }
    }
    all.add(new Value.Pool(base, size));
    return List.copyOf(all);
  }

  private static long bytes(String title, String text) throws ConfigException {
    try {
      return ByteSize.binary(text);
    } catch (IllegalArgumentException e) {
      throw invalid(title, text, String.valueOf(e.getMessage()));
    }
  }

  private static Map<String, Rlimit> withUlimit(String title, @Nullable Value before, String text)
      throws ConfigException {
    Map<String, Rlimit> all = new TreeMap<>();
    if (before instanceof Value.Ulimits(Map<String, Rlimit> values)) {
      all.putAll(values);
    }
    try {
      Rlimit limit = Ulimits.parse(text);
      all.put(limit.type().specName(), limit);
    } catch (ConfigException e) {
      throw invalid(title, text, String.valueOf(e.getMessage()));
    }
    return all;
  }

  private static Map<String, RuntimeConfig> added(String title, @Nullable Value before, String text)
      throws ConfigException {
    Map<String, RuntimeConfig> all = new LinkedHashMap<>();
    if (before instanceof Value.Runtimes(Map<String, RuntimeConfig> values)) {
      all.putAll(values);
    }
    int equals = text.indexOf('=');
    String name = equals < 0 ? "" : text.substring(0, equals).strip().toLowerCase(Locale.ROOT);
    String path = text.substring(equals + 1).strip();
    String reason = "";
    if (name.isEmpty() || path.isEmpty()) {
      reason = "invalid runtime argument: " + text;
    } else if (name.equals(RuntimeConfig.STOCK_NAME)) {
      reason = "runtime name '" + name + "' is reserved";
    } else if (all.putIfAbsent(name, RuntimeConfig.ofPath(path)) != null) {
      reason = "runtime '" + name + "' was already defined";
    }
    if (!reason.isEmpty()) {
      throw invalid(title, text, reason);
    }
    return all;
  }

  private static boolean bool(String title, String text) throws ConfigException {
    return switch (text) {
      case "1", "t", "T", "TRUE", "true", "True" -> true;
      case "0", "f", "F", "FALSE", "false", "False" -> false;
      default ->
          throw invalid(title, text, "strconv.ParseBool: parsing \"" + text + "\": invalid syntax");
    };
  }

  private static int integer(String title, String text) throws ConfigException {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw invalid(title, text, "strconv.ParseInt: parsing \"" + text + "\": invalid syntax");
    }
  }

  private static ConfigException invalid(String title, String text, String reason) {
    return new ConfigException(
        "invalid argument \"%s\" for \"%s\" flag: %s".formatted(text, title, reason));
  }
}
