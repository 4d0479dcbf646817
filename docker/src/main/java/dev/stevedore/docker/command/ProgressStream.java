package dev.stevedore.docker.command;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.ParseException;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Output;
import dev.stevedore.docker.format.JsonFields;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The daemon's running report on a long call: JSON objects, one a line, each with a text, a status
 * of a layer, or the error that ends it. It is shown line by line, without moving bars.
 */
public final class ProgressStream {
  private ProgressStream() {}

  /**
   * Shows the report to its end.
   *
   * @param out where; empty to look only for an error
   * @throws CliException with the daemon's error
   */
  public static void show(InputStream report, Optional<Output> out) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(report, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (!line.isBlank()) {
        show(parse(line), out);
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

  private static void show(JsonObject message, Optional<Output> out) {
    String error = JsonFields.string(JsonFields.object(message, "errorDetail"), "message");
    if (error.isEmpty()) {
      error = JsonFields.string(message, "error");
    }
    if (!error.isEmpty()) {
      throw new CliException(error);
    }
    boolean moving = !JsonFields.object(message, "progressDetail").isEmpty();
    if (out.isEmpty() || moving) {
      return;
    }
    String text = JsonFields.string(message, "stream");
    String status = JsonFields.string(message, "status");
    if (!text.isEmpty()) {
      out.get().print(text);
    } else if (!status.isEmpty()) {
      String id = JsonFields.string(message, "id");
      out.get().println(id.isEmpty() ? status : id + ": " + status);
    }
    out.get().flush();
  }
}
