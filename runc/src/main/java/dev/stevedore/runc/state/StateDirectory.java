package dev.stevedore.runc.state;

import dev.stevedore.lib.oci.json.JsonFormatException;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;
import dev.stevedore.lib.oci.runtime.Spec;
import dev.stevedore.lib.posix.Directories;
import dev.stevedore.lib.posix.Errno;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Utf8;
import dev.stevedore.runc.RuncException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is kept of a container, {@code <root>/<id>/}:
 *
 * <pre>
 *   cgroups.json   where the cgroups will be, written before they are made
 *   state.json     what was made, written once init is ready
 *   spec.json      config.json as it was then, but for the seccomp rules, which are kept compiled
 *   status         the same for crun; see {@link CrunStatus}
 *   config.json    a link to the bundle's, for crun
 *   root.mount     the mount at the root, if the container is in its creator's mount namespace
 *   exec.fifo      there until the container is started; see {@link ExecFifo}
 *   seccomp.bpf    the compiled filter, if there is one, for exec
 *   notify/        what the container is given to say that it is ready, if somebody waits for it
 * </pre>
 */
public final class StateDirectory {
  private static final String STATE = "/state.json";
  private static final String SPEC = "/spec.json";
  private static final String STATUS = "/status";
  private static final String CONFIG = "/config.json";
  private static final String CGROUPS = "/cgroups.json";
  private static final String CGROUPS_FIELD = "cgroup_paths";
  private static final String SECCOMP = "/seccomp.bpf";

  private final String path;

  private StateDirectory(String path) {
    this.path = path;
  }

  /** Makes it for a new container. */
  public static StateDirectory create(String root, String id) {
    Files.makeDirectories(root, 0700);
    String path = root + "/" + id;
    try {
      Files.makeDirectory(path, 0711);
    } catch (PosixException e) {
      if (e.is(Errno.EEXIST)) {
        throw new RuncException("container with given ID already exists");
      }
      throw e;
    }
    return new StateDirectory(path);
  }

  /** That of a container, which may not be there. */
  public static StateDirectory of(String root, String id) {
    return new StateDirectory(root + "/" + id);
  }

  /** A directory of the root that is no container's: no id begins with {@code @}. */
  public static String sharedOf(String root, String name) {
    return root + "/@" + name;
  }

  /** The ids that have a directory, in order; none if the root is not there. */
  public static List<String> ids(String root) {
    try {
      return Directories.list(root).stream().filter(id -> !id.startsWith("@")).sorted().toList();
    } catch (PosixException e) {
      if (e.is(Errno.ENOENT)) {
        return List.of();
      }
      throw e;
    }
  }

  /** The path of something in it. */
  public String pathOf(String name) {
    return path + "/" + name;
  }

  /** Makes a directory in it that the container may see, and gives its path. */
  public String makeDirectory(String name) {
    Files.makeDirectory(pathOf(name), 0755);
    return pathOf(name);
  }

  public ExecFifo execFifo() {
    return new ExecFifo(path + "/exec.fifo");
  }

  /** Reads state.json, or what crun has in its place; empty if there is neither. */
  public Optional<ContainerRecord> read() {
    return readText(STATE)
        .map(text -> ContainerRecord.read(ObjectReader.parse(text)))
        .or(() -> readText(STATUS).map(this::readStatus));
  }

  /** The whole configuration, if it was kept. */
  public Optional<Spec> readSpec() {
    return readText(SPEC).map(Spec::parse);
  }

  /** Whether the whole configuration was kept: not by other runtimes. */
  boolean hasSpec() {
    return Files.exists(path + SPEC);
  }

  /** Writes spec.json, and then state.json, old or new at any moment. */
  public void write(ContainerRecord container) {
    Files.write(path + SPEC, Utf8.encode(container.outline().toJson().toString()), 0600);
    String text = container.toJson().toString();
    Files.replace(path + STATE, Utf8.encode(text), 0600);
  }

  /**
   * Writes what crun reads.
   *
   * @param config the configuration's file
   */
  public void writeForCrun(ContainerRecord container, String config, boolean isDetached) {
    List<String> streams = List.of(target(Fd.STDIN), target(Fd.STDOUT), target(Fd.STDERR));
    String text = CrunStatus.toJson(container, streams, isDetached).toString();
    Files.symbolicLink(config, path + CONFIG);
    Files.write(path + STATUS, Utf8.encode(text), 0600);
  }

  /** Keeps a note of what has to be undone with the container, should create be killed too. */
  public void note(String name, String text) {
    Files.write(path + "/" + name, Utf8.encode(text), 0600);
  }

  /** What {@link #note} has kept. */
  public Optional<String> noted(String name) {
    return readText("/" + name);
  }

  /** Keeps what has no state.json yet: where its cgroups will be, should create be killed. */
  public void writeCgroups(Map<String, String> paths) {
    String text = new ObjectWriter().stringMap(CGROUPS_FIELD, paths).toJson().toString();
    Files.write(path + CGROUPS, Utf8.encode(text), 0600);
  }

  /** Where the cgroups of a container are, or would have been; empty if create came not so far. */
  public Map<String, String> readCgroups() {
    try {
      return ObjectReader.parse(Files.readText(path + CGROUPS)).stringMap(CGROUPS_FIELD);
    } catch (PosixException e) {
      if (e.is(Errno.ENOENT)) {
        return Map.of();
      }
      throw e;
    } catch (JsonFormatException e) {
      // Killed while it was written: before the first of them was made.
      return Map.of();
    }
  }

  /** Keeps the compiled filter of system calls. */
  public void writeSeccomp(byte[] program) {
    Files.write(path + SECCOMP, program, 0600);
  }

  /** The compiled filter. */
  public Optional<byte[]> readSeccomp() {
    try {
      return Optional.of(Files.readAll(path + SECCOMP));
    } catch (PosixException e) {
      if (e.is(Errno.ENOENT)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Who owns it. */
  public int ownerId() {
    return Files.status(path).map(status -> status.uid()).orElse(0);
  }

  /** Removes it and all that is in it; gives false if it is not there. */
  public boolean remove() {
    try {
      remove(path);
      return true;
    } catch (PosixException e) {
      if (e.is(Errno.ENOENT)) {
        return false;
      }
      throw e;
    }
  }

  private ContainerRecord readStatus(String status) {
    String id = path.substring(path.lastIndexOf('/') + 1);
    Spec spec = Spec.parse(Files.readText(path + CONFIG));
    return CrunStatus.read(id, ObjectReader.parse(status), spec);
  }

  private Optional<String> readText(String name) {
    try {
      return Optional.of(Files.readText(path + name));
    } catch (PosixException e) {
      if (e.is(Errno.ENOENT)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static String target(Fd stream) {
    try {
      return Files.readLink(stream.procPath());
    } catch (PosixException e) {
      if (e.is(Errno.ENOENT)) {
        return "";
      }
      throw e;
    }
  }

  private static void remove(String directory) {
    for (String name : Directories.list(directory)) {
      String path = directory + "/" + name;
      try {
        Files.deleteIfExists(path);
      } catch (PosixException e) {
        if (!e.is(Errno.EISDIR)) {
          throw e;
        }
        remove(path);
      }
    }
    Files.deleteDirectory(directory);
  }
}
