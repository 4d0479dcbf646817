package dev.stevedore.dockerd.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads the head of a request (RFC 9112 sections 2 to 5). */
final class RequestParser {
  /** As in Go's net/http: all of the head may take this many bytes. */
  private static final int MAX_HEAD_BYTES = 1 << 20;

  private RequestParser() {}

  /**
   * Reads one head.
   *
   * @return empty if the client closed the connection instead of sending another request
   */
  static Optional<RequestHead> read(ConnectionInput in) throws IOException {
    Optional<String> line = in.readLine(MAX_HEAD_BYTES);
    // An empty line before a request is allowed (section 2.2): some clients end a body with one too
    // many.
    while (line.isPresent() && line.get().isEmpty()) {
      line = in.readLine(MAX_HEAD_BYTES);
    }
    return line.isEmpty() ? Optional.empty() : Optional.of(head(line.get(), in));
  }

  private static RequestHead head(String line, ConnectionInput in) throws IOException {
    String[] parts = line.split(" ", -1);
    if (parts.length != 3 || !isToken(parts[0])) {
      throw new MalformedRequestException(400, "malformed request line");
    }
    boolean http10 =
        switch (parts[2]) {
          case "HTTP/1.1" -> false;
          case "HTTP/1.0" -> true;
          default -> throw new MalformedRequestException(505, "unsupported protocol version");
        };
    Headers headers = headers(in, MAX_HEAD_BYTES - line.length());
    String target = originForm(parts[1]);
    int question = target.indexOf('?');
    String path = question < 0 ? target : target.substring(0, question);
    String query = question < 0 ? "" : target.substring(question + 1);
    return new RequestHead(parts[0], decode(path), query, http10, headers);
  }

  private static Headers headers(ConnectionInput in, int budget) throws IOException {
    Headers headers = new Headers();
    int left = budget;
    while (true) {
      String line =
          in.readLine(left)
              .orElseThrow(() -> new MalformedRequestException(400, "the head is not complete"));
      if (line.isEmpty()) {
        return headers;
      }
      left -= line.length();
      int colon = line.indexOf(':');
      // White space before the colon, and folded lines, are ways to smuggle a field past a proxy
      // (section 5.1).
      if (colon <= 0 || !isToken(line.substring(0, colon))) {
        throw new MalformedRequestException(400, "malformed header field");
      }
      headers.add(line.substring(0, colon), line.substring(colon + 1).strip());
    }
  }

  /** Takes scheme and host off a target in absolute form ({@code http://docker/info}). */
  private static String originForm(String target) throws MalformedRequestException {
    if (target.startsWith("/")) {
      return target;
    }
    int authority = target.indexOf("://");
    if (authority > 0) {
      int slash = target.indexOf('/', authority + 3);
      return slash < 0 ? "/" : target.substring(slash);
    }
    if (target.equals("*")) {
      return "/";
    }
    throw new MalformedRequestException(400, "malformed request target");
  }

  /** Percent-decodes a path; unlike in a query, a plus is a plus. */
  static String decode(String path) throws MalformedRequestException {
    if (path.indexOf('%') < 0) {
      return path;
    }
    byte[] raw = path.getBytes(StandardCharsets.UTF_8);
    byte[] out = new byte[raw.length];
    int length = 0;
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] != '%') {
        out[length++] = raw[i];
        continue;
      }
      int high = i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
      int low = i + 2 < raw.length ? Character.digit(raw[i + 2], 16) : -1;
      if (high < 0 || low < 0) {
        throw new MalformedRequestException(400, "malformed percent-encoding in the path");
      }
      out[length++] = (byte) (high << 4 | low);
      i += 2;
    }
    return new String(out, 0, length, StandardCharsets.UTF_8);
  }

  private static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 127 || "\"(),/:;<=>?@[\\]{}".indexOf(c) >= 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }
}
