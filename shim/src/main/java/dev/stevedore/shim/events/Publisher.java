package dev.stevedore.shim.events;

import dev.stevedore.lib.posix.Clock;
import dev.stevedore.lib.posix.Epoll;
import dev.stevedore.lib.posix.EventLoop;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Sockets;
import dev.stevedore.lib.ttrpc.Frame;
import dev.stevedore.lib.ttrpc.FrameDecoder;
import dev.stevedore.lib.ttrpc.Incoming;
import dev.stevedore.lib.ttrpc.Request;
import dev.stevedore.lib.ttrpc.Response;
import dev.stevedore.lib.ttrpc.events.EventsService;
import dev.stevedore.lib.ttrpc.events.ForwardRequest;
import dev.stevedore.lib.ttrpc.events.TaskEvent;
import dev.stevedore.lib.ttrpc.wire.Timestamp;
import dev.stevedore.shim.ShimLog;
import dev.stevedore.shim.rpc.OutputBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Forwards events to containerd's ttrpc socket.
 *
 * <pre>
 *   publish ─▶ queue ─▶ Forward ──▶ containerd
 *                ▲                     │ answer: the event leaves the queue, the next one goes
 *                └── connection lost, no answer for 5 s: connect again, send the same again
 * </pre>
 *
 * <p>One event is on its way at a time, which keeps them in order.
 */
public final class Publisher {
  private static final int CAPACITY = 1024;
  private static final long ANSWER_LIMIT_MILLIS = 5_000;

  private final EventLoop loop;
  private final ShimLog log;
  private final String address;
  private final String namespace;
  private final EventQueue queue = new EventQueue(CAPACITY);
  private final Backoff backoff = new Backoff();
  private final OutputBuffer output = new OutputBuffer();
  private FrameDecoder decoder = new FrameDecoder();
  private @Nullable Fd socket;
  private byte @Nullable [] sent;
  private EventLoop.@Nullable Timer limit;
  private boolean waiting;
  private int nextStream = 1;

  /**
   * Connects with the first event.
   *
   * @param address path of containerd's ttrpc socket; empty to publish nothing
   */
  public Publisher(EventLoop loop, ShimLog log, String address, String namespace) {
    this.loop = loop;
    this.log = log;
    this.address = address;
    this.namespace = namespace;
  }

  /** Whether everything published has been taken by containerd. */
  public boolean isEmpty() {
    return queue.isEmpty() && sent == null;
  }

  /** Sends the event, after those before it. */
  public void publish(TaskEvent event) {
    if (address.isEmpty()) {
      return;
    }
    long nanos = Clock.realtimeNanos();
    Timestamp now = new Timestamp(nanos / 1_000_000_000L, (int) (nanos % 1_000_000_000L));
    queue.add(new ForwardRequest(event.inEnvelope(now, namespace)).encode());
    sendNext();
  }

  /** Sends now what waits to be sent again. */
  public void hurry() {
    waiting = false;
    sendNext();
  }

  private void sendNext() {
    if (sent != null || waiting) {
      return;
    }
    byte[] event = queue.poll();
    if (event == null) {
      return;
    }
    sent = event;
    try {
      Fd connected = connected();
      Request request = new Request(EventsService.NAME, EventsService.FORWARD, event, 0);
      output.add(Frame.request(nextStream, request).encode());
      nextStream += 2;
      limit = loop.after(ANSWER_LIMIT_MILLIS, () -> retry("no answer"));
      flush(connected);
    } catch (PosixException e) {
      retry(String.valueOf(e.getMessage()));
    }
  }

  private Fd connected() {
    Fd present = socket;
    if (present != null) {
      return present;
    }
    Fd made = Sockets.connectNonBlocking(address);
    loop.add(made, Epoll.IN, events -> ready(made, events));
    socket = made;
    decoder = new FrameDecoder();
    nextStream = 1;
    return made;
  }

  private void ready(Fd connected, int events) {
    try {
      if ((events & Epoll.OUT) != 0) {
        flush(connected);
      }
      if ((events & ~Epoll.OUT) != 0) {
        receive(connected);
      }
    } catch (PosixException e) {
      retry(String.valueOf(e.getMessage()));
    }
  }

  private void flush(Fd connected) {
    loop.modify(connected, output.flush(connected) ? Epoll.IN : Epoll.IN | Epoll.OUT);
  }

  private void receive(Fd connected) {
    byte[] chunk = new byte[512];
    int count = connected.read(chunk, 0, chunk.length);
    if (count == 0) {
      retry("closed by containerd");
      return;
    }
    if (count == Fd.WOULD_BLOCK) {
      return;
    }
    decoder.feed(chunk, 0, count);
    for (Incoming in = decoder.next(); in != null; in = decoder.next()) {
      if (in instanceof Frame frame && frame.type() == Frame.RESPONSE) {
        answered(Response.decode(frame.data()));
      }
    }
  }

  private void answered(Response response) {
    if (sent == null) {
      return;
    }
    if (!response.status().isOk()) {
      // it was understood and refused: sending it again would not help
      log.warn("event refused: " + response.status().message());
    }
    stopLimit();
    sent = null;
    backoff.reset();
    sendNext();
  }

  /** Drops the connection; sends again after a while if there is something to send. */
  private void retry(String why) {
    log.debug("events: " + why);
    stopLimit();
    byte[] unsent = sent;
    if (unsent != null) {
      queue.putBack(unsent);
      sent = null;
    }
    output.clear();
    if (socket != null) {
      loop.remove(socket);
      socket.close();
      socket = null;
    }
    if (!queue.isEmpty() && !waiting) {
      waiting = true;
      loop.after(
          backoff.nextMillis(),
          () -> {
            waiting = false;
            sendNext();
          });
    }
  }

  private void stopLimit() {
    if (limit != null) {
      limit.cancel();
      limit = null;
    }
  }
}
