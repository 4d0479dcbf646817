package dev.stevedore.containerd.events;

import com.google.protobuf.Empty;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.lib.containerdapi.events.ForwardRequest;
import dev.stevedore.lib.ttrpc.Code;
import dev.stevedore.lib.ttrpc.Request;
import dev.stevedore.lib.ttrpc.TtrpcException;
import dev.stevedore.lib.ttrpc.events.EventsService;
import dev.stevedore.lib.ttrpc.jvm.TtrpcServer;

/** The ttrpc service to which shims send their events; the request is the gRPC one's. */
public final class ShimEvents implements TtrpcServer.Service {
  private final dev.stevedore.containerd.events.EventsService service;

  /** Hands the events to the gRPC service. */
  public ShimEvents(dev.stevedore.containerd.events.EventsService service) {
    this.service = service;
  }

  @Override
  public byte[] call(Request request) {
    if (!request.method().equals(EventsService.FORWARD)) {
      throw new TtrpcException(Code.UNIMPLEMENTED, "method " + request.method());
    }
    try {
      service.forward(ForwardRequest.parseFrom(request.payload()).getEnvelope());
      return Empty.getDefaultInstance().toByteArray();
    } catch (InvalidProtocolBufferException e) {
      throw new TtrpcException(Code.INVALID_ARGUMENT, String.valueOf(e.getMessage()));
    } catch (Failure e) {
      throw new TtrpcException(
          Code.of(e.kind().status().getCode().value()), String.valueOf(e.getMessage()));
    }
  }
}
