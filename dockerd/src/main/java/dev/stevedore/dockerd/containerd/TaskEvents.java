package dev.stevedore.dockerd.containerd;

import com.google.protobuf.Any;
import com.google.protobuf.Empty;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.stevedore.lib.containerdapi.events.NamespaceCreate;
import dev.stevedore.lib.containerdapi.events.PublishRequest;
import dev.stevedore.lib.containerdapi.events.SubscribeRequest;
import dev.stevedore.lib.containerdapi.events.TaskExit;
import dev.stevedore.lib.containerdapi.events.TaskOOM;
import dev.stevedore.lib.containerdapi.types.Envelope;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows containerd's task events, for as long as the daemon lives.
 *
 * <pre>
 * Subscribe ──▶ events …  ──▶ containerd dies ──▶ wait, Subscribe again ─────▶ resync ──▶ events …
 *                                                  Publish our own, until it comes ┘
 * </pre>
 *
 * What happened while nobody listened is found by the listener's resync, after the new subscription
 * has begun, so that nothing falls between.
 */
public final class TaskEvents implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TaskEvents.class);
  private static final Duration PAUSE = Duration.ofMillis(100);

  /** The topic of this daemon's own events, by which it sees that the subscription has begun. */
  private static final String MARK = "/stevedore/subscribed";

  private static final Duration NEXT_MARK = Duration.ofMillis(200);

  /** Told what happens to processes. */
  public interface Listener {
    /**
     * A process ended.
     *
     * @param process its id; that of the container for its first process
     */
    void exited(String container, String process, int pid, TaskService.Exit exit);

    /** The kernel killed something in a container for its memory. */
    void outOfMemory(String container);

    /** Events may have been missed: compare with containerd. */
    void resync();
  }

  private final ContainerdClient containerd;
  private final String namespace;
  private final Listener listener;
  private final Context.CancellableContext context = Context.current().withCancellation();
  private final Thread thread;
  private final Map<String, CountDownLatch> marks = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /** Starts to follow; the first subscription begins without a resync. */
  public TaskEvents(ContainerdClient containerd, String namespace, Listener listener) {
    this.containerd = containerd;
    this.namespace = namespace;
    this.listener = listener;
    this.thread = Thread.ofVirtual().name("task-events").start(context.wrap(this::run));
  }

  /**
   * Waits until nothing is missed any more: until an event of this daemon's own has come. gRPC may
   * have asked for the subscription long ago without containerd having begun with it.
   *
   * @throws StatusRuntimeException if containerd does not answer
   */
  public void awaitBegun() throws InterruptedException {
    String mark = UUID.randomUUID().toString();
    CountDownLatch seen = new CountDownLatch(1);
    marks.put(mark, seen);
    try {
      do {
        publish(mark);
      } while (!closed && !seen.await(NEXT_MARK.toMillis(), TimeUnit.MILLISECONDS));
    } finally {
      marks.remove(mark);
    }
  }

  private void publish(String mark) {
    try {
      Empty _ =
          containerd
              .events()
              .publish(
                  PublishRequest.newBuilder()
                      .setTopic(MARK)
                      // A type that every client of containerd can show.
                      .setEvent(Any.pack(NamespaceCreate.newBuilder().setName(mark).build()))
                      .build());
    } catch (StatusRuntimeException e) {
      if (!GrpcErrors.isUnavailable(e)) {
        throw e;
      }
      LOG.debug("publishing {}: {}", MARK, GrpcErrors.text(e));
    }
  }

  /**
   * From now on the listener compares also whenever the connection to containerd was made anew:
   * gRPC may have made the subscription again by itself, and what was asked for at the same time
   * may have happened before it began.
   */
  public void compareAfterReconnecting() {
    containerd.whenBack(this::compare);
  }

  private void compare() {
    try {
      awaitBegun();
      if (!closed) {
        listener.resync();
      }
    } catch (StatusRuntimeException e) {
      LOG.warn("cannot see whether events come: {}", GrpcErrors.text(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    boolean first = true;
    while (!closed) {
      try {
        Iterator<Envelope> events =
            containerd
                .events()
                .subscribe(
                    SubscribeRequest.newBuilder()
                        .addFilters("namespace==" + namespace + ",topic==\"/tasks/exit\"")
                        .addFilters("namespace==" + namespace + ",topic==\"/tasks/oom\"")
                        .addFilters("namespace==" + namespace + ",topic==\"" + MARK + "\"")
                        .build());
        if (!first) {
          containerd.version().version(Empty.getDefaultInstance());
          LOG.info("containerd is back");
          Thread.ofVirtual().name("resync").start(this::compare);
        }
        first = false;
        while (events.hasNext()) {
          handle(events.next());
        }
      } catch (StatusRuntimeException e) {
        if (!closed) {
          LOG.warn("events of containerd: {}", GrpcErrors.text(e));
        }
      }
      if (!closed) {
        pause();
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(PAUSE);
      containerd.hurry();
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  private void handle(Envelope envelope) {
    Any event = envelope.getEvent();
    try {
      switch (envelope.getTopic()) {
        case "/tasks/exit" -> {
          TaskExit exit = TaskExit.parseFrom(event.getValue());
          Instant at = TaskService.instant(exit.getExitedAt());
          listener.exited(
              exit.getContainerId(),
              exit.getId(),
              exit.getPid(),
              new TaskService.Exit(exit.getExitStatus(), at));
        }
        case "/tasks/oom" ->
            listener.outOfMemory(TaskOOM.parseFrom(event.getValue()).getContainerId());
        case MARK -> {
          CountDownLatch seen = marks.get(event.unpack(NamespaceCreate.class).getName());
          if (seen != null) {
            seen.countDown();
          }
        }
        default -> LOG.trace("event {}", envelope.getTopic());
      }
    } catch (InvalidProtocolBufferException e) {
      LOG.warn("event {} cannot be read: {}", envelope.getTopic(), e.toString());
    }
  }

  @Override
  public void close() {
    closed = true;
    context.cancel(null);
    thread.interrupt();
  }
}
