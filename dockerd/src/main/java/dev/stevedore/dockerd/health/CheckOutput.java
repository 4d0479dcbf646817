package dev.stevedore.dockerd.health;

import dev.stevedore.dockerd.container.io.OutputClient;
import dev.stevedore.lib.daemon.GoDuration;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The beginning of what a check wrote. */
final class CheckOutput {
  private static final int MAX_BYTES = 4096;

  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private boolean cut;

  /** Takes what a process writes, up to its end; what is too much is read and dropped. */
  void read(OutputClient client) {
    try {
      for (OutputClient.Chunk chunk; (chunk = client.take()) != null; ) {
        add(chunk.bytes());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  synchronized void add(byte[] bytes) {
    int room = MAX_BYTES - kept.size();
    kept.write(bytes, 0, Math.min(room, bytes.length));
    cut |= bytes.length > room;
  }

  /** The text, with dots if there was more. */
  synchronized String text() {
    return kept.toString(StandardCharsets.UTF_8) + (cut ? "..." : "");
  }

  /** The same, of a check that took too long. */
  String ofTimeout(Duration limit) {
    String text = text();
    return "Health check exceeded timeout (%s)%s"
        .formatted(GoDuration.format(limit), text.isEmpty() ? "" : ": " + text);
  }
}
