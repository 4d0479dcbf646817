package dev.stevedore.containerd.streaming;

import com.google.protobuf.UnsafeByteOperations;
import dev.stevedore.lib.containerdapi.transfer.Data;
import dev.stevedore.lib.containerdapi.transfer.WindowUpdate;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Bytes for a client over a stream: {@link ReceivedBytes}, the other way round. */
public final class SentBytes extends OutputStream {
  private static final int LARGEST = 32 * 1024;

  private final ClientStream stream;
  private long window;

  /** Writes to a stream, which closing this closes. */
  public SentBytes(ClientStream stream) {
    this.stream = stream;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    try {
      for (int sent = 0; sent < count; ) {
        while (window <= 0) {
          window +=
              stream
                  .receive(WindowUpdate.parser(), WindowUpdate.getDescriptor().getFullName())
                  .orElseThrow(() -> new IOException("the client takes no more"))
                  .getUpdate();
        }
        int part = (int) Math.min(Math.min(LARGEST, window), count - sent);
        byte[] copy = Arrays.copyOfRange(bytes, from + sent, from + sent + part);
        stream.send(Data.newBuilder().setData(UnsafeByteOperations.unsafeWrap(copy)).build());
        sent += part;
        window -= part;
      }
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
