package dev.stevedore.dockerd.archive;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.api.Exchange;
import dev.stevedore.dockerd.api.Router;
import dev.stevedore.dockerd.container.Container;
import dev.stevedore.dockerd.container.ContainerFiles;
import dev.stevedore.dockerd.container.EngineParts;
import dev.stevedore.dockerd.spec.mounts.MountPoint;
import dev.stevedore.lib.daemon.compression.Compression;
import dev.stevedore.lib.linux.Errno;
import dev.stevedore.lib.linux.Fd;
import dev.stevedore.lib.linux.FileType;
import dev.stevedore.lib.linux.LinuxException;
import dev.stevedore.lib.oci.runtime.User;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code /containers/ID/archive} and {@code /containers/ID/changes}. */
public final class ArchiveEndpoint {
  private final EngineParts engine;
  private final ContainerFiles files;

  /** Serves the files of an engine's containers. */
  public ArchiveEndpoint(EngineParts engine) {
    this.engine = engine;
    this.files = new ContainerFiles(engine);
  }

  /** Adds the routes. */
  public void register(Router router) {
    router.head("/containers/{id}/archive", this::stat);
    router.get("/containers/{id}/archive", this::pack);
    router.put("/containers/{id}/archive", this::unpack);
    router.get("/containers/{id}/changes", this::changes);
  }

  private void stat(Exchange exchange) throws IOException, InterruptedException {
    at(
        exchange,
        (root, path) -> {
          exchange.responseHeaders().set(PathStat.HEADER, Inside.stat(root, path).header());
          exchange.respondEmpty(200);
        });
  }

  private void pack(Exchange exchange) throws IOException, InterruptedException {
    at(exchange, (root, path) -> pack(exchange, root, path));
    engine.publish(container(exchange), "archive-path", Map.of());
  }

  private static void pack(Exchange exchange, Fd root, String asked) throws IOException {
    PathStat stat = Inside.stat(root, asked);
    String path = Inside.clean(asked);
    boolean directory = stat.status().type() == FileType.DIRECTORY;
    String parent = directory ? path : Inside.parent(path);
    try (Fd opened = Inside.directory(root, parent)) {
      exchange.responseHeaders().set(PathStat.HEADER, stat.header());
      try (Packing packing = new Packing(exchange.stream("application/x-tar"))) {
        if (directory) {
          packing.directory(opened, path.equals("/") ? "" : stat.name());
        } else {
          packing.add(opened, stat.name(), stat.name());
        }
      }
    }
  }

  private void unpack(Exchange exchange) throws IOException, InterruptedException {
    Container container = container(exchange);
    boolean keepKinds = exchange.query().isTrue("noOverwriteDirNonDir");
    Optional<Unpacking.Owner> owner =
        exchange.query().isTrue("copyUIDGID") ? owner(container) : Optional.empty();
    at(
        exchange,
        (root, asked) -> {
          String path = Inside.clean(asked);
          try (Fd _ = Inside.directory(root, path)) {
            checkWritable(container, path);
          } catch (LinuxException e) {
            if (e.errno() == Errno.ENOTDIR) {
              throw new ApiException.BadParameter("extraction point is not a directory", e);
            }
            throw e;
          }
          try (InputStream tar = Compression.remove(exchange.body())) {
            new Unpacking(root, path, keepKinds, owner).unpack(tar);
          }
        });
    engine.publish(container, "extract-to-dir", Map.of());
    exchange.respondEmpty(200);
  }

  private Optional<Unpacking.Owner> owner(Container container) throws IOException {
    String user = container.definition().config().user();
    if (user.isEmpty()) {
      return Optional.empty();
    }
    User resolved = engine.users(container).resolve(user, List.of()).user();
    return Optional.of(new Unpacking.Owner((int) resolved.uid(), (int) resolved.gid()));
  }

  private static void checkWritable(Container container, String path) {
    for (MountPoint mount : container.definition().mounts()) {
      if (Path.of(path).startsWith(mount.destination())) {
        if (!mount.writable()) {
          throw new ApiException.BadParameter("mounted volume is marked read-only");
        }
        return;
      }
    }
    if (container.definition().host().readonlyRootfs()) {
      throw new ApiException.BadParameter("container rootfs is marked read-only");
    }
  }

  private void changes(Exchange exchange) throws IOException {
    Container container = container(exchange);
    Set<String> mounts =
        container.definition().mounts().stream()
            .map(MountPoint::destination)
            .collect(Collectors.toSet());
    exchange.respond(Changes.of(files.layers(container), mounts));
  }

  private Container container(Exchange exchange) {
    return engine.registry().find(exchange.path("id"));
  }

  /** What is done at a path of a container. */
  @FunctionalInterface
  private interface Deed {
    void at(Fd root, String path) throws IOException;
  }

  private void at(Exchange exchange, Deed deed) throws IOException, InterruptedException {
    Container container = container(exchange);
    String path = exchange.query().text("path");
    if (path.isEmpty()) {
      throw new ApiException.BadParameter("bad parameter: path cannot be empty");
    }
    try {
      files.reach(container, root -> deed.at(root, path));
    } catch (LinuxException e) {
      if (exchange.isStarted()) {
        throw e;
      }
      if (e.errno() == Errno.ENOENT) {
        throw new ApiException.NotFound(
            "Could not find the file %s in container %s".formatted(path, exchange.path("id")));
      }
      throw new ApiException.Internal(String.valueOf(e.getMessage()), e);
    }
  }
}
