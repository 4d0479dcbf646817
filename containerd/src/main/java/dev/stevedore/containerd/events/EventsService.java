package dev.stevedore.containerd.events;

import com.google.protobuf.Empty;
import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.filters.Fields;
import dev.stevedore.containerd.filters.Filter;
import dev.stevedore.containerd.server.RequestContext;
import dev.stevedore.containerd.server.Rpc;
import dev.stevedore.lib.containerdapi.events.EventsGrpc;
import dev.stevedore.lib.containerdapi.events.ForwardRequest;
import dev.stevedore.lib.containerdapi.events.PublishRequest;
import dev.stevedore.lib.containerdapi.events.SubscribeRequest;
import dev.stevedore.lib.containerdapi.types.Envelope;
import io.grpc.stub.StreamObserver;
import java.util.function.Predicate;

/** The events service. */
public final class EventsService extends EventsGrpc.EventsImplBase {
  private final Events events;

  /** Serves these events. */
  public EventsService(Events events) {
    this.events = events;
  }

  @Override
  public void publish(PublishRequest request, StreamObserver<Empty> observer) {
    Rpc.answer(
        observer,
        () -> {
          String namespace = RequestContext.namespace();
          requireTopic(request.getTopic());
          events.publish(namespace, request.getTopic(), request.getEvent());
          return Empty.getDefaultInstance();
        });
  }

  @Override
  public void forward(ForwardRequest request, StreamObserver<Empty> observer) {
    Rpc.answer(
        observer,
        () -> {
          forward(request.getEnvelope());
          return Empty.getDefaultInstance();
        });
  }

  /** Forwards an event that came over ttrpc or gRPC, if it is complete. */
  void forward(Envelope envelope) {
    RequestContext.requireIdentifier(envelope.getNamespace());
    requireTopic(envelope.getTopic());
    if (!envelope.hasTimestamp()) {
      throw Failure.invalidArgument("timestamp must be set on forwarded event");
    }
    events.forward(envelope);
  }

  @Override
  public void subscribe(SubscribeRequest request, StreamObserver<Envelope> observer) {
    Predicate<Fields> filter;
    try {
      filter = Filter.any(request.getFiltersList());
    } catch (Failure e) {
      Rpc.fail(observer, e);
      return;
    }
    // Before the call's thread is given back: what happens from now on is heard.
    Subscription subscription = events.subscribe(filter);
    Rpc.stream(
        observer,
        answers -> {
          try (subscription) {
            while (!answers.isOver()) {
              answers.send(subscription.next());
            }
          }
        });
  }

  private static void requireTopic(String topic) {
    if (!topic.startsWith("/") || topic.length() < 2) {
      throw Failure.invalidArgument(
          "topic \"" + topic + "\" must start with '/' and name something");
    }
    for (String part : topic.substring(1).split("/", -1)) {
      RequestContext.requireIdentifier(part);
    }
  }
}
