package dev.stevedore.dockerd.image;

import dev.stevedore.dockerd.containerd.GrpcErrors;
import dev.stevedore.lib.containerdapi.content.ReadContentResponse;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.function.Supplier;

/** A blob, read from containerd as it is asked for. Closing it early ends the call. */
final class BlobStream extends InputStream {
  private final Context.CancellableContext context = Context.current().withCancellation();
  private final Iterator<ReadContentResponse> chunks;
  private ByteBuffer chunk = ByteBuffer.allocate(0);

  /** Reads what a call streams. */
  BlobStream(Supplier<Iterator<ReadContentResponse>> call) {
    Context before = context.attach();
    try {
      chunks = call.get();
    } finally {
      context.detach(before);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int from, int count) throws IOException {
    if (count == 0) {
      return 0;
    }
    try {
      while (!chunk.hasRemaining()) {
        if (!chunks.hasNext()) {
          return -1;
        }
        chunk = chunks.next().getData().asReadOnlyByteBuffer();
      }
    } catch (StatusRuntimeException e) {
      throw new IOException("reading a blob: " + GrpcErrors.text(e), e);
    }
    int part = Math.min(count, chunk.remaining());
    chunk.get(bytes, from, part);
    return part;
  }

  @Override
  public void close() {
    context.cancel(null);
  }
}
