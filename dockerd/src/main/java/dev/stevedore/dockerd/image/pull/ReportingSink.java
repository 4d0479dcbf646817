package dev.stevedore.dockerd.image.pull;

import dev.stevedore.dockerd.image.Progress;
import dev.stevedore.lib.oci.image.Descriptor;
import dev.stevedore.lib.registry.ContentSink;
import java.io.IOException;

/** A sink that tells how full it is, but not at every drop. */
final class ReportingSink implements ContentSink {
  private static final long INTERVAL_NANOS = 100_000_000;

  private final ContentSink sink;
  private final Descriptor blob;
  private final String id;
  private final Progress progress;
  private long last = System.nanoTime() - INTERVAL_NANOS;

  ReportingSink(ContentSink sink, Descriptor blob, String id, Progress progress) {
    this.sink = sink;
    this.blob = blob;
    this.id = id;
    this.progress = progress;
  }

  @Override
  public long offset() {
    return sink.offset();
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    sink.write(bytes, from, count);
    long now = System.nanoTime();
    if (now - last >= INTERVAL_NANOS || sink.offset() == blob.size()) {
      last = now;
      progress.bytes(id, "Downloading", sink.offset(), blob.size());
    }
  }

  @Override
  public void restart() throws IOException {
    sink.restart();
  }
}
