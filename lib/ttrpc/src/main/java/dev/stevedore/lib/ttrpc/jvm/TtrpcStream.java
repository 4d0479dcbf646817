package dev.stevedore.lib.ttrpc.jvm;

import dev.stevedore.lib.ttrpc.Code;
import dev.stevedore.lib.ttrpc.Frame;
import dev.stevedore.lib.ttrpc.Response;
import dev.stevedore.lib.ttrpc.Status;
import dev.stevedore.lib.ttrpc.TtrpcException;
import dev.stevedore.lib.ttrpc.wire.WireException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A stream, seen from either side: messages go both ways until both sides have nothing more to say.
 * One thread may send while another receives.
 */
public final class TtrpcStream implements Receiver, AutoCloseable {
  private final FrameChannel channel;
  private final int id;
  private final Runnable forget;
  private final StreamQueue queue = new StreamQueue();
  private final AtomicBoolean saidAll;

  /**
   * A stream that is open.
   *
   * @param saysNothing whether this side has said with the request that it sends no messages
   * @param forget told when this side closes it: what still arrives is of no interest
   */
  TtrpcStream(FrameChannel channel, int id, boolean saysNothing, Runnable forget) {
    this.channel = channel;
    this.id = id;
    this.saidAll = new AtomicBoolean(saysNothing);
    this.forget = forget;
  }

  int id() {
    return id;
  }

  /**
   * Sends a message.
   *
   * @throws TtrpcException when it is larger than {@link Frame#MAX_DATA}; the stream stays usable
   */
  public void send(byte[] message) throws IOException {
    if (saidAll.get()) {
      throw new IllegalStateException("ttrpc: this side has said that it sends no more");
    }
    send(Frame.data(id, message));
  }

  /** Says that this side sends no more. */
  public void endSending() throws IOException {
    if (saidAll.compareAndSet(false, true)) {
      send(Frame.end(id));
    }
  }

  private void send(Frame frame) throws IOException {
    try {
      channel.send(frame);
    } catch (IOException e) {
      throw new TtrpcClosedException(e);
    }
  }

  /**
   * Waits for the next message; empty when the other side sends no more.
   *
   * @throws TtrpcException when the other side says that the stream has failed, or when so much was
   *     left unread that it did
   * @throws TtrpcClosedException when the connection is gone
   */
  public Optional<byte[]> receive() throws IOException {
    return queue.take();
  }

  /** Has no more interest in the stream; the protocol has no way to say so but the end. */
  @Override
  public void close() throws IOException {
    queue.finish();
    forget.run();
    try {
      endSending();
    } catch (TtrpcClosedException e) {
      // Then the other side knows.
    }
  }

  @Override
  public void take(Frame frame) {
    switch (frame.type()) {
      case Frame.RESPONSE -> end(frame);
      case Frame.DATA -> {
        if (!frame.has(Frame.NO_DATA) && !queue.add(frame.data())) {
          return;
        }
        if (frame.has(Frame.REMOTE_CLOSED)) {
          queue.finish();
        }
      }
      default ->
          fail(new Status(Code.INTERNAL, "ttrpc: unexpected message of type " + frame.type()));
    }
  }

  private void end(Frame frame) {
    try {
      Response response = Response.decode(frame.data());
      if (!response.status().isOk()) {
        fail(response.status());
      } else if (queue.add(response.payload())) {
        queue.finish();
      }
    } catch (WireException e) {
      fail(new Status(Code.INTERNAL, "ttrpc: response: " + e.getMessage()));
    }
  }

  @Override
  public void fail(Status status) {
    queue.fail(status);
  }

  @Override
  public void disconnected(IOException reason) {
    queue.disconnected(reason);
  }
}
