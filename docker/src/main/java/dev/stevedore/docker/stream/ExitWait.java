package dev.stevedore.docker.stream;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import com.eclipsesource.json.ParseException;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.http.HttpConnection;
import dev.stevedore.docker.http.ResponseHead;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An answer to POST /containers/{id}/wait that is still to come.
 *
 * <pre>
 *   POST wait ──▶
 *             ◀── 200 and the headers at once: the daemon now watches
 *             ◀── {"StatusCode": 0}  when the container has ended, or is removed
 * </pre>
 */
public final class ExitWait {
  private static final int UNKNOWN = 125;

  private final HttpConnection connection;
  private @Nullable ResponseHead head;

  public ExitWait(HttpConnection connection) {
    this.connection = connection;
  }

  /** For waiting until there is something to read. */
  public int descriptor() {
    return connection.stream().descriptor();
  }

  /** Whether the answer is here already, so that the descriptor says nothing more. */
  public boolean isHere() {
    return connection.hasBuffered();
  }

  /** Waits until the daemon watches the container. */
  public void awaitAccepted() {
    readHead();
  }

  /** Waits for the exit. */
  public Exit await() {
    ResponseHead answered = readHead();
    try {
      String text =
          new String(connection.body(answered).readFully(), StandardCharsets.UTF_8).trim();
      connection.close();
      JsonObject answer = Json.parse(text).asObject();
      if (answered.status() >= 400) {
        return new Exit(UNKNOWN, answer.getString("message", text));
      }
      JsonValue error = answer.get("Error");
      String reason =
          error == null || error.isNull() ? "" : error.asObject().getString("Message", "");
      return new Exit(answer.getInt("StatusCode", UNKNOWN), reason);
    } catch (IOException | ParseException | UnsupportedOperationException e) {
      return new Exit(UNKNOWN, e.getMessage() == null ? "EOF" : e.getMessage());
    }
  }

  private ResponseHead readHead() {
    if (head == null) {
      try {
        head = connection.readHead();
      } catch (IOException e) {
        String why = e.getMessage() == null ? "EOF" : e.getMessage();
        throw new CliException("error waiting for container: " + why, UNKNOWN, e);
      }
    }
    return head;
  }

  /**
   * How a container ended.
   *
   * @param status its exit status, or 125 if that cannot be known
   * @param error why it cannot be known; "" if it can
   */
  public record Exit(int status, String error) {}
}
