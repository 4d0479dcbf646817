package dev.stevedore.lib.ttrpc.task;

import dev.stevedore.lib.ttrpc.wire.Any;
import dev.stevedore.lib.ttrpc.wire.ProtoReader;
import dev.stevedore.lib.ttrpc.wire.ProtoWriter;
import org.jspecify.annotations.Nullable;

/**
 * Adds a process to the container; {@link StartRequest} starts it.
 *
 * @param execId name of the new process
 * @param spec an OCI {@code process} as JSON
 */
public record ExecProcessRequest(
    String id,
    String execId,
    boolean terminal,
    String stdin,
    String stdout,
    String stderr,
    @Nullable Any spec)
    implements TaskRequest {
  /** Reads a {@code containerd.task.v2.ExecProcessRequest}. */
  public static ExecProcessRequest decode(byte[] bytes) {
    String id = "";
    String execId = "";
    boolean terminal = false;
    String stdin = "";
    String stdout = "";
    String stderr = "";
    @Nullable Any spec = null;
    ProtoReader in = new ProtoReader(bytes);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> id = in.string();
        case 2 -> execId = in.string();
        case 3 -> terminal = in.bool();
        case 4 -> stdin = in.string();
        case 5 -> stdout = in.string();
        case 6 -> stderr = in.string();
        case 7 -> spec = Any.decode(in.bytes());
        default -> in.skip();
      }
    }
    return new ExecProcessRequest(id, execId, terminal, stdin, stdout, stderr, spec);
  }

  @Override
  public void writeTo(ProtoWriter out) {
    out.string(1, id);
    out.string(2, execId);
    out.bool(3, terminal);
    out.string(4, stdin);
    out.string(5, stdout);
    out.string(6, stderr);
    out.message(7, spec);
  }
}
