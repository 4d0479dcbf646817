package dev.stevedore.docker.create;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.cli.CliException;

/** {@code --restart on-failure:3}. */
public final class RestartPolicy {
  private RestartPolicy() {}

  /** The API's RestartPolicy; whether there is such a policy is the daemon's to say. */
  public static JsonObject parse(String text) {
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    long retries = 0;
    if (colon == 0) {
      throw new CliException("invalid restart policy format: no policy provided before colon");
    }
    if (colon > 0 && colon < text.length() - 1) {
      try {
        retries = Long.parseLong(text.substring(colon + 1));
      } catch (NumberFormatException e) {
        throw new CliException(
            "invalid restart policy format: maximum retry count must be an integer", 1, e);
      }
    }
    return new JsonObject().add("Name", name).add("MaximumRetryCount", retries);
  }
}
