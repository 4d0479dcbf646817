package dev.stevedore.lib.ttrpc.jvm;

import dev.stevedore.lib.ttrpc.Frame;
import dev.stevedore.lib.ttrpc.FrameDecoder;
import dev.stevedore.lib.ttrpc.Incoming;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Frames over a blocking socket: many threads may send, one receives. */
final class FrameChannel implements AutoCloseable {
  private final SocketChannel socket;
  private final FrameDecoder decoder = new FrameDecoder();

  /** Small: a daemon has one for each of its shims, and most messages are. */
  private final ByteBuffer received = ByteBuffer.allocate(1024);

  private final ReentrantLock sending = new ReentrantLock();

  FrameChannel(SocketChannel socket) {
    this.socket = socket;
  }

  /** Sends a whole frame; frames of other threads do not get between its bytes. */
  void send(Frame frame) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(frame.encode());
    sending.lock();
    try {
      while (bytes.hasRemaining()) {
        socket.write(bytes);
      }
    } finally {
      sending.unlock();
    }
  }

  /**
   * Waits for the next frame.
   *
   * @return null when the peer closed between two frames
   * @throws EOFException when it closed inside one
   */
  @Nullable Incoming receive() throws IOException {
    Incoming next = decoder.next();
    while (next == null) {
      int count = socket.read(received.clear());
      if (count < 0) {
        if (decoder.isInsideFrame()) {
          throw new EOFException("ttrpc: connection closed inside a frame");
        }
        return null;
      }
      decoder.feed(received.array(), 0, count);
      next = decoder.next();
    }
    return next;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
