package dev.stevedore.runc.criu;

import dev.stevedore.lib.oci.runtime.Spec;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.ttrpc.wire.Message;
import dev.stevedore.lib.ttrpc.wire.ProtoWriter;
import dev.stevedore.runc.config.Annotations;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Options of a request, by their numbers in CRIU's rpc.proto. */
public final class CriuOptions implements Message {
  private static final String CONFIG = "/etc/criu/runc.conf";
  private static final int LOG_LEVEL = 4;
  private static final int CGROUPS_SOFT = 3;

  private final List<Consumer<ProtoWriter>> fields = new ArrayList<>();

  /**
   * Starts with what every request has.
   *
   * @param images descriptor of the directory with the images
   * @param logFile name of the log in the work directory
   * @param root of the container
   */
  CriuOptions(int images, String logFile, String root) {
    number(1, images);
    number(9, LOG_LEVEL);
    text(10, logFile);
    flag(12, true);
    text(13, root);
    flag(24, true);
    flag(50, true);
  }

  /**
   * The file with more options: that of the annotation, or the one that runc has, if there is one.
   */
  CriuOptions configuredFor(Spec spec) {
    String file = spec.annotations().getOrDefault(Annotations.CRIU_CONFIG, CONFIG);
    return Files.exists(file) ? text(51, file) : this;
  }

  CriuOptions pid(int pid) {
    return number(2, pid);
  }

  CriuOptions evasiveDevices() {
    return flag(6, true);
  }

  CriuOptions siblingOfCriu() {
    return flag(26, true);
  }

  CriuOptions workDirectory(int descriptor) {
    return number(17, descriptor);
  }

  CriuOptions freezeCgroup(String path) {
    return text(44, path);
  }

  /** A bind mount: by this name in the images, at a path in the container or outside. */
  CriuOptions mount(String key, String value) {
    return pair(23, key, value);
  }

  CriuOptions cgroupRoot(String controllers, String path) {
    return pair(25, controllers, path);
  }

  /** An object outside of the container, which is not saved. */
  CriuOptions external(String what) {
    return text(37, what);
  }

  /** A descriptor of CRIU's process that stands for an object outside. */
  CriuOptions inherit(String key, int descriptor) {
    ProtoWriter inner = new ProtoWriter();
    inner.string(1, key);
    inner.int32(2, descriptor);
    fields.add(out -> out.bytes(27, inner.toByteArray()));
    return this;
  }

  /** What the command line asks for. */
  CriuOptions of(CriuFlags flags) {
    flag(3, flags.isOn("leave-running"));
    flag(4, flags.isOn("ext-unix-sk"));
    flag(5, flags.isOn("tcp-established"));
    flag(7, flags.isOn("shell-job"));
    flag(8, flags.isOn("file-locks"));
    flag(16, flags.isOn("auto-dedup"));
    flag(18, flags.isOn("link-remap"));
    flag(46, flags.isOn("tcp-skip-in-flight"));
    flag(48, flags.isOn("lazy-pages"));
    number(34, flags.cgroupMode(CGROUPS_SOFT));
    number(38, flags.emptyNamespaces());
    flags.parentImages().ifPresent(path -> text(14, path).flag(15, true));
    flags.lsmProfile().ifPresent(profile -> text(53, profile));
    flags.lsmMountContext().ifPresent(context -> text(63, context));
    flags
        .pageServer()
        .ifPresent(
            server -> {
              ProtoWriter inner = new ProtoWriter();
              inner.string(1, server.address());
              inner.int32(2, server.port());
              fields.add(out -> out.bytes(11, inner.toByteArray()));
            });
    return this;
  }

  @Override
  public void writeTo(ProtoWriter out) {
    fields.forEach(field -> field.accept(out));
  }

  private CriuOptions flag(int field, boolean value) {
    fields.add(out -> out.bool(field, value));
    return this;
  }

  private CriuOptions number(int field, int value) {
    fields.add(out -> out.int32(field, value));
    return this;
  }

  private CriuOptions text(int field, String value) {
    fields.add(out -> out.string(field, value));
    return this;
  }

  private CriuOptions pair(int field, String key, String value) {
    ProtoWriter inner = new ProtoWriter();
    inner.string(1, key);
    inner.string(2, value);
    fields.add(out -> out.bytes(field, inner.toByteArray()));
    return this;
  }
}
