package dev.stevedore.containerd.streaming;

import com.google.protobuf.ByteString;
import dev.stevedore.lib.containerdapi.transfer.Data;
import dev.stevedore.lib.containerdapi.transfer.WindowUpdate;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Optional;

/**
 * The bytes that a client sends over a stream.
 *
 * <pre>
 *   client                     this
 *                       ◀─     WindowUpdate(n): n bytes more may come
 *     Data              ─▶
 *     the end           ─▶
 * </pre>
 */
public final class ReceivedBytes extends InputStream {
  private static final int WINDOW = 64 * 1024;

  private final ClientStream stream;
  private ByteString unread = ByteString.EMPTY;
  private int window;
  private boolean ended;

  /** The bytes of a stream, which closing this closes. */
  public ReceivedBytes(ClientStream stream) {
    this.stream = stream;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int count) throws IOException {
    if (count == 0) {
      return 0;
    }
    while (unread.isEmpty() && !ended) {
      receive();
    }
    if (unread.isEmpty()) {
      return -1;
    }
    int part = Math.min(count, unread.size());
    unread.substring(0, part).copyTo(into, from);
    unread = unread.substring(part);
    return part;
  }

  private void receive() throws IOException {
    try {
      if (window < WINDOW) {
        stream.send(WindowUpdate.newBuilder().setUpdate(WINDOW).build());
        window += WINDOW;
      }
      Optional<Data> data = stream.receive(Data.parser(), Data.getDescriptor().getFullName());
      ended = data.isEmpty();
      unread = data.map(Data::getData).orElse(ByteString.EMPTY);
      window -= unread.size();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the transfer was given up");
    }
  }

  @Override
  public void close() {
    stream.close();
  }
}
