package dev.stevedore.dockerd.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which handler answers which path. A pattern names parts of the path: {@code {id}} is one segment,
 * {@code {name...}} is one or more ({@code /images/{name...}/json} takes {@code
 * /images/a/b:c/json}). Routes are tried in the order added.
 */
public final class Router {
  /** A handler, and what the path had for the pattern's names. */
  record Match(Handler handler, Map<String, String> pathParameters) {}

  private record Route(Pattern pattern, List<String> names, Handler handler) {}

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z]+)(\\.\\.\\.)?}");

  private final Map<String, List<Route>> routes = new HashMap<>();

  public Router get(String pattern, Handler handler) {
    return add("GET", pattern, handler);
  }

  public Router head(String pattern, Handler handler) {
    return add("HEAD", pattern, handler);
  }

  public Router post(String pattern, Handler handler) {
    return add("POST", pattern, handler);
  }

  public Router put(String pattern, Handler handler) {
    return add("PUT", pattern, handler);
  }

  public Router delete(String pattern, Handler handler) {
    return add("DELETE", pattern, handler);
  }

  private Router add(String method, String pattern, Handler handler) {
    List<String> names = new ArrayList<>();
    StringBuilder regex = new StringBuilder();
    Matcher matcher = PLACEHOLDER.matcher(pattern);
    int end = 0;
    while (matcher.find()) {
      regex.append(Pattern.quote(pattern.substring(end, matcher.start())));
      regex.append(matcher.group(2) == null ? "([^/]+)" : "(.+)");
      names.add(matcher.group(1));
      end = matcher.end();
    }
    regex.append(Pattern.quote(pattern.substring(end)));
    routes
        .computeIfAbsent(method, _ -> new ArrayList<>())
        .add(new Route(Pattern.compile(regex.toString()), List.copyOf(names), handler));
    return this;
  }

  /**
   * Finds the handler for a path.
   *
   * @param path decoded, without the version
   */
  Optional<Match> find(String method, String path) {
    for (Route route : routes.getOrDefault(method, List.of())) {
      Matcher matcher = route.pattern().matcher(path);
      if (matcher.matches()) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 0; i < route.names().size(); i++) {
          parameters.put(route.names().get(i), matcher.group(i + 1));
        }
        return Optional.of(new Match(route.handler(), parameters));
      }
    }
    return Optional.empty();
  }
}
