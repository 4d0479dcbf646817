package dev.stevedore.dockerd.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * A request's body: ends where the request ends, not where the connection does.
 *
 * <pre>
 *   Content-Length: 5     hello
 *   Transfer-Encoding: chunked
 *                         5;ext CRLF hello CRLF 0 CRLF trailers CRLF
 * </pre>
 */
abstract sealed class RequestBody extends InputStream {
  /**
   * What a client of the API may send that is left unread before the connection is given up instead
   * of drained.
   */
  private static final int MAX_DRAIN = 256 << 10;

  private static final int MAX_CHUNK_LINE = 4096;

  /**
   * Called before the first byte is read: sends {@code 100 Continue} if the client waits for it.
   */
  private final Runnable beforeRead;

  private boolean touched;

  private RequestBody(Runnable beforeRead) {
    this.beforeRead = beforeRead;
  }

  /**
   * Returns the body that the head announces.
   *
   * @throws MalformedRequestException if its length is not certain; guessing would let requests be
   *     smuggled
   */
  static RequestBody of(RequestHead head, ConnectionInput in, Runnable beforeRead)
      throws MalformedRequestException {
    List<String> encodings = head.headers().all("Transfer-Encoding");
    List<String> lengths = head.headers().all("Content-Length").stream().distinct().toList();
    if (!encodings.isEmpty()) {
      if (!lengths.isEmpty()) {
        throw new MalformedRequestException(400, "both Transfer-Encoding and Content-Length");
      }
      if (encodings.size() != 1 || !encodings.getFirst().equalsIgnoreCase("chunked")) {
        throw new MalformedRequestException(501, "unsupported transfer encoding");
      }
      return new Chunked(in, beforeRead);
    }
    if (lengths.isEmpty()) {
      return new Sized(in, 0, beforeRead);
    }
    if (lengths.size() > 1 || !lengths.getFirst().matches("[0-9]{1,18}")) {
      throw new MalformedRequestException(400, "bad Content-Length");
    }
    return new Sized(in, Long.parseLong(lengths.getFirst()), beforeRead);
  }

  /** Returns whether the head announced no body at all. */
  abstract boolean announcedEmpty();

  /** Returns whether all of it has been read. */
  abstract boolean ended();

  /** Reads into the array, at least one byte; -1 at the end. */
  abstract int readSome(byte[] into, int offset, int length) throws IOException;

  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public final int read(byte[] into, int offset, int length) throws IOException {
    if (ended()) {
      return -1;
    }
    if (!touched) {
      touched = true;
      beforeRead.run();
    }
    return length == 0 ? 0 : readSome(into, offset, length);
  }

  /**
   * Reads what the handler left.
   *
   * @return whether the end was reached, so that the next request can follow on this connection
   */
  final boolean drain(boolean clientWaits) throws IOException {
    if (!touched && clientWaits) {
      return ended();
    }
    byte[] sink = new byte[4096];
    int total = 0;
    while (!ended() && total < MAX_DRAIN) {
      int count = read(sink, 0, sink.length);
      if (count < 0) {
        return ended();
      }
      total += count;
    }
    return ended();
  }

  private static final class Sized extends RequestBody {
    private final ConnectionInput in;
    private final boolean empty;
    private long left;

    Sized(ConnectionInput in, long length, Runnable beforeRead) {
      super(beforeRead);
      this.in = in;
      this.left = length;
      this.empty = length == 0;
    }

    @Override
    boolean announcedEmpty() {
      return empty;
    }

    @Override
    boolean ended() {
      return left == 0;
    }

    @Override
    int readSome(byte[] into, int offset, int length) throws IOException {
      int count = in.read(into, offset, (int) Math.min(length, left));
      if (count < 0) {
        throw new IOException("unexpected EOF: the request's body is not complete");
      }
      left -= count;
      return count;
    }
  }

  private static final class Chunked extends RequestBody {
    private final ConnectionInput in;
    private long left;
    private boolean first = true;
    private boolean ended;

    Chunked(ConnectionInput in, Runnable beforeRead) {
      super(beforeRead);
      this.in = in;
    }

    @Override
    boolean announcedEmpty() {
      return false;
    }

    @Override
    boolean ended() {
      return ended;
    }

    @Override
    int readSome(byte[] into, int offset, int length) throws IOException {
      if (left == 0 && !nextChunk()) {
        return -1;
      }
      int count = in.read(into, offset, (int) Math.min(length, left));
      if (count < 0) {
        throw new IOException("unexpected EOF: the request's body is not complete");
      }
      left -= count;
      return count;
    }

    private boolean nextChunk() throws IOException {
      if (!first && !line().isEmpty()) {
        throw new MalformedRequestException(400, "malformed chunk");
      }
      first = false;
      String size = line().split(";", 2)[0].strip();
      if (!size.matches("[0-9a-fA-F]{1,15}")) {
        throw new MalformedRequestException(400, "malformed chunk size");
      }
      left = Long.parseLong(size, 16);
      if (left > 0) {
        return true;
      }
      // Trailers: none means anything to this API.
      while (!line().isEmpty()) {}
      ended = true;
      return false;
    }

    private String line() throws IOException {
      return in.readLine(MAX_CHUNK_LINE)
          .orElseThrow(() -> new IOException("unexpected EOF: the request's body is not complete"));
    }
  }
}
