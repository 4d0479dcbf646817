package dev.stevedore.docker.http;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One connection: send a request, read the head of its answer, then its body, then the next.
 *
 * <pre>
 *   client                                server
 *     |-- HEAD /_ping ---------------------->|
 *     |<------------- 200, Api-Version ------|
 *     |-- POST /v1.51/containers/create ---->|
 *     |<------------- 201, {"Id": …} --------|
 *     |-- POST …/attach, Upgrade: tcp ------>|
 *     |<------------- 101 -------------------|
 *     |<========= raw bytes, both ways =====>|
 * </pre>
 */
public final class HttpConnection implements Closeable {
  private static final int CHUNK = 64 * 1024;
  private static final byte[] LINE_END = {'\r', '\n'};
  private static final byte[] LAST_CHUNK = {'0', '\r', '\n', '\r', '\n'};

  private final ByteStream stream;
  private final StreamReader reader;
  private final String host;
  private boolean reusable = true;
  private boolean answersHead;

  /** The head of an answer that began before the request was sent. */
  private @Nullable ResponseHead early;

  /**
   * @param host what the Host header says; a unix socket has no name, so docker sends a fixed one
   */
  public HttpConnection(ByteStream stream, String host) {
    this.stream = stream;
    this.reader = new StreamReader(stream);
    this.host = host;
  }

  public ByteStream stream() {
    return stream;
  }

  /** Whether something was read from the stream that nobody has asked for yet. */
  public boolean hasBuffered() {
    return reader.hasBuffered();
  }

  /** Bytes that came after an upgrade's answer in the same read. */
  public byte[] takeBuffered() {
    return reader.takeBuffered();
  }

  /** Sends the request and its body. */
  public void send(Request request) throws IOException {
    answersHead = request.method().equals("HEAD");
    StringBuilder head = new StringBuilder(256);
    head.append(request.method()).append(' ').append(request.target()).append(" HTTP/1.1\r\n");
    head.append("Host: ").append(host).append("\r\n");
    head.append("User-Agent: Stevedore-Client/0.1.0 (linux)\r\n");
    request.headers().writeTo(head);
    switch (request.body()) {
      case RequestBody.None _ -> {
        if (request.method().equals("POST") || request.method().equals("PUT")) {
          head.append("Content-Length: 0\r\n");
        }
        write(head.append("\r\n").toString());
      }
      case RequestBody.Bytes(String type, byte[] content) -> {
        head.append("Content-Type: ").append(type).append("\r\n");
        head.append("Content-Length: ").append(content.length).append("\r\n\r\n");
        writeTogether(head.toString().getBytes(StandardCharsets.UTF_8), content);
      }
      case RequestBody.Stream(String type, InputStream content) -> {
        head.append("Content-Type: ").append(type).append("\r\n");
        write(head.append("Transfer-Encoding: chunked\r\n\r\n").toString());
        writeChunks(content);
      }
    }
  }

  /** One write, so that the server wakes once. */
  private void writeTogether(byte[] head, byte[] body) throws IOException {
    byte[] all = new byte[head.length + body.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    stream.write(all, 0, all.length);
  }

  /**
   * A server that refuses answers before it has read the request, and may never read the rest; one
   * that agrees may begin its answer early, too, and still wants the rest.
   */
  private void writeChunks(InputStream content) throws IOException {
    byte[] buffer = new byte[CHUNK];
    int count = content.read(buffer, 0, buffer.length);
    while (count >= 0) {
      if (count > 0) {
        byte[] size = (Integer.toHexString(count) + "\r\n").getBytes(StandardCharsets.UTF_8);
        if (!writeUnlessRefused(size, size.length)
            || !writeUnlessRefused(buffer, count)
            || !writeUnlessRefused(LINE_END, LINE_END.length)) {
          return;
        }
      }
      count = content.read(buffer, 0, buffer.length);
    }
    writeUnlessRefused(LAST_CHUNK, LAST_CHUNK.length);
  }

  private boolean writeUnlessRefused(byte[] bytes, int length) throws IOException {
    int done = early == null ? stream.writeUnlessAnswered(bytes, 0, length) : 0;
    if (done < length) {
      if (early == null) {
        early = readHead();
      }
      if (early.status() >= 400) {
        // What was sent is no whole request: after the answer the connection is of no use.
        reusable = false;
        return false;
      }
      stream.write(bytes, done, length - done);
    }
    return true;
  }

  private void write(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    stream.write(bytes, 0, bytes.length);
  }

  /** Waits for the head of the answer; interim ones (100) are passed over, 101 is given. */
  public ResponseHead readHead() throws IOException {
    if (early != null) {
      ResponseHead head = early;
      early = null;
      return head;
    }
    while (true) {
      ResponseHead head = parseHead();
      if (head.status() == 101 || head.status() / 100 != 1) {
        if (head.headers().has("Connection", "close")) {
          reusable = false;
        }
        return head;
      }
    }
  }

  private ResponseHead parseHead() throws IOException {
    String line = reader.line();
    int statusStart = line.indexOf(' ') + 1;
    if (!line.startsWith("HTTP/1.") || statusStart == 0) {
      throw new IOException("malformed HTTP response \"" + line + "\"");
    }
    int statusEnd = line.indexOf(' ', statusStart);
    String code = line.substring(statusStart, statusEnd < 0 ? line.length() : statusEnd);
    String reason = statusEnd < 0 ? "" : line.substring(statusEnd + 1);
    int status;
    try {
      status = Integer.parseInt(code);
    } catch (NumberFormatException e) {
      throw new IOException("malformed HTTP status code \"" + code + "\"", e);
    }
    if (line.startsWith("HTTP/1.0")) {
      reusable = false;
    }
    Headers headers = new Headers();
    for (String header = reader.line(); !header.isEmpty(); header = reader.line()) {
      int colon = header.indexOf(':');
      if (colon < 1) {
        throw new IOException("malformed header \"" + header + "\"");
      }
      headers.add(header.substring(0, colon), header.substring(colon + 1).trim());
    }
    return new ResponseHead(status, reason, headers);
  }

  /** The body that follows the head just read. */
  public Body body(ResponseHead head) throws IOException {
    Body body = Body.of(head, answersHead, reader);
    if (!body.leavesConnectionOpen()) {
      reusable = false;
    }
    return body;
  }

  /** Whether another request may be sent once the body was read. */
  public boolean isReusable() {
    return reusable;
  }

  @Override
  public void close() {
    stream.close();
  }

  /** Whether the error says that the connection was gone before an answer began. */
  public static boolean endedEarly(IOException e) {
    return e instanceof EOFException;
  }
}
