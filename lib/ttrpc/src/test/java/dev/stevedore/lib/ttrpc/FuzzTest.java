package dev.stevedore.lib.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.lib.ttrpc.events.ForwardRequest;
import dev.stevedore.lib.ttrpc.options.CheckpointOptions;
import dev.stevedore.lib.ttrpc.options.RuncOptions;
import dev.stevedore.lib.ttrpc.task.CreateTaskRequest;
import dev.stevedore.lib.ttrpc.task.ExecProcessRequest;
import dev.stevedore.lib.ttrpc.task.Mount;
import dev.stevedore.lib.ttrpc.task.PidsResponse;
import dev.stevedore.lib.ttrpc.task.StateResponse;
import dev.stevedore.lib.ttrpc.task.StatsResponse;
import dev.stevedore.lib.ttrpc.task.TaskRequest;
import dev.stevedore.lib.ttrpc.task.UpdateTaskRequest;
import dev.stevedore.lib.ttrpc.wire.Any;
import dev.stevedore.lib.ttrpc.wire.Message;
import dev.stevedore.lib.ttrpc.wire.WireException;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * What a peer may send that is not what it should: messages and frames, changed in random places by
 * a seed. Either they are read, or they are refused as what they are; nothing else may happen, and
 * no more memory is taken than has arrived. {@code -Dstevedore.fuzz=1000000} does more rounds.
 */
final class FuzzTest {
  private static final int ROUNDS = Integer.getInteger("stevedore.fuzz", 4000);
  private static final long SEED = Long.getLong("stevedore.seed", 20261124);
  private static final List<String> METHODS =
      List.of(
          "State",
          "Create",
          "Start",
          "Delete",
          "Pids",
          "Pause",
          "Resume",
          "Checkpoint",
          "Kill",
          "Exec",
          "ResizePty",
          "CloseIO",
          "Update",
          "Wait",
          "Stats",
          "Connect",
          "Shutdown",
          "None");

  private final Random random = new Random(SEED);

  /** What servers read. */
  private static final List<Message> REQUESTS =
      List.of(
          new CreateTaskRequest(
              "id",
              "/bundle",
              List.of(new Mount("overlay", "overlay", "", List.of("lowerdir=/a:/b", "index=off"))),
              true,
              "/in",
              "/out",
              "/err",
              "/checkpoint",
              "",
              Any.of(RuncOptions.TYPE, RuncOptions.DEFAULT)),
          new ExecProcessRequest(
              "id", "exec", false, "", "", "", new Any("type", new byte[] {1, 2, 3})),
          new UpdateTaskRequest("id", new Any("type", new byte[300]), Map.of("a", "b")));

  /** What clients read. */
  private static final List<Function<byte[], ?>> ANSWERS =
      List.of(
          StateResponse::decode,
          PidsResponse::decode,
          StatsResponse::decode,
          Response::decode,
          Status::decode);

  /** What either reads inside of others. */
  private static final List<Function<byte[], ?>> PARTS =
      List.of(
          Request::decode,
          Metadata.Pair::decode,
          RuncOptions::decode,
          CheckpointOptions::decode,
          ForwardRequest::decode,
          Any::decode,
          Mount::decode);

  @Test
  void messagesAreReadOrRefused() {
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = changed(REQUESTS.get(random.nextInt(REQUESTS.size())).encode());
      String when = "round " + round + " of seed " + SEED + ": " + Arrays.toString(bytes);
      for (String method : METHODS) {
        readOrRefuse(it -> TaskRequest.decode(method, it), bytes, when);
      }
      for (Function<byte[], ?> decoder : ANSWERS) {
        readOrRefuse(decoder, bytes, when);
      }
      for (Function<byte[], ?> decoder : PARTS) {
        readOrRefuse(decoder, bytes, when);
      }
    }
  }

  private static void readOrRefuse(Function<byte[], ?> decoder, byte[] bytes, String when) {
    try {
      var _ = decoder.apply(bytes);
    } catch (WireException | TtrpcException e) {
      assertThat(e.getMessage()).as(when).isNotBlank();
    } catch (RuntimeException e) {
      throw new AssertionError(when, e);
    }
  }

  @Test
  void framesAreReadOrPassedOver() {
    for (int round = 0; round < ROUNDS; round++) {
      ByteArrayOutputStream wire = new ByteArrayOutputStream();
      for (int i = 0; i < 4; i++) {
        byte[] data = new byte[random.nextInt(600)];
        random.nextBytes(data);
        wire.writeBytes(
            new Frame(random.nextInt(), (byte) random.nextInt(6), (byte) random.nextInt(8), data)
                .encode());
      }
      byte[] bytes = changed(wire.toByteArray());
      FrameDecoder decoder = new FrameDecoder(1000);
      long taken = 0;
      for (int at = 0; at < bytes.length; ) {
        int count = Math.min(bytes.length - at, 1 + random.nextInt(300));
        decoder.feed(bytes, at, count);
        at += count;
        for (Incoming in = decoder.next(); in != null; in = decoder.next()) {
          taken += Frame.HEADER_LENGTH;
          switch (in) {
            case Frame frame -> taken += frame.data().length;
            case OversizedFrame large -> assertThat(large.length()).isGreaterThan(1000);
          }
        }
      }
      assertThat(taken).as("round " + round).isLessThanOrEqualTo(bytes.length);
    }
  }

  /** Changes, takes out, puts in or repeats some bytes; often those that are lengths and tags. */
  private byte[] changed(byte[] original) {
    byte[] bytes = original.clone();
    for (int i = random.nextInt(4); i >= 0 && bytes.length > 1; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(6)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes[at] = (byte) 0xff;
        case 3 -> bytes = Arrays.copyOf(bytes, at);
        case 4 -> bytes = spliced(bytes, at, Arrays.copyOfRange(bytes, at / 2, at));
        default -> {
          byte[] noise = new byte[random.nextInt(12)];
          random.nextBytes(noise);
          bytes = spliced(bytes, at, noise);
        }
      }
    }
    return bytes;
  }

  private static byte[] spliced(byte[] bytes, int at, byte[] added) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, at);
    out.writeBytes(added);
    out.write(bytes, at, bytes.length - at);
    return out.toByteArray();
  }
}
