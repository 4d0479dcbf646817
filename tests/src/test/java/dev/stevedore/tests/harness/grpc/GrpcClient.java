package dev.stevedore.tests.harness.grpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;

/** One connection to a containerd, in namespace default; messages are bytes. */
public final class GrpcClient implements AutoCloseable {
  private final ManagedChannel connection;
  private final Channel channel;

  /** A client of the containerd at a socket. */
  public GrpcClient(Path socket) {
    connection =
        OkHttpChannelBuilder.forAddress("127.0.0.1", 1)
            .overrideAuthority("localhost")
            .usePlaintext()
            .socketFactory(new UnixSockets(socket))
            .build();
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("containerd-namespace", Metadata.ASCII_STRING_MARSHALLER), "default");
    channel =
        ClientInterceptors.intercept(
            connection, MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] message) {
      return new ByteArrayInputStream(message);
    }

    @Override
    public byte[] parse(InputStream message) {
      try {
        return message.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static MethodDescriptor<byte[], byte[]> method(String name, MethodType type) {
    return MethodDescriptor.newBuilder(new Bytes(), new Bytes())
        .setFullMethodName(name)
        .setType(type)
        .build();
  }

  /**
   * Calls a method that has one answer.
   *
   * @param method as in {@code containerd.services.version.v1.Version/Version}
   * @throws io.grpc.StatusRuntimeException if it fails
   */
  public byte[] call(String method, byte[] request) {
    return ClientCalls.blockingUnaryCall(
        channel, method(method, MethodType.UNARY), CallOptions.DEFAULT, request);
  }

  /** Calls a method that has many answers, which are taken from the server one by one. */
  public Iterator<byte[]> stream(String method, byte[] request) {
    return ClientCalls.blockingServerStreamingCall(
        channel, method(method, MethodType.SERVER_STREAMING), CallOptions.DEFAULT, request);
  }

  /** Begins a call that has many answers; none is taken unless the call is told to. */
  public ClientCall<byte[], byte[]> begin(
      String method, byte[] request, ClientCall.Listener<byte[]> listener) {
    ClientCall<byte[], byte[]> call =
        channel.newCall(method(method, MethodType.SERVER_STREAMING), CallOptions.DEFAULT);
    call.start(listener, new Metadata());
    call.sendMessage(request);
    call.halfClose();
    return call;
  }

  /** Opens a stream in both directions: gives where requests go. */
  public StreamObserver<byte[]> open(String method, StreamObserver<byte[]> answers) {
    return ClientCalls.asyncBidiStreamingCall(
        channel.newCall(method(method, MethodType.BIDI_STREAMING), CallOptions.DEFAULT), answers);
  }

  @Override
  public void close() {
    connection.shutdownNow();
  }
}
