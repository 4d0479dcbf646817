package dev.stevedore.docker.command.image;

import com.eclipsesource.json.JsonObject;

/** Platforms as users write them: {@code linux/arm64/v8}. */
final class Platforms {
  private Platforms() {}

  /** As the API takes them in queries. */
  static String json(String platform) {
    String[] parts = platform.split("/");
    JsonObject json = new JsonObject();
    json.add("os", parts[0]);
    if (parts.length > 1) {
      json.add("architecture", parts[1]);
    }
    if (parts.length > 2) {
      json.add("variant", parts[2]);
    }
    return json.toString();
  }
}
