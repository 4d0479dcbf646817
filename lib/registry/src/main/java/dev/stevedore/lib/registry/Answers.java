package dev.stevedore.lib.registry;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.ParseException;
import dev.stevedore.lib.registry.RegistryException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is read from answers. */
final class Answers {
  private static final int LONGEST_ERROR = 64 * 1024;

  private static final Map<Integer, String> REASONS =
      Map.ofEntries(
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(408, "Request Timeout"),
          Map.entry(413, "Request Entity Too Large"),
          Map.entry(416, "Requested Range Not Satisfiable"),
          Map.entry(429, "Too Many Requests"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(502, "Bad Gateway"),
          Map.entry(503, "Service Unavailable"),
          Map.entry(504, "Gateway Timeout"));

  private Answers() {}

  /** Whether the same request may be answered otherwise a moment later. */
  static boolean isBusy(int status) {
    return switch (status) {
      case 408, 425, 429, 500, 502, 503, 504 -> true;
      default -> false;
    };
  }

  /** Reads a body that is small; it is closed then. */
  static byte[] read(HttpResponse<InputStream> answer, int limit) throws IOException {
    try (InputStream body = answer.body()) {
      byte[] bytes = body.readNBytes(limit + 1);
      if (bytes.length > limit) {
        throw new RegistryException(
            Kind.CORRUPT, answer.uri() + ": the answer has more than " + limit + " bytes");
      }
      return bytes;
    }
  }

  /** What an answer that is an error says; its body is closed then. */
  static RegistryException refusal(HttpResponse<InputStream> answer) throws IOException {
    String body;
    try (InputStream in = answer.body()) {
      body = new String(in.readNBytes(LONGEST_ERROR), StandardCharsets.UTF_8);
    }
    int status = answer.statusCode();
    List<RegistryError> errors = RegistryError.in(body);
    if (errors.isEmpty()) {
      errors = implied(status, body);
    }
    String text =
        errors.isEmpty()
            ? "received unexpected HTTP status: " + statusText(status)
            : RegistryError.text(errors);
    return new RegistryException(
        kind(errors.isEmpty() ? "" : errors.getFirst().code(), status),
        text,
        errors,
        retryAfter(answer));
  }

  /** Token servers have another shape of errors, and some have none. */
  private static List<RegistryError> implied(int status, String body) {
    String details = "";
    try {
      if (Json.parse(body) instanceof JsonObject object) {
        details = object.getString("details", object.getString("message", ""));
      }
    } catch (ParseException | UnsupportedOperationException e) {
      details = ""; // no JSON: nothing to learn
    }
    return switch (status) {
      case 401 ->
          List.of(new RegistryError("UNAUTHORIZED", or(details, "authentication required")));
      case 403 ->
          List.of(
              new RegistryError(
                  "DENIED", or(details, "requested access to the resource is denied")));
      case 429 -> List.of(new RegistryError("TOOMANYREQUESTS", or(details, "too many requests")));
      default -> List.of();
    };
  }

  private static String or(String text, String otherwise) {
    return text.isEmpty() ? otherwise : text;
  }

  private static Kind kind(String code, int status) {
    return switch (code) {
      case "UNAUTHORIZED" -> Kind.UNAUTHORIZED;
      case "DENIED" -> Kind.DENIED;
      case "MANIFEST_UNKNOWN", "NAME_UNKNOWN", "BLOB_UNKNOWN" -> Kind.NOT_FOUND;
      case "TOOMANYREQUESTS" -> Kind.BUSY;
      default ->
          switch (status) {
            case 401 -> Kind.UNAUTHORIZED;
            case 403 -> Kind.DENIED;
            case 404 -> Kind.NOT_FOUND;
            default -> isBusy(status) ? Kind.BUSY : Kind.REFUSED;
          };
    };
  }

  /** {@code 503 Service Unavailable}. */
  static String statusText(int status) {
    String reason = REASONS.get(status);
    return reason == null ? Integer.toString(status) : status + " " + reason;
  }

  /** The header Retry-After: seconds or a date. */
  static Optional<Duration> retryAfter(HttpResponse<InputStream> answer) {
    return answer.headers().firstValue("Retry-After").flatMap(Answers::delay);
  }

  private static Optional<Duration> delay(String text) {
    try {
      if (!text.isEmpty() && text.chars().allMatch(Character::isDigit)) {
        return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
      }
      Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(Duration.between(Instant.now(), until)).filter(Duration::isPositive);
    } catch (DateTimeException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** A header, or empty. */
  static String header(HttpResponse<InputStream> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
