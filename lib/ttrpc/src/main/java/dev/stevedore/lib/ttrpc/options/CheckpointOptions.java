package dev.stevedore.lib.ttrpc.options;

import dev.stevedore.lib.ttrpc.wire.Message;
import dev.stevedore.lib.ttrpc.wire.ProtoReader;
import dev.stevedore.lib.ttrpc.wire.ProtoWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * How runc-like shims are to write a checkpoint.
 *
 * @param exit whether the container ends with it
 * @param terminal whether one with a terminal may be written
 * @param emptyNamespaces kinds of namespaces whose properties are left out
 * @param cgroupsMode {@code soft}, {@code full} or {@code strict}; empty for the runtime's default
 * @param imagePath directory to write to; empty for the content store
 * @param workPath directory for criu's own files and logs; empty for one that is removed
 */
public record CheckpointOptions(
    boolean exit,
    boolean openTcp,
    boolean externalUnixSockets,
    boolean terminal,
    boolean fileLocks,
    List<String> emptyNamespaces,
    String cgroupsMode,
    String imagePath,
    String workPath)
    implements Message {
  /** The type in an Any. */
  public static final String TYPE = "containerd.runc.v1.CheckpointOptions";

  /** A checkpoint after which the container runs on. */
  public static final CheckpointOptions DEFAULT = decode(new byte[0]);

  /** Keeps a copy. */
  public CheckpointOptions {
    emptyNamespaces = List.copyOf(emptyNamespaces);
  }

  /** Reads a {@code containerd.runc.v1.CheckpointOptions}. */
  public static CheckpointOptions decode(byte[] bytes) {
    boolean exit = false;
    boolean openTcp = false;
    boolean externalUnixSockets = false;
    boolean terminal = false;
    boolean fileLocks = false;
    List<String> emptyNamespaces = new ArrayList<>();
    String cgroupsMode = "";
    String imagePath = "";
    String workPath = "";
    ProtoReader in = new ProtoReader(bytes);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> exit = in.bool();
        case 2 -> openTcp = in.bool();
        case 3 -> externalUnixSockets = in.bool();
        case 4 -> terminal = in.bool();
        case 5 -> fileLocks = in.bool();
        case 6 -> emptyNamespaces.add(in.string());
        case 7 -> cgroupsMode = in.string();
        case 8 -> imagePath = in.string();
        case 9 -> workPath = in.string();
        default -> in.skip();
      }
    }
    return new CheckpointOptions(
        exit,
        openTcp,
        externalUnixSockets,
        terminal,
        fileLocks,
        emptyNamespaces,
        cgroupsMode,
        imagePath,
        workPath);
  }

  @Override
  public void writeTo(ProtoWriter out) {
    out.bool(1, exit);
    out.bool(2, openTcp);
    out.bool(3, externalUnixSockets);
    out.bool(4, terminal);
    out.bool(5, fileLocks);
    out.strings(6, emptyNamespaces);
    out.string(7, cgroupsMode);
    out.string(8, imagePath);
    out.string(9, workPath);
  }
}
