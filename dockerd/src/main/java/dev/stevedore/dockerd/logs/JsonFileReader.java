package dev.stevedore.dockerd.logs;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One reading of a {@link JsonFileLog}, from its oldest wanted entry to its end, and further. */
final class JsonFileReader {
  private static final int CHUNK = 64 * 1024;

  /** How often a quiet follower looks whether its client has gone, in milliseconds. */
  private static final long LOOK_MILLIS = 5_000;

  private final JsonFileLog log;
  private final LogQuery query;
  private final ContainerLog.Sink sink;
  private boolean pastUntil;

  JsonFileReader(JsonFileLog log, LogQuery query, ContainerLog.Sink sink) {
    this.log = log;
    this.query = query;
    this.sink = sink;
  }

  void run() throws IOException {
    JsonFileLog.OpenFiles opened = log.openAll();
    List<FileChannel> files = opened.channels();
    try {
      ArrayDeque<LogEntry> tail = new ArrayDeque<>();
      Lines last = new Lines(null);
      for (FileChannel channel : files) {
        last = new Lines(channel);
        last.pass(entry -> oldEntry(entry, tail));
      }
      while (!tail.isEmpty()) {
        sink.accept(tail.removeFirst());
      }
      if (query.follow()) {
        follow(opened.generation(), last);
      }
    } finally {
      for (FileChannel channel : files) {
        channel.close();
      }
    }
  }

  private void oldEntry(LogEntry entry, ArrayDeque<LogEntry> tail) throws IOException {
    if (!query.accepts(entry)) {
      return;
    }
    if (query.tail() < 0) {
      sink.accept(entry);
      return;
    }
    tail.addLast(entry);
    if (tail.size() > query.tail()) {
      tail.removeFirst();
    }
  }

  private void follow(long start, Lines first) throws IOException {
    Lines lines = first;
    long generation = start;
    try {
      while (true) {
        JsonFileLog.Position now = log.position();
        lines.pass(this::newEntry);
        if (now.generation() != generation || lines.channel == null) {
          // The rest of the rotated file has been read through its open channel.
          JsonFileLog.OpenFiles opened = log.openAll();
          Lines next = newer(opened, generation, lines.channel == null);
          if (lines != first) {
            lines.close();
          }
          lines = next;
          generation = opened.generation();
        }
        if (!now.open() || pastUntil || sink.gone()) {
          return;
        }
        sink.idle();
        Instant until = query.until();
        long millis =
            until == null
                ? LOOK_MILLIS
                : Math.min(LOOK_MILLIS, Duration.between(Instant.now(), until).toMillis() + 1);
        if (millis <= 0) {
          return;
        }
        log.await(new JsonFileLog.Position(generation, lines.offset, true), millis);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while following a log");
    } finally {
      lines.close();
    }
  }

  /** Passes on the files that were begun after a generation; the last one is gone on with. */
  private Lines newer(JsonFileLog.OpenFiles opened, long generation, boolean first)
      throws IOException {
    List<FileChannel> files = opened.channels();
    Lines last = new Lines(null);
    for (int i = 0; i < files.size(); i++) {
      long itsGeneration = opened.generation() - (files.size() - 1 - i);
      last.close();
      last = new Lines(files.get(i));
      if (itsGeneration > generation || first) {
        last.pass(this::newEntry);
      }
    }
    return last;
  }

  private void newEntry(LogEntry entry) throws IOException {
    Instant until = query.until();
    if (until != null && entry.time().isAfter(until)) {
      pastUntil = true;
    } else if (query.accepts(entry)) {
      sink.accept(entry);
    }
  }

  /** The whole lines of one file, from an offset on. */
  private static final class Lines {
    private final @Nullable FileChannel channel;
    private byte[] buffer = new byte[CHUNK];
    private int filled;
    private long offset;

    Lines(@Nullable FileChannel channel) {
      this.channel = channel;
    }

    void pass(ContainerLog.Sink sink) throws IOException {
      if (channel == null) {
        return;
      }
      while (true) {
        if (filled == buffer.length) {
          buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int n = channel.read(ByteBuffer.wrap(buffer, filled, buffer.length - filled), offset);
        if (n <= 0) {
          return;
        }
        offset += n;
        filled += n;
        passWhole(sink);
      }
    }

    private void passWhole(ContainerLog.Sink sink) throws IOException {
      int from = 0;
      for (int i = 0; i < filled; i++) {
        if (buffer[i] == '\n') {
          LogEntry entry = JsonLine.decode(buffer, from, i - from);
          if (entry != null) {
            sink.accept(entry);
          }
          from = i + 1;
        }
      }
      System.arraycopy(buffer, from, buffer, 0, filled - from);
      filled -= from;
    }

    void close() throws IOException {
      if (channel != null) {
        channel.close();
      }
    }
  }
}
