package dev.stevedore.lib.registry;

import dev.stevedore.lib.oci.image.Descriptor;
import dev.stevedore.lib.oci.image.Digest;
import dev.stevedore.lib.registry.RegistryException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Uploads blobs.
 *
 * <pre>
 *   small   POST blobs/uploads/  ──▶ 202 Location     PUT Location?digest=…, all bytes ──▶ 201
 *
 *   large   POST blobs/uploads/  ──▶ 202 Location
 *           PATCH Location, all bytes                 ──▶ 202 Location
 *             broken: GET Location                    ──▶ 204 Location, Range: 0-n
 *                     PATCH Location, Content-Range: n+1-…, the rest
 *           PUT Location?digest=…                     ──▶ 201
 *
 *   mount   POST blobs/uploads/?mount=DIGEST&amp;from=PATH ──▶ 201; or 202, an upload after all
 * </pre>
 */
final class BlobUpload {
  private static final long SMALL = 1 << 20;
  private static final String OCTETS = "application/octet-stream";

  private final String path;
  private final List<String> scopes;

  BlobUpload(String path, List<String> scopes) {
    this.path = path;
    this.scopes = scopes;
  }

  boolean has(Connection connection, Digest blob) throws IOException {
    HttpResponse<InputStream> answer =
        connection.send(Call.of("HEAD", connection.uri(path + "/blobs/" + blob), scopes));
    answer.body().close();
    return switch (answer.statusCode()) {
      case 200 -> true;
      case 404 -> false;
      default -> throw Answers.refusal(answer);
    };
  }

  boolean mount(Connection connection, Digest blob, String from) throws IOException {
    List<String> both = List.of(scopes.getFirst(), Access.PULL.scope(from));
    URI uri =
        connection.uri(path + "/blobs/uploads/?mount=" + encoded(blob) + "&from=" + encoded(from));
    HttpResponse<InputStream> answer = connection.send(Call.of("POST", uri, both));
    if (answer.statusCode() == 201) {
      answer.body().close();
      return true;
    }
    if (answer.statusCode() != 202) {
      throw Answers.refusal(answer);
    }
    answer.body().close();
    cancel(connection, connection.location(answer));
    return false;
  }

  /** What was begun and is not needed would stay at the registry for days. */
  private void cancel(Connection connection, URI upload) throws IOException {
    connection.send(Call.of("DELETE", upload, scopes)).body().close();
  }

  void upload(Connection connection, Descriptor blob, BlobSource source, RetryListener listener)
      throws IOException {
    Retries retries = new Retries(connection.settings().retries(), listener);
    Optional<URI> begun = Optional.empty();
    while (true) {
      try {
        Position position =
            begun.isPresent()
                ? position(connection, begun.get())
                : new Position(begin(connection), 0);
        begun = Optional.of(position.location);
        if (blob.size() > SMALL && position.offset < blob.size()) {
          long before = position.offset;
          position = patch(connection, blob, source, position);
          if (before > 0) {
            retries.succeeded();
          }
          begun = Optional.of(position.location);
        }
        finish(connection, blob, source, position);
        return;
      } catch (RegistryException e) {
        if (e.kind() == Kind.NOT_FOUND && begun.isPresent()) {
          begun = Optional.empty(); // the registry has forgotten the upload: begin anew
        } else if (!e.isPassing()) {
          throw e;
        }
        retries.pause(e);
      }
    }
  }

  /**
   * How far an upload is.
   *
   * @param location where it goes on
   * @param offset how many bytes the registry has
   */
  private record Position(URI location, long offset) {}

  private URI begin(Connection connection) throws IOException {
    HttpResponse<InputStream> answer =
        connection.send(Call.of("POST", connection.uri(path + "/blobs/uploads/"), scopes));
    if (answer.statusCode() != 202) {
      throw Answers.refusal(answer);
    }
    answer.body().close();
    return connection.location(answer);
  }

  private Position position(Connection connection, URI upload) throws IOException {
    HttpResponse<InputStream> answer = connection.send(Call.of("GET", upload, scopes));
    if (answer.statusCode() != 204 && answer.statusCode() != 202) {
      throw Answers.refusal(answer);
    }
    answer.body().close();
    return after(connection, answer);
  }

  private static Position after(Connection connection, HttpResponse<InputStream> answer)
      throws RegistryException {
    String range = Answers.header(answer, "Range").replaceFirst("^bytes=", "");
    int dash = range.indexOf('-');
    try {
      // "0-0" is said of nothing as well as of one byte; nobody sends one byte.
      long last = dash < 0 ? 0 : Long.parseLong(range.substring(dash + 1));
      return new Position(connection.location(answer), last == 0 ? 0 : last + 1);
    } catch (NumberFormatException e) {
      throw new RegistryException(Kind.CORRUPT, "malformed Range \"" + range + "\"", e);
    }
  }

  private Position patch(
      Connection connection, Descriptor blob, BlobSource source, Position position)
      throws IOException {
    long rest = blob.size() - position.offset;
    Map<String, String> headers =
        position.offset == 0
            ? Map.of("Content-Type", OCTETS)
            : Map.of(
                "Content-Type", OCTETS, "Content-Range", position.offset + "-" + (blob.size() - 1));
    HttpResponse<InputStream> answer =
        connection.send(
            Call.of("PATCH", position.location, scopes)
                .with(headers)
                .with(() -> body(source, position.offset, rest), rest));
    if (answer.statusCode() / 100 != 2) {
      throw Answers.refusal(answer);
    }
    answer.body().close();
    return new Position(after(connection, answer).location, blob.size());
  }

  private void finish(Connection connection, Descriptor blob, BlobSource source, Position position)
      throws IOException {
    String location = position.location.toString();
    URI uri =
        URI.create(
            location + (location.contains("?") ? "&" : "?") + "digest=" + encoded(blob.digest()));
    long rest = blob.size() - position.offset;
    Call call = Call.of("PUT", uri, scopes).with(Map.of("Content-Type", OCTETS));
    if (rest > 0) {
      call = call.with(() -> body(source, position.offset, rest), rest);
    }
    HttpResponse<InputStream> answer = connection.send(call);
    if (answer.statusCode() / 100 != 2) {
      throw Answers.refusal(answer);
    }
    answer.body().close();
  }

  private static BodyPublisher body(BlobSource source, long offset, long count) {
    BodyPublisher stream =
        BodyPublishers.ofInputStream(
            () -> {
              try {
                return source.open(offset);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    return BodyPublishers.fromPublisher(stream, count);
  }

  private static String encoded(Object text) {
    return URLEncoder.encode(text.toString(), StandardCharsets.UTF_8);
  }
}
