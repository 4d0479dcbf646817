package dev.stevedore.dockerd.image.make;

import dev.stevedore.dockerd.api.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a Dockerfile instruction: separated by white space, with quotes and backslashes. */
final class Words {
  private static final Pattern VARIABLE =
      Pattern.compile("\\$(?:(\\w+)|\\{(\\w+)(?::([-+])([^}]*))?})");

  private Words() {}

  private static boolean begins(String text, int at) {
    return at < text.length()
        && (text.charAt(at) == '{'
            || text.charAt(at) == '_'
            || Character.isLetterOrDigit(text.charAt(at)));
  }

  private static String value(Matcher variable, Map<String, String> variables) {
    String plain = variable.group(1);
    String value = variables.getOrDefault(plain == null ? variable.group(2) : plain, "");
    return switch (String.valueOf(variable.group(3))) {
      case "-" -> value.isEmpty() ? variable.group(4) : value;
      case "+" -> value.isEmpty() ? "" : variable.group(4);
      default -> value;
    };
  }

  /** A text with its variables put in and its quotes taken off; one space for each white space. */
  static String one(String text, Map<String, String> variables) {
    return String.join(" ", of(text, variables));
  }

  /**
   * The words of a text.
   *
   * @param variables what {@code $NAME} and {@code ${NAME}} stand for outside of single quotes,
   *     also {@code ${NAME:-otherwise}} and {@code ${NAME:+instead}}; nothing for one that is not
   *     there
   */
  static List<String> of(String text, Map<String, String> variables) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean begun = false;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && quote != '\'' && i + 1 < text.length()) {
        i++;
        word.append(text.charAt(i));
        begun = true;
      } else if (c == '$' && quote != '\'' && begins(text, i + 1)) {
        Matcher variable = VARIABLE.matcher(text).region(i, text.length());
        if (!variable.lookingAt()) {
          throw new ApiException.BadParameter("failed to process \"" + text + "\": bad variable");
        }
        word.append(value(variable, variables));
        begun = true;
        i = variable.end() - 1;
      } else if (quote != 0 && c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
        begun = true;
      } else if (quote == 0 && Character.isWhitespace(c)) {
        if (begun) {
          words.add(word.toString());
        }
        word.setLength(0);
        begun = false;
      } else {
        word.append(c);
        begun = true;
      }
    }
    if (begun) {
      words.add(word.toString());
    }
    return words;
  }
}
