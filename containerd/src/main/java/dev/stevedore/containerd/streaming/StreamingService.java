package dev.stevedore.containerd.streaming;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.server.RequestContext;
import dev.stevedore.containerd.server.Rpc;
import dev.stevedore.lib.containerdapi.streaming.StreamInit;
import dev.stevedore.lib.containerdapi.streaming.StreamingGrpc;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;

/**
 * The streaming service.
 *
 * <pre>
 *   client                               this
 *     StreamInit(id)              ─▶
 *                                 ◀─     Empty: the id can be used in other calls
 *     what that call is about     ◀─▶
 *                                 ◀─     the end, when that call is done with it
 * </pre>
 */
public final class StreamingService extends StreamingGrpc.StreamingImplBase {
  private final Streams streams;

  /** Opens streams among these. */
  public StreamingService(Streams streams) {
    this.streams = streams;
  }

  @Override
  public StreamObserver<Any> stream(StreamObserver<Any> observer) {
    return new Incoming((ServerCallStreamObserver<Any>) observer);
  }

  private final class Incoming implements StreamObserver<Any> {
    private final ServerCallStreamObserver<Any> call;
    private @Nullable ClientStream stream;
    private boolean refused;

    Incoming(ServerCallStreamObserver<Any> call) {
      this.call = call;
      call.setOnCancelHandler(() -> note(false, true));
      call.setOnReadyHandler(() -> note(false, false));
    }

    private void note(boolean isEnd, boolean isBreak) {
      ClientStream known = stream;
      if (known != null) {
        known.noted(isEnd, isBreak);
        if (isBreak) {
          known.close();
        }
      }
    }

    @Override
    public void onNext(Any message) {
      ClientStream known = stream;
      if (known != null) {
        known.received(message);
      } else if (!refused) {
        begin(message);
      }
    }

    private void begin(Any first) {
      try {
        Streams.Key key =
            new Streams.Key(
                RequestContext.namespace(), StreamInit.parseFrom(first.getValue()).getId());
        ClientStream made = new ClientStream(call, () -> end(key));
        streams.register(key, made);
        stream = made;
        made.begin();
      } catch (Failure e) {
        refused = true;
        Rpc.fail(call, e);
      } catch (InvalidProtocolBufferException e) {
        refused = true;
        Rpc.fail(call, Failure.invalidArgument("a stream begins with a StreamInit"));
      }
    }

    private void end(Streams.Key key) {
      ClientStream known = stream;
      if (known != null) {
        streams.forget(key, known);
      }
    }

    @Override
    public void onError(Throwable problem) {
      note(false, true);
    }

    @Override
    public void onCompleted() {
      if (stream == null && !refused) {
        Rpc.fail(call, Failure.invalidArgument("a stream begins with a StreamInit"));
      }
      note(true, false);
    }
  }
}
