package dev.stevedore.lib.ttrpc.task;

import dev.stevedore.lib.ttrpc.wire.Message;
import dev.stevedore.lib.ttrpc.wire.ProtoReader;
import dev.stevedore.lib.ttrpc.wire.ProtoWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * A mount as containerd describes it.
 *
 * @param type file system, such as {@code overlay} or {@code bind}
 * @param target below the place where the mounts go; mostly empty
 * @param options as in fstab: flags and file system data mixed
 */
public record Mount(String type, String source, String target, List<String> options)
    implements Message {
  /** Reads a {@code containerd.types.Mount}. */
  public static Mount decode(byte[] bytes) {
    String type = "";
    String source = "";
    String target = "";
    List<String> options = new ArrayList<>();
    ProtoReader in = new ProtoReader(bytes);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> type = in.string();
        case 2 -> source = in.string();
        case 3 -> target = in.string();
        case 4 -> options.add(in.string());
        default -> in.skip();
      }
    }
    return new Mount(type, source, target, options);
  }

  @Override
  public void writeTo(ProtoWriter out) {
    out.string(1, type);
    out.string(2, source);
    out.string(3, target);
    out.strings(4, options);
  }
}
