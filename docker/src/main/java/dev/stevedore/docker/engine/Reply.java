package dev.stevedore.docker.engine;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonValue;
import com.eclipsesource.json.ParseException;
import dev.stevedore.docker.cli.CliException;
import java.nio.charset.StandardCharsets;

/**
 * The whole answer to a call that went well.
 *
 * @param status the HTTP status
 * @param text the body
 */
public record Reply(int status, String text) {
  static Reply of(int status, byte[] body) {
    return new Reply(status, new String(body, StandardCharsets.UTF_8));
  }

  /**
   * The body as JSON.
   *
   * @throws CliException if it is none
   */
  public JsonValue json() {
    try {
      return Json.parse(text);
    } catch (ParseException e) {
      throw new CliException("the daemon's answer is not JSON: " + e.getMessage(), 1, e);
    }
  }
}
