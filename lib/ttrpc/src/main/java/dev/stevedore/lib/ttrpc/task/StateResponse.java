package dev.stevedore.lib.ttrpc.task;

import dev.stevedore.lib.ttrpc.wire.Message;
import dev.stevedore.lib.ttrpc.wire.ProtoReader;
import dev.stevedore.lib.ttrpc.wire.ProtoWriter;
import dev.stevedore.lib.ttrpc.wire.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * The state of a process.
 *
 * @param exitStatus exit code, or 128 and the signal that killed it
 */
public record StateResponse(
    String id,
    String bundle,
    int pid,
    TaskStatus status,
    String stdin,
    String stdout,
    String stderr,
    boolean terminal,
    int exitStatus,
    @Nullable Timestamp exitedAt,
    String execId)
    implements Message {
  /** Reads a {@code containerd.task.v2.StateResponse}. */
  public static StateResponse decode(byte[] bytes) {
    String id = "";
    String bundle = "";
    int pid = 0;
    TaskStatus status = TaskStatus.of(0);
    String stdin = "";
    String stdout = "";
    String stderr = "";
    boolean terminal = false;
    int exitStatus = 0;
    @Nullable Timestamp exitedAt = null;
    String execId = "";
    ProtoReader in = new ProtoReader(bytes);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> id = in.string();
        case 2 -> bundle = in.string();
        case 3 -> pid = in.int32();
        case 4 -> status = TaskStatus.of(in.int32());
        case 5 -> stdin = in.string();
        case 6 -> stdout = in.string();
        case 7 -> stderr = in.string();
        case 8 -> terminal = in.bool();
        case 9 -> exitStatus = in.int32();
        case 10 -> exitedAt = Timestamp.decode(in.bytes());
        case 11 -> execId = in.string();
        default -> in.skip();
      }
    }
    return new StateResponse(
        id, bundle, pid, status, stdin, stdout, stderr, terminal, exitStatus, exitedAt, execId);
  }

  @Override
  public void writeTo(ProtoWriter out) {
    out.string(1, id);
    out.string(2, bundle);
    out.uint32(3, pid);
    out.int32(4, status.number());
    out.string(5, stdin);
    out.string(6, stdout);
    out.string(7, stderr);
    out.bool(8, terminal);
    out.uint32(9, exitStatus);
    out.message(10, exitedAt);
    out.string(11, execId);
  }
}
