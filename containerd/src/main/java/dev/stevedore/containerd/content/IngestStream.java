package dev.stevedore.containerd.content;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Bytes that go into an ingest. Closing it leaves the ingest as it is, for a commit. */
public final class IngestStream extends OutputStream {
  private final IngestWriter ingest;

  /** Appends to an ingest. */
  public IngestStream(IngestWriter ingest) {
    this.ingest = ingest;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    ingest.write(ByteBuffer.wrap(bytes, offset, length));
  }
}
