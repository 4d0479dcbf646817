package dev.stevedore.lib.ttrpc.task;

import dev.stevedore.lib.ttrpc.wire.Any;
import dev.stevedore.lib.ttrpc.wire.ProtoReader;
import dev.stevedore.lib.ttrpc.wire.ProtoWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Mounts the rootfs, opens the stdio and has the runtime create the container.
 *
 * @param bundle directory with {@code config.json}
 * @param rootfs to be mounted at {@code rootfs} in the bundle, in order; none when it is there
 *     already
 * @param stdin path of a FIFO, or a URI; empty for none
 * @param options mostly {@code containerd.runc.v1.Options}
 */
public record CreateTaskRequest(
    String id,
    String bundle,
    List<Mount> rootfs,
    boolean terminal,
    String stdin,
    String stdout,
    String stderr,
    String checkpoint,
    String parentCheckpoint,
    @Nullable Any options)
    implements TaskRequest {
  /** Reads a {@code containerd.task.v2.CreateTaskRequest}. */
  public static CreateTaskRequest decode(byte[] bytes) {
    String id = "";
    String bundle = "";
    List<Mount> rootfs = new ArrayList<>();
    boolean terminal = false;
    String stdin = "";
    String stdout = "";
    String stderr = "";
    String checkpoint = "";
    String parentCheckpoint = "";
    @Nullable Any options = null;
    ProtoReader in = new ProtoReader(bytes);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> id = in.string();
        case 2 -> bundle = in.string();
        case 3 -> rootfs.add(Mount.decode(in.bytes()));
        case 4 -> terminal = in.bool();
        case 5 -> stdin = in.string();
        case 6 -> stdout = in.string();
        case 7 -> stderr = in.string();
        case 8 -> checkpoint = in.string();
        case 9 -> parentCheckpoint = in.string();
        case 10 -> options = Any.decode(in.bytes());
        default -> in.skip();
      }
    }
    return new CreateTaskRequest(
        id, bundle, rootfs, terminal, stdin, stdout, stderr, checkpoint, parentCheckpoint, options);
  }

  @Override
  public void writeTo(ProtoWriter out) {
    out.string(1, id);
    out.string(2, bundle);
    out.messages(3, rootfs);
    out.bool(4, terminal);
    out.string(5, stdin);
    out.string(6, stdout);
    out.string(7, stderr);
    out.string(8, checkpoint);
    out.string(9, parentCheckpoint);
    out.message(10, options);
  }
}
