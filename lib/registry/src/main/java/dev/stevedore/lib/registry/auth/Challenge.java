package dev.stevedore.lib.registry.auth;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One way to authenticate that a server offers: {@code Bearer realm="…",service="…",scope="…"}.
 *
 * @param scheme in lower case
 * @param parameters by name in lower case
 */
public record Challenge(String scheme, Map<String, String> parameters) {
  /** Keeps a copy. */
  public Challenge {
    parameters = Map.copyOf(parameters);
  }

  /** A parameter, or empty. */
  public String parameter(String name) {
    return parameters.getOrDefault(name, "");
  }

  /** Whether this is {@code basic} or {@code bearer}. */
  public boolean is(String wanted) {
    return scheme.equals(wanted);
  }

  /** The challenges in the values of WWW-Authenticate; what cannot be read is left out. */
  public static List<Challenge> parse(List<String> headerValues) {
    List<Challenge> challenges = new ArrayList<>();
    for (String value : headerValues) {
      new Parser(value).into(challenges);
    }
    return challenges;
  }

  /**
   * A header may carry several challenges, and parameters are separated by commas as challenges
   * are: what is followed by "=" is a parameter, else it is a scheme.
   */
  private static final class Parser {
    private final String text;
    private int at;

    Parser(String text) {
      this.text = text;
    }

    void into(List<Challenge> challenges) {
      String scheme = "";
      Map<String, String> parameters = new LinkedHashMap<>();
      while (true) {
        skip(" \t,");
        String word = token();
        if (word.isEmpty()) {
          break;
        }
        skip(" \t");
        if (at < text.length() && text.charAt(at) == '=') {
          at++;
          skip(" \t");
          parameters.put(word.toLowerCase(Locale.ROOT), value());
        } else {
          add(scheme, parameters, challenges);
          scheme = word.toLowerCase(Locale.ROOT);
          parameters = new LinkedHashMap<>();
        }
      }
      add(scheme, parameters, challenges);
    }

    private static void add(String scheme, Map<String, String> parameters, List<Challenge> to) {
      if (!scheme.isEmpty()) {
        to.add(new Challenge(scheme, parameters));
      }
    }

    private void skip(String characters) {
      while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
        at++;
      }
    }

    private String token() {
      int start = at;
      while (at < text.length() && " \t,=\"".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      return text.substring(start, at);
    }

    private String value() {
      if (at >= text.length() || text.charAt(at) != '"') {
        return token();
      }
      StringBuilder value = new StringBuilder();
      for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
        if (text.charAt(at) == '\\' && at + 1 < text.length()) {
          at++;
        }
        value.append(text.charAt(at));
      }
      at++;
      return value.toString();
    }
  }
}
