package dev.stevedore.docker.command;

import dev.stevedore.docker.engine.Query;

/** Paths of the Engine API. */
public final class ApiPath {
  private ApiPath() {}

  /** {@code /containers/NAME}, and what follows, such as {@code /start}. */
  public static String container(String name, String rest) {
    return "/containers/" + Query.escape(name.startsWith("/") ? name.substring(1) : name) + rest;
  }

  /** {@code /images/NAME}, and what follows; a name keeps its slashes, colons and at signs. */
  public static String image(String name, String rest) {
    String[] parts = name.split("/", -1);
    for (int i = 0; i < parts.length; i++) {
      parts[i] = Query.escape(parts[i]).replace("%3A", ":").replace("%40", "@");
    }
    return "/images/" + String.join("/", parts) + rest;
  }
}
