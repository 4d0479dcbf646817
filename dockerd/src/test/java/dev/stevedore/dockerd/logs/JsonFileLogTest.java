package dev.stevedore.dockerd.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonFileLogTest {
  private static final Instant START = Instant.parse("2026-01-02T03:04:05.123456789Z");

  @TempDir Path directory;

  private JsonFileLog log(long maxBytes, int maxFiles) {
    return log(maxBytes, maxFiles, false, Map.of());
  }

  private JsonFileLog log(
      long maxBytes, int maxFiles, boolean compress, Map<String, String> attributes) {
    return new JsonFileLog(
        directory.resolve("x-json.log"),
        new LogSettings(LogSettings.Driver.JSON_FILE, maxBytes, maxFiles, compress, 0),
        () -> attributes);
  }

  private static LogEntry entry(int number, LogStream stream, String text) {
    return new LogEntry(START.plusSeconds(number), stream, text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> read(ContainerLog log, LogQuery query) throws IOException {
    List<String> lines = new ArrayList<>();
    log.read(query, e -> lines.add(new String(e.line(), StandardCharsets.UTF_8).strip()));
    return lines;
  }

  private static LogQuery all(int tail) {
    return new LogQuery(true, true, tail, false, null, null);
  }

  @Test
  void aLineIsWrittenAsDockerWritesIt() throws IOException {
    JsonFileLog log = log(0, 1);
    log.append(entry(0, LogStream.STDOUT, "a \"b\" <c>\n"));
    assertThat(Files.readString(directory.resolve("x-json.log")))
        .isEqualTo(
            "{\"log\":\"a \\\"b\\\" \\u003cc\\u003e\\n\",\"stream\":\"stdout\",\"time\":\"2026-01-02T03:04:05.123456789Z\"}\n");
    assertThat(read(log, all(-1))).containsExactly("a \"b\" <c>");
  }

  @Test
  void tailStreamsAndTimesSelectLines() throws IOException {
    JsonFileLog log = log(0, 1);
    for (int i = 0; i < 10; i++) {
      log.append(entry(i, i % 2 == 0 ? LogStream.STDOUT : LogStream.STDERR, i + "\n"));
    }
    assertThat(read(log, all(3))).containsExactly("7", "8", "9");
    assertThat(read(log, all(0))).isEmpty();
    assertThat(read(log, new LogQuery(false, true, -1, false, null, null)))
        .containsExactly("1", "3", "5", "7", "9");
    assertThat(
            read(
                log,
                new LogQuery(true, true, -1, false, START.plusSeconds(2), START.plusSeconds(4))))
        .containsExactly("2", "3", "4");
  }

  @Test
  void aFullFileIsRotatedAndAllKeptFilesAreRead() throws IOException {
    JsonFileLog log = log(1000, 3);
    for (int i = 0; i < 100; i++) {
      log.append(entry(i, LogStream.STDOUT, "line " + i + "\n"));
    }
    assertThat(directory.resolve("x-json.log.2")).exists();
    assertThat(directory.resolve("x-json.log.3")).doesNotExist();
    assertThat(Files.size(directory.resolve("x-json.log.1"))).isLessThanOrEqualTo(1000);
    assertThat(read(log, all(15))).hasSize(15).endsWith("line 98", "line 99");
  }

  @Test
  void aFollowerSeesWhatIsWrittenLaterAndEndsWithTheContainer() throws Exception {
    JsonFileLog log = log(300, 20);
    log.opened();
    log.append(entry(0, LogStream.STDOUT, "first\n"));
    List<String> seen = new CopyOnWriteArrayList<>();
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                log.read(
                    new LogQuery(true, true, -1, true, null, null),
                    e -> seen.add(new String(e.line(), StandardCharsets.UTF_8).strip()));
                done.complete(null);
              } catch (IOException e) {
                done.completeExceptionally(e);
              }
            });
    for (int i = 1; i < 20; i++) {
      log.append(entry(i, LogStream.STDOUT, "more " + i + "\n"));
      Thread.sleep(5);
    }
    assertThat(done).isNotDone();
    log.closed();
    done.get(10, TimeUnit.SECONDS);
    assertThat(seen).startsWith("first", "more 1").endsWith("more 19").hasSize(20);
  }

  @Test
  void aBrokenLineIsLeftOut() throws IOException {
    JsonFileLog log = log(0, 1);
    log.append(entry(0, LogStream.STDOUT, "one\n"));
    Files.writeString(
        directory.resolve("x-json.log"), "{\"log\":\"cut o\n", StandardOpenOption.APPEND);
    log.append(entry(1, LogStream.STDOUT, "two\n"));
    assertThat(read(log, all(-1))).containsExactly("one", "two");
  }

  @Test
  void whatIsNotedBesideALineIsReadAgain() throws IOException {
    JsonFileLog log = log(0, 1, false, Map.of("tag", "a \"b\""));
    log.opened();
    log.append(entry(0, LogStream.STDOUT, "x\n"));
    assertThat(Files.readString(directory.resolve("x-json.log")))
        .contains("\"stream\":\"stdout\",\"attrs\":{\"tag\":\"a \\\"b\\\"\"},\"time\":");
    List<Map<String, String>> noted = new ArrayList<>();
    log.read(all(-1), e -> noted.add(e.attributes()));
    assertThat(noted).containsExactly(Map.of("tag", "a \"b\""));
  }

  @Test
  void attributesAreChosenByNameAndPattern() {
    LogAttributes.Facts facts =
        new LogAttributes.Facts(
            "0123456789abcdef",
            "web",
            "sha256:1",
            "nginx",
            "nginx -g",
            "host",
            Map.of("a", "1", "b", "2"),
            List.of("FOO=x=y", "BAR=z", "NONE"));
    assertThat(
            LogAttributes.of(
                Map.of("labels", "a,c", "env-regex", "^F", "tag", "{{.Name}}/{{ .ID }}"), facts))
        .isEqualTo(Map.of("a", "1", "FOO", "x=y", "tag", "web/0123456789ab"));
  }

  @Test
  void rotatedFilesAreCompressedAndStillRead() throws IOException {
    JsonFileLog log = log(200, 3, true, Map.of());
    for (int i = 0; i < 8; i++) {
      log.append(entry(i, LogStream.STDOUT, i + "\n"));
    }
    // Each file has two lines; reading waits for nothing, whichever form a file has.
    assertThat(read(log, all(-1))).containsExactly("2", "3", "4", "5", "6", "7");
    assertThat(directory.resolve("x-json.log.2.gz")).exists();
    assertThat(read(log, all(1))).containsExactly("7");
  }

  @Test
  void whatASlowLogCannotTakeIsDropped() throws InterruptedException {
    CountDownLatch go = new CountDownLatch(1);
    List<String> written = Collections.synchronizedList(new ArrayList<>());
    ContainerLog slow =
        new ContainerLog() {
          @Override
          public void append(LogEntry entry) {
            try {
              go.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            written.add(new String(entry.line(), StandardCharsets.UTF_8));
          }

          @Override
          public void opened() {}

          @Override
          public void closed() {}

          @Override
          public void read(LogQuery query, Sink sink) {}
        };
    BufferedLog log = new BufferedLog(slow, 10);
    for (int i = 0; i < 100; i++) {
      log.append(entry(i, LogStream.STDOUT, "abcd"));
    }
    go.countDown();
    log.closed();
    assertThat(written).hasSizeBetween(2, 4);
  }

  @Test
  void longLinesAreSplitAndTheRestIsKept() {
    List<byte[]> parts = new ArrayList<>();
    LineSplitter splitter = new LineSplitter(parts::add);
    byte[] bytes = ("x".repeat(40_000) + "\nlast").getBytes(StandardCharsets.UTF_8);
    splitter.write(bytes, 0, bytes.length);
    splitter.finish();
    assertThat(parts.stream().map(p -> p.length))
        .containsExactly(16384, 16384, 40_001 - 2 * 16384, 4);
  }

  @Test
  void settingsAreReadAsDockerReadsThem() {
    assertThat(LogSettings.of("", Map.of("max-size", "10m", "max-file", "3")))
        .isEqualTo(new LogSettings(LogSettings.Driver.JSON_FILE, 10_000_000, 3, false, 0));
    assertThat(LogSettings.of("local", Map.of()))
        .isEqualTo(new LogSettings(LogSettings.Driver.LOCAL, 20_000_000, 5, true, 0));
    assertThat(LogSettings.of("", Map.of("mode", "non-blocking", "max-buffer-size", "2m")).buffer())
        .isEqualTo(2 << 20);
    assertThatThrownBy(() -> LogSettings.of("", Map.of("compress", "true")))
        .hasMessageStartingWith("compress cannot be true when max-file is less than 2");
    assertThatThrownBy(() -> LogSettings.of("", Map.of("tag", "{{.Foo}}")))
        .hasMessage("log opt 'tag' has no field .Foo");
    assertThatThrownBy(() -> LogSettings.of("json-file", Map.of("max-sice", "1m")))
        .hasMessage("unknown log opt 'max-sice' for json-file log driver");
    assertThatThrownBy(() -> LogSettings.of("syslog", Map.of())).hasMessageContaining("syslog");
  }
}
