package dev.stevedore.dockerd.logs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log drivers {@code json-file} and {@code local}: lines of JSON in files that are rotated.
 *
 * <p>Writers hold the lock for one write(2); readers hold it only to learn how far they may read.
 */
public final class JsonFileLog implements ContainerLog {
  private static final Logger LOG = LoggerFactory.getLogger(JsonFileLog.class);

  private final Path file;
  private final LogSettings settings;
  private final Supplier<Map<String, String>> attributes;
  private final RotatedFiles files;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Guarded by lock.
  private @Nullable FileChannel channel;
  private long written;
  private long generation;
  private boolean open;
  private boolean failed;
  private Map<String, String> noted = Map.of();

  /**
   * A log in {@code file} and its rotated siblings; nothing is created before the first entry.
   *
   * @param settings size and number of files
   * @param attributes what is noted beside each line from a start on
   */
  public JsonFileLog(Path file, LogSettings settings, Supplier<Map<String, String>> attributes) {
    this.file = file;
    this.settings = settings;
    this.attributes = attributes;
    this.files = new RotatedFiles(file, settings.maxFiles(), settings.compress());
  }

  @Override
  public void append(LogEntry entry) {
    lock.lock();
    try {
      byte[] line = JsonLine.encode(entry, noted);
      FileChannel out = channel();
      if (settings.maxBytes() > 0 && written > 0 && written + line.length > settings.maxBytes()) {
        rotate();
        out = channel();
      }
      ByteBuffer buffer = ByteBuffer.wrap(line);
      while (buffer.hasRemaining()) {
        written += out.write(buffer);
      }
      failed = false;
      changed.signalAll();
    } catch (IOException e) {
      if (!failed) { // once, not for every line of a container on a full disk
        LOG.error("log {}: cannot write, output is lost: {}", file, e.toString());
        failed = true;
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void opened() {
    Map<String, String> now = attributes.get();
    lock.lock();
    try {
      noted = now;
      open = true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void closed() {
    lock.lock();
    try {
      open = false;
      if (channel != null) {
        channel.close();
        channel = null;
      }
    } catch (IOException e) {
      LOG.warn("log {}: close: {}", file, e.toString());
    } finally {
      changed.signalAll();
      lock.unlock();
    }
  }

  @Override
  public void read(LogQuery query, Sink sink) throws IOException {
    new JsonFileReader(this, query, sink).run();
  }

  /** How far a reader may go. */
  record Position(long generation, long end, boolean open) {}

  Position position() {
    lock.lock();
    try {
      return new Position(generation, Files.exists(file) ? Files.size(file) : 0, open);
    } catch (IOException e) {
      return new Position(generation, 0, open);
    } finally {
      lock.unlock();
    }
  }

  /** The log's files at one moment, oldest first. */
  record OpenFiles(long generation, List<FileChannel> channels) {}

  /** Waits until the log differs from {@code seen}, at most for {@code millis}. */
  Position await(Position seen, long millis) throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(millis);
      while (left > 0 && open && generation == seen.generation && written <= seen.end) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
    return position();
  }

  /**
   * The files there are, oldest first; each is opened while no rotation can happen, so the list is
   * one moment's.
   */
  OpenFiles openAll() throws IOException {
    lock.lock();
    try {
      List<FileChannel> channels = new ArrayList<>();
      for (int i = settings.maxFiles() - 1; i >= 0; i--) {
        files.open(i).ifPresent(channels::add);
      }
      return new OpenFiles(generation, channels);
    } finally {
      lock.unlock();
    }
  }

  private FileChannel channel() throws IOException {
    FileChannel current = channel;
    if (current == null) {
      current = files.openToAppend();
      written = current.size();
      channel = current;
    }
    return current;
  }

  private void rotate() throws IOException {
    if (channel != null) {
      channel.close();
      channel = null;
    }
    files.rotate();
    generation++;
    written = 0;
  }
}
