package dev.stevedore.tests.harness.grpc;

import io.grpc.stub.StreamObserver;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A stream of containerd's streaming service, as a client has it. */
public final class ClientStream {
  private static final String METHOD = "containerd.services.streaming.v1.Streaming/Stream";
  private static final byte[] END = new byte[0];

  private final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
  private final StreamObserver<byte[]> requests;

  /** Opens a stream, and waits until its id can be used. */
  public ClientStream(GrpcClient client, String id) {
    requests =
        client.open(
            METHOD,
            new StreamObserver<>() {
              @Override
              public void onNext(byte[] message) {
                received.add(message);
              }

              @Override
              public void onError(Throwable problem) {
                received.add(END);
              }

              @Override
              public void onCompleted() {
                received.add(END);
              }
            });
    send("containerd.services.streaming.v1.StreamInit", new Proto().text(1, id).build());
    if (receive().isEmpty()) {
      throw new AssertionError("the stream was refused");
    }
  }

  /** Sends a message. */
  public void send(String type, byte[] message) {
    requests.onNext(Proto.any(type, message));
  }

  /** Ends our side. */
  public void end() {
    requests.onCompleted();
  }

  /** The fields of the next message; nothing at the end. */
  public Optional<Map<Integer, byte[]>> receive() {
    try {
      byte[] message = received.poll(20, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("nothing comes over the stream");
      }
      return message.length == 0
          ? Optional.empty()
          : Optional.of(fields(bytes(fields(message), 2)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Fields of a message that are texts, bytes or messages; the last of each number. */
  private static Map<Integer, byte[]> fields(byte[] message) {
    Map<Integer, byte[]> fields = new HashMap<>();
    ByteBuffer in = ByteBuffer.wrap(message);
    while (in.hasRemaining()) {
      long tag = varint(in);
      if ((tag & 7) == 2) {
        byte[] value = new byte[(int) varint(in)];
        in.get(value);
        fields.put((int) (tag >> 3), value);
      } else {
        long _ = varint(in);
      }
    }
    return fields;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    int shift = 0;
    byte next;
    do {
      next = in.get();
      value |= (next & 0x7FL) << shift;
      shift += 7;
    } while (next < 0);
    return value;
  }

  /** A field as text. */
  public static String text(Map<Integer, byte[]> fields, int number) {
    return new String(bytes(fields, number), StandardCharsets.UTF_8);
  }

  /** A field as bytes. */
  public static byte[] bytes(Map<Integer, byte[]> fields, int number) {
    return fields.getOrDefault(number, END);
  }
}
