package dev.stevedore.lib.ttrpc.options;

import dev.stevedore.lib.ttrpc.wire.Message;
import dev.stevedore.lib.ttrpc.wire.ProtoReader;
import dev.stevedore.lib.ttrpc.wire.ProtoWriter;

/**
 * The options of runc-like shims.
 *
 * @param shimCgroup cgroup for the shim itself
 * @param ioUid owner of the container's stdio pipes
 * @param binaryName the OCI runtime; empty for the default
 * @param root the runtime's state directory; the namespace's name is added
 * @param criuPath the program criu, for runtimes that take it
 * @param criuImagePath directory of a checkpoint to restore from, for containerd to read
 * @param criuWorkPath directory for criu's own files and logs
 */
public record RuncOptions(
    boolean noPivotRoot,
    boolean noNewKeyring,
    String shimCgroup,
    int ioUid,
    int ioGid,
    String binaryName,
    String root,
    String criuPath,
    boolean systemdCgroup,
    String criuImagePath,
    String criuWorkPath,
    String taskApiAddress,
    int taskApiVersion)
    implements Message {
  /** The type in an Any. */
  public static final String TYPE = "containerd.runc.v1.Options";

  /** What holds when nothing is said. */
  public static final RuncOptions DEFAULT = decode(new byte[0]);

  /** Reads a {@code containerd.runc.v1.Options}. */
  public static RuncOptions decode(byte[] bytes) {
    boolean noPivotRoot = false;
    boolean noNewKeyring = false;
    String shimCgroup = "";
    int ioUid = 0;
    int ioGid = 0;
    String binaryName = "";
    String root = "";
    String criuPath = "";
    boolean systemdCgroup = false;
    String criuImagePath = "";
    String criuWorkPath = "";
    String taskApiAddress = "";
    int taskApiVersion = 0;
    ProtoReader in = new ProtoReader(bytes);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> noPivotRoot = in.bool();
        case 2 -> noNewKeyring = in.bool();
        case 3 -> shimCgroup = in.string();
        case 4 -> ioUid = in.int32();
        case 5 -> ioGid = in.int32();
        case 6 -> binaryName = in.string();
        case 7 -> root = in.string();
        case 8 -> criuPath = in.string();
        case 9 -> systemdCgroup = in.bool();
        case 10 -> criuImagePath = in.string();
        case 11 -> criuWorkPath = in.string();
        case 12 -> taskApiAddress = in.string();
        case 13 -> taskApiVersion = in.int32();
        default -> in.skip();
      }
    }
    return new RuncOptions(
        noPivotRoot,
        noNewKeyring,
        shimCgroup,
        ioUid,
        ioGid,
        binaryName,
        root,
        criuPath,
        systemdCgroup,
        criuImagePath,
        criuWorkPath,
        taskApiAddress,
        taskApiVersion);
  }

  @Override
  public void writeTo(ProtoWriter out) {
    out.bool(1, noPivotRoot);
    out.bool(2, noNewKeyring);
    out.string(3, shimCgroup);
    out.uint32(4, ioUid);
    out.uint32(5, ioGid);
    out.string(6, binaryName);
    out.string(7, root);
    out.string(8, criuPath);
    out.bool(9, systemdCgroup);
    out.string(10, criuImagePath);
    out.string(11, criuWorkPath);
    out.string(12, taskApiAddress);
    out.uint32(13, taskApiVersion);
  }
}
