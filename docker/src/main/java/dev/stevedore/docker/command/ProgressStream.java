package dev.stevedore.docker.command;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.ParseException;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.format.JsonFields;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * The daemon's running report on a long call: JSON objects, one a line, each with a text, a status
 * of a layer, or the error that ends it.
 */
public final class ProgressStream {
  private ProgressStream() {}

  /**
   * Shows the report to its end.
   *
   * @throws CliException with the daemon's error
   */
  public static void show(InputStream report, ProgressDisplay display) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(report, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (!line.trim().isEmpty()) {
        JsonObject message = parse(line);
        refuseError(message);
        display.show(message);
      }
    }
  }

  private static JsonObject parse(String line) {
    try {
      return JsonFields.asObject(Json.parse(line));
    } catch (ParseException e) {
      throw new CliException("the daemon's report is not JSON: " + line, 1, e);
    }
  }

  private static void refuseError(JsonObject message) {
    String error = JsonFields.string(JsonFields.object(message, "errorDetail"), "message");
    if (error.isEmpty()) {
      error = JsonFields.string(message, "error");
    }
    if (!error.isEmpty()) {
      throw new CliException(error);
    }
  }
}
