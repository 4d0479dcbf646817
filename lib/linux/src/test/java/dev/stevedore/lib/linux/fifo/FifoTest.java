package dev.stevedore.lib.linux.fifo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FifoTest {
  @TempDir Path directory;

  @Test
  void bytesPassAndTheEndIsSeenWhenTheWriterCloses() throws Exception {
    Path path = directory.resolve("out");
    Fifo.make(path, 0700);
    try (FifoPoller poller = new FifoPoller();
        Fifo reader = Fifo.openReader(path, poller)) {
      byte[] buffer = new byte[100];
      CompletableFuture<String> read = new CompletableFuture<>();
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  StringBuilder text = new StringBuilder();
                  for (int n; (n = reader.read(buffer)) > 0; ) {
                    text.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
                  }
                  read.complete(text.toString());
                } catch (Exception e) {
                  read.completeExceptionally(e);
                }
              });
      try (Fifo writer = Fifo.openWriter(path, poller)) {
        byte[] hello = "hello".getBytes(StandardCharsets.UTF_8);
        assertThat(writer.write(hello, 0, hello.length)).isTrue();
      }
      assertThat(read.get(10, TimeUnit.SECONDS)).isEqualTo("hello");
    }
  }

  @Test
  void aWriterWaitsForRoomAndIsWokenByClose() throws Exception {
    Path path = directory.resolve("in");
    Fifo.make(path, 0700);
    try (FifoPoller poller = new FifoPoller()) {
      Fifo writer = Fifo.openWriter(path, poller);
      CompletableFuture<Boolean> written = new CompletableFuture<>();
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  written.complete(writer.write(new byte[1 << 20], 0, 1 << 20));
                } catch (Exception e) {
                  written.completeExceptionally(e);
                }
              });
      Thread.sleep(50);
      assertThat(written).isNotDone();
      writer.close();
      assertThat(written.get(10, TimeUnit.SECONDS)).isFalse();
    }
  }
}
