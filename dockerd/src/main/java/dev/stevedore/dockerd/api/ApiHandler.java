package dev.stevedore.dockerd.api;

import dev.stevedore.dockerd.http.HttpExchange;
import dev.stevedore.dockerd.http.HttpHandler;
import dev.stevedore.dockerd.http.LostConnectionException;
import dev.stevedore.dockerd.http.MalformedRequestException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From an HTTP request to an endpoint: takes the version off the path, checks it, finds the route,
 * and turns what a handler throws into an answer.
 */
public final class ApiHandler implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ApiHandler.class);
  private static final Pattern VERSIONED = Pattern.compile("/v([0-9.]+)(/.*)");

  private final Router router;
  private final String server;

  /**
   * Makes the handler of all API requests.
   *
   * @param server the value of the header {@code Server}
   */
  public ApiHandler(Router router, String server) {
    this.router = router;
    this.server = server;
  }

  @Override
  public void handle(HttpExchange http) throws IOException {
    String path = http.head().path();
    LOG.debug("{} {}", http.head().method(), path);
    http.headers().set("Api-Version", ApiVersion.CURRENT.toString());
    http.headers().set("Docker-Experimental", "false");
    http.headers().set("Ostype", "linux");
    http.headers().set("Server", server);
    http.headers().set("Date", HttpDate.now());

    Matcher versioned = VERSIONED.matcher(path);
    Optional<ApiVersion> asked = Optional.empty();
    if (versioned.matches()) {
      asked = Optional.of(ApiVersion.parse(versioned.group(1)));
      path = versioned.group(2);
    }
    Optional<Router.Match> match = router.find(http.head().method(), path);
    try {
      if (match.isEmpty()) {
        throw new ApiException.NotFound("page not found");
      }
      ApiVersion version = check(asked.orElse(ApiVersion.CURRENT));
      match.get().handler().handle(new Exchange(http, version, match.get().pathParameters()));
    } catch (ApiException e) {
      refuse(http, asked, e);
    } catch (InterruptedException | ClosedByInterruptException e) {
      LOG.debug("client gone during {} {}", http.head().method(), path);
      http.abort();
    } catch (MalformedRequestException | LostConnectionException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      LOG.error("Handler for {} {} failed", http.head().method(), path, e);
      refuse(http, asked, new ApiException.Internal(describe(e), e));
    }
  }

  private static ApiVersion check(ApiVersion version) {
    if (version.compareTo(ApiVersion.MIN) < 0) {
      throw new ApiException.BadParameter(
          "client version %s is too old. Minimum supported API version is %s, please upgrade your client to a newer version"
              .formatted(version, ApiVersion.MIN));
    }
    if (version.compareTo(ApiVersion.CURRENT) > 0) {
      throw new ApiException.BadParameter(
          "client version %s is too new. Maximum supported API version is %s"
              .formatted(version, ApiVersion.CURRENT));
    }
    return version;
  }

  private static String describe(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static void refuse(HttpExchange http, Optional<ApiVersion> asked, ApiException e)
      throws IOException {
    String path = http.head().path();
    if (e.status() >= 500) {
      LOG.error("Handler for {} {} returned error: {}", http.head().method(), path, e.getMessage());
    } else {
      LOG.debug("{} {}: {} {}", http.head().method(), path, e.status(), e.getMessage());
    }
    if (http.isStarted()) {
      http.abort();
      return;
    }
    String message = e.getMessage() == null ? "" : e.getMessage();
    if (asked.isPresent() && asked.get().before(24)) {
      // Clients that old print what they get as it is.
      http.headers().set("Content-Type", "text/plain; charset=utf-8");
      http.send(e.status(), (message + "\n").getBytes(StandardCharsets.UTF_8));
    } else {
      http.headers().set("Content-Type", "application/json");
      http.send(e.status(), Json.bytes(new ErrorBody(message)));
    }
  }
}
