package dev.stevedore.dockerd.logs;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What is noted beside each line of a log: labels, variables and a tag, as the options choose. */
public final class LogAttributes {
  private static final Pattern FIELD = Pattern.compile("\\{\\{\\s*\\.([A-Za-z]+)\\s*}}");
  private static final int SHORT_ID = 12;

  private LogAttributes() {}

  /**
   * What is known of a container when it starts.
   *
   * @param env {@code NAME=value} each
   */
  public record Facts(
      String id,
      String name,
      String imageId,
      String image,
      String command,
      String hostname,
      Map<String, String> labels,
      List<String> env) {
    private String field(String field) {
      return switch (field) {
        case "ID" -> id.substring(0, Math.min(SHORT_ID, id.length()));
        case "FullID" -> id;
        case "Name" -> name;
        case "ImageID" -> imageId.substring(0, Math.min(SHORT_ID, imageId.length()));
        case "ImageFullID" -> imageId;
        case "ImageName" -> image;
        case "Command" -> command;
        case "Hostname" -> hostname;
        case "DaemonName" -> "docker";
        default -> throw new IllegalArgumentException("log opt 'tag' has no field ." + field);
      };
    }
  }

  private static final Facts NOBODY = new Facts("", "", "", "", "", "", Map.of(), List.of());

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if a template or a pattern cannot be read
   */
  static void check(Map<String, String> options) {
    of(options, NOBODY);
  }

  /** The attributes of a container, by name. */
  public static Map<String, String> of(Map<String, String> options, Facts facts) {
    Map<String, String> variables = new TreeMap<>();
    for (String entry : facts.env()) {
      int equals = entry.indexOf('=');
      if (equals >= 0) {
        variables.put(entry.substring(0, equals), entry.substring(equals + 1));
      }
    }
    Map<String, String> attributes = new TreeMap<>();
    choose(options, "labels", facts.labels(), attributes);
    choose(options, "env", variables, attributes);
    String tag = tag(options.getOrDefault("tag", ""), facts);
    if (!tag.isEmpty()) {
      attributes.put("tag", tag);
    }
    return attributes;
  }

  private static void choose(
      Map<String, String> options,
      String option,
      Map<String, String> from,
      Map<String, String> into) {
    List<String> names = List.of(options.getOrDefault(option, "").split(","));
    String regex = options.getOrDefault(option + "-regex", "");
    try {
      Pattern pattern = Pattern.compile(regex);
      from.forEach(
          (name, value) -> {
            if (names.contains(name) || (!regex.isEmpty() && pattern.matcher(name).find())) {
              into.put(name, value);
            }
          });
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "log opt '" + option + "-regex': " + e.getDescription() + ": " + regex, e);
    }
  }

  /** A template whose only actions are fields; what else Go's templates can is refused. */
  private static String tag(String template, Facts facts) {
    StringBuilder text = new StringBuilder();
    Matcher field = FIELD.matcher(template);
    while (field.find()) {
      field.appendReplacement(text, Matcher.quoteReplacement(facts.field(field.group(1))));
    }
    field.appendTail(text);
    if (FIELD.matcher(template).replaceAll("").contains("{{")) {
      throw new IllegalArgumentException(
          "log opt 'tag' takes fields such as {{.Name}} only: " + template);
    }
    return text.toString();
  }
}
