package dev.stevedore.dockerd.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer. Exactly one of {@link #send}, {@link #stream} and {@link #hijack}
 * answers it; until then {@link #headers()} can be changed.
 */
public final class HttpExchange {
  private final RequestHead head;
  private final RequestBody body;
  private final ConnectionInput in;
  private final OutputStream out;
  private final Transport transport;
  private final Headers headers = new Headers();
  private final ClientWatch watch;
  private boolean started;
  private boolean hijacked;
  private boolean keepAlive;
  private @Nullable ChunkedOutput chunked;

  HttpExchange(RequestHead head, ConnectionInput in, OutputStream out, Transport transport)
      throws MalformedRequestException {
    this.head = head;
    this.in = in;
    this.out = out;
    this.transport = transport;
    this.body = RequestBody.of(head, in, this::sendContinue);
    this.keepAlive = head.keepAlive();
    this.watch = new ClientWatch(in, body);
  }

  public RequestHead head() {
    return head;
  }

  /**
   * The request's body. Reading it to its end leaves the connection usable for the next request.
   */
  public InputStream body() {
    return body;
  }

  /** Returns whether the request has no body, or one of length zero. */
  public boolean isBodyEmpty() {
    return body.announcedEmpty();
  }

  /** The response's header fields. */
  public Headers headers() {
    return headers;
  }

  /** Returns whether the response has begun, so that its status can no longer be changed. */
  public boolean isStarted() {
    return started;
  }

  /** Returns who asks, for the log; empty on a unix socket. */
  public String peer() {
    return transport.peer();
  }

  /**
   * Sends a whole response.
   *
   * @param status the HTTP status
   * @param content the body; left out where the status or the method allows none
   */
  public void send(int status, byte[] content) throws IOException {
    boolean bodiless = status == 204 || status == 304 || status < 200;
    if (!bodiless) {
      headers.set("Content-Length", Integer.toString(content.length));
    }
    byte[] first = start(status, StatusText.of(status));
    boolean withContent = !bodiless && !head.method().equals("HEAD") && content.length > 0;
    byte[] all = withContent ? new byte[first.length + content.length] : first;
    if (withContent) {
      System.arraycopy(first, 0, all, 0, first.length);
      System.arraycopy(content, 0, all, first.length, content.length);
    }
    out.write(all);
    out.flush();
  }

  /**
   * Starts a response of unknown length. Its head is sent at once, and so is each write.
   *
   * @return the body; it ends well when the handler returns, and breaks off when that throws
   */
  public OutputStream stream(int status) throws IOException {
    if (head.http10()) {
      keepAlive = false;
    } else {
      headers.set("Transfer-Encoding", "chunked");
    }
    out.write(start(status, StatusText.of(status)));
    out.flush();
    if (head.method().equals("HEAD")) {
      return OutputStream.nullOutputStream();
    }
    if (head.http10()) {
      return out;
    }
    ChunkedOutput result = new ChunkedOutput(out);
    chunked = result;
    return result;
  }

  /**
   * Takes the connection over from HTTP: {@code 101 UPGRADED} if the client asked to upgrade, and
   * {@code 200 OK} with no length for the clients that just start to talk. The rest of the
   * request's body is dropped first.
   *
   * @param mediaType what the server will write, for example {@code
   *     application/vnd.docker.raw-stream}
   */
  public HijackedStream hijack(String mediaType) throws IOException {
    body.drain(false);
    boolean upgrade = head.headers().first("Upgrade").isPresent();
    headers.set("Content-Type", mediaType);
    if (upgrade) {
      headers.set("Connection", "Upgrade");
      headers.set("Upgrade", "tcp");
    }
    hijacked = true;
    keepAlive = true; // no "Connection: close" of ours in the head
    out.write(upgrade ? start(101, "UPGRADED") : start(200, "OK"));
    out.flush();
    return new HijackedStream(in, out, transport);
  }

  /**
   * Has an action run once, on another thread, if the client goes away while the request is being
   * handled. Not for hijacked connections: there the end of the input tells it.
   */
  public void whenGone(Runnable action) {
    watch.whenGone(action);
  }

  /**
   * Gives up a response that cannot be completed: the client sees the connection break, not a
   * well-formed end.
   */
  public void abort() throws IOException {
    keepAlive = false;
    chunked = null;
    transport.close();
  }

  /**
   * Ends the response after the handler has returned.
   *
   * @return whether the connection can serve another request
   */
  boolean finish() throws IOException {
    watch.stop();
    if (hijacked) {
      return false;
    }
    if (!started) {
      send(200, new byte[0]);
    }
    if (chunked != null) {
      chunked.finish();
    }
    boolean drained = body.drain(expectsContinue());
    if (!drained) {
      linger();
    }
    return keepAlive && drained;
  }

  /**
   * Closing with unread bytes resets the connection, and the client might lose the answer: let it
   * read that first.
   */
  private void linger() throws IOException {
    transport.closeWrite();
    try {
      Thread.sleep(500);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private byte[] start(int status, String reason) {
    if (started) {
      throw new IllegalStateException("the response has started");
    }
    started = true;
    if (!keepAlive) {
      headers.set("Connection", "close");
    } else if (head.http10() && !hijacked) {
      headers.set("Connection", "keep-alive");
    }
    StringBuilder text = new StringBuilder(256);
    text.append("HTTP/1.").append(head.http10() ? '0' : '1');
    text.append(' ').append(status).append(' ').append(reason).append("\r\n");
    headers.writeTo(text);
    return text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  private boolean expectsContinue() {
    return head.headers().hasToken("Expect", "100-continue");
  }

  private void sendContinue() {
    if (!started && !head.http10() && expectsContinue()) {
      try {
        out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot ask for the request's body", e);
      }
    }
  }
}
