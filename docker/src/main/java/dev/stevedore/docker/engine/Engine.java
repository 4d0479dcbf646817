package dev.stevedore.docker.engine;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import com.eclipsesource.json.ParseException;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.http.Body;
import dev.stevedore.docker.http.Headers;
import dev.stevedore.docker.http.HttpConnection;
import dev.stevedore.docker.http.Request;
import dev.stevedore.docker.http.RequestBody;
import dev.stevedore.docker.http.ResponseHead;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The daemon, as its client sees it. The API version is agreed on by one HEAD /_ping on the
 * connection that then carries the calls, one after another.
 */
public final class Engine implements Closeable {
  private static final String JSON = "application/json";

  private final Endpoint endpoint;
  private final Connector connector;
  private final Optional<ApiVersion> wanted;
  private @Nullable ApiVersion agreed;
  private @Nullable HttpConnection idle;

  /**
   * @param wanted the version to speak without asking (DOCKER_API_VERSION)
   */
  public Engine(Endpoint endpoint, Connector connector, Optional<ApiVersion> wanted) {
    this.endpoint = endpoint;
    this.connector = connector;
    this.wanted = wanted;
  }

  public Endpoint endpoint() {
    return endpoint;
  }

  /** The version both sides speak; asks the daemon the first time. */
  public ApiVersion version() {
    if (agreed == null) {
      agreed = wanted.isPresent() ? wanted.get() : negotiate();
    }
    return agreed;
  }

