package dev.stevedore.containerd.diff;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Reads a stream on a thread of its own, a few buffers ahead, so that decompressing a layer,
 * hashing it and writing its files go on at the same time. The thread is one of the kernel's: it
 * computes, and the few that carry virtual threads have calls to answer.
 *
 * <pre>
 *   in ─▶ thread ──full buffers──▶ reader
 *            ▲                        │
 *            └──── empty buffers ─────┘
 * </pre>
 */
final class ReadAhead extends InputStream {
  private static final int BUFFERS = 4;
  private static final int SIZE = 256 * 1024;

  private final InputStream in;
  private final BlockingQueue<Piece> full = new ArrayBlockingQueue<>(BUFFERS + 1);
  private final BlockingQueue<ByteBuffer> empty = new ArrayBlockingQueue<>(BUFFERS);
  private final Thread thread;
  private Piece current = new Piece.Bytes(ByteBuffer.allocate(0));

  /** What the thread hands over; after the end or a failure comes nothing. */
  private sealed interface Piece {
    record Bytes(ByteBuffer buffer) implements Piece {}

    record End() implements Piece {}

    record Failed(IOException why) implements Piece {}
  }

  /** Begins to read from a stream, which is then this one's to close. */
  ReadAhead(InputStream in) {
    this.in = in;
    this.thread = Thread.ofPlatform().daemon().name("read-ahead").start(this::readAll);
  }

  private void readAll() {
    try {
      full.put(readToEnd());
    } catch (InterruptedException e) {
      // Closed: nobody waits for more.
      Thread.currentThread().interrupt();
    }
  }

  private Piece readToEnd() throws InterruptedException {
    try {
      for (int made = 0; ; made++) {
        ByteBuffer buffer = made < BUFFERS ? ByteBuffer.allocate(SIZE) : empty.take();
        int length = in.readNBytes(buffer.array(), 0, SIZE);
        if (length == 0) {
          return new Piece.End();
        }
        full.put(new Piece.Bytes(buffer.clear().limit(length)));
      }
    } catch (IOException e) {
      return new Piece.Failed(e);
    } catch (RuntimeException | Error e) {
      return new Piece.Failed(new IOException("reading failed: " + e, e));
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (length == 0) {
      return 0;
    }
    while (current instanceof Piece.Bytes piece && !piece.buffer.hasRemaining()) {
      next(piece.buffer);
    }
    return switch (current) {
      case Piece.Bytes piece -> {
        int count = Math.min(length, piece.buffer.remaining());
        piece.buffer.get(into, offset, count);
        yield count;
      }
      case Piece.End _ -> -1;
      case Piece.Failed failed -> throw new IOException(failed.why.getMessage(), failed.why);
    };
  }

  private void next(ByteBuffer used) throws IOException {
    if (used.capacity() > 0) {
      empty.add(used);
    }
    try {
      current = full.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  /** Reads to the end: what follows an archive's end belongs to its digest too. */
  void drain() throws IOException {
    while (current instanceof Piece.Bytes piece) {
      next(piece.buffer);
    }
    if (current instanceof Piece.Failed failed) {
      throw new IOException(failed.why.getMessage(), failed.why);
    }
  }

  @Override
  public void close() throws IOException {
    thread.interrupt();
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    in.close();
  }
}