  private ApiVersion negotiate() {
    try {
      Exchange ping = exchange(new Request("HEAD", "/_ping"));
      if (ping.head().status() / 100 != 2) {
        ping.body().readFully();
        release(ping);
        ping = exchange(new Request("GET", "/_ping"));
      }
      String server = ping.head().headers().first("Api-Version").orElse("");
      ping.body().readFully();
      release(ping);
      ApiVersion version = server.isEmpty() ? ApiVersion.OLDEST : ApiVersion.parse(server);
      if (version.compareTo(ApiVersion.OLDEST) < 0) {
        throw new CliException(
            "the daemon speaks API version " + version + ", this client needs 1.24 or later");
      }
      return version.compareTo(ApiVersion.NEWEST) > 0 ? ApiVersion.NEWEST : version;
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /** Asks for something; the path begins after the version. */
  public Reply get(String path) {
    return call("GET", path, RequestBody.NONE);
  }

  public Reply post(String path) {
    return call("POST", path, RequestBody.NONE);
  }

  public Reply post(String path, JsonValue body) {
    return call("POST", path, json(body));
  }

  public Reply delete(String path) {
    return call("DELETE", path, RequestBody.NONE);
  }

  /**
   * Makes a call and reads its whole answer.
   *
   * @throws ApiException if the daemon answers with an error
   * @throws UnreachableException if it cannot be reached
   */
  public Reply call(String method, String path, RequestBody body) {
    try {
      Exchange exchange = exchange(new Request(method, versioned(path), body));
      byte[] content = exchange.body().readFully();
      release(exchange);
      if (exchange.head().status() >= 400) {
        throw error(exchange.head(), content, path);
      }
      return Reply.of(exchange.head().status(), content);
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /** Makes a call whose answer is read bit by bit; the caller closes it. */
  public Exchange stream(String method, String path, RequestBody body) {
    return stream(new Request(method, versioned(path), body), path);
  }

  /** As {@link #stream(String, String, RequestBody)}, with a header and without a body. */
  public Exchange stream(String method, String path, String header, String value) {
    Headers headers = new Headers().add(header, value);
    return stream(new Request(method, versioned(path), headers, RequestBody.NONE), path);
  }

  /**
   * Makes a call that turns its connection into a raw stream: everything after the answer's head
   * belongs to the two ends.
   */
  public Exchange hijack(String path, JsonValue body) {
    Headers headers = new Headers().add("Connection", "Upgrade").add("Upgrade", "tcp");
    return stream(new Request("POST", versioned(path), headers, json(body)), path);
  }

  /** As {@link #hijack(String, JsonValue)}, without a body. */
  public Exchange hijack(String path) {
    Headers headers = new Headers().add("Connection", "Upgrade").add("Upgrade", "tcp");
    headers.add("Content-Type", "text/plain");
    return stream(new Request("POST", versioned(path), headers, RequestBody.NONE), path);
  }

  private Exchange stream(Request request, String path) {
    try {
      Exchange exchange = exchange(request);
      if (exchange.head().status() >= 400) {
        byte[] content = exchange.body().readFully();
        release(exchange);
        throw error(exchange.head(), content, path);
      }
      return exchange;
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /** Sends a call on a connection of its own and does not wait for the answer. */
  public HttpConnection begin(String method, String path) {
    String target = versioned(path);
    try {
      HttpConnection connection = open();
      connection.send(new Request(method, target));
      return connection;
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /**
   * Waits for the answer to what was begun.
   *
   * @param path of the call, for messages
   */
  public Reply finish(HttpConnection connection, String path) {
    try (connection) {
      Exchange exchange = answer(connection);
      byte[] content = exchange.body().readFully();
      if (exchange.head().status() >= 400) {
        throw error(exchange.head(), content, path);
      }
      return Reply.of(exchange.head().status(), content);
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private String versioned(String path) {
    return "/v" + version() + path;
  }

  private Exchange exchange(Request request) throws IOException {
    HttpConnection kept = idle;
    idle = null;
    if (kept != null) {
      try {
        kept.send(request);
        return answer(kept);
      } catch (IOException e) {
        kept.close();
        if (!HttpConnection.endedEarly(e) || request.body() instanceof RequestBody.Stream) {
          throw e;
        }
        // The daemon closed a connection that had nothing to do: ask again on a new one.
      }
    }
    HttpConnection connection = open();
    try {
      connection.send(request);
    } catch (IOException e) {
      // A daemon that refuses a body early still answers: its reason says more than EPIPE.
      try {
        return answer(connection);
      } catch (IOException unanswered) {
        e.addSuppressed(unanswered);
        throw e;
      }
    }
    return answer(connection);
  }

  private static Exchange answer(HttpConnection connection) throws IOException {
    ResponseHead head = connection.readHead();
    Body body = connection.body(head);
    return new Exchange(connection, head, body);
  }

  private HttpConnection open() throws IOException {
    String host =
        endpoint instanceof Endpoint.Tcp(String name, int port) ? name + ":" + port : "docker";
    return new HttpConnection(connector.connect(endpoint), host);
  }

  private void release(Exchange exchange) {
    if (exchange.body().isFinished() && exchange.connection().isReusable() && idle == null) {
      idle = exchange.connection();
    } else {
      exchange.close();
    }
  }

  private ApiException error(ResponseHead head, byte[] content, String path) {
    String text = new String(content, StandardCharsets.UTF_8).trim();
    if (head.headers().first("Content-Type").orElse("").startsWith(JSON)) {
      text = messageIn(text);
    }
    if (text.isEmpty()) {
      text =
          "request returned "
              + head.reason()
              + " for API route and version "
              + endpoint.url()
              + versioned(path)
              + ", check if the server supports the requested API version";
    }
    return new ApiException(head.status(), text);
  }

  private static String messageIn(String text) {
    try {
      JsonObject object = Json.parse(text).asObject();
      return object.getString("message", "").trim();
    } catch (ParseException | UnsupportedOperationException e) {
      return text;
    }
  }

  private UnreachableException broken(IOException e) {
    if (e instanceof Connector.NoDaemonException) {
      return new UnreachableException(
          "Cannot connect to the Docker daemon at "
              + endpoint.url()
              + ". Is the docker daemon running?",
          e);
    }
    String why = e.getMessage() == null ? "connection failed" : e.getMessage();
    return new UnreachableException("error during connect: " + endpoint.url() + ": " + why, e);
  }

  private static RequestBody json(JsonValue body) {
    return new RequestBody.Bytes(JSON, body.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    if (idle != null) {
      idle.close();
      idle = null;
    }
  }
}
