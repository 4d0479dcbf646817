package dev.stevedore.dockerd.endpoints;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.api.Exchange;
import dev.stevedore.dockerd.api.JsonStream;
import dev.stevedore.dockerd.api.Query;
import dev.stevedore.dockerd.api.Router;
import dev.stevedore.dockerd.container.Container;
import dev.stevedore.dockerd.container.EngineParts;
import dev.stevedore.dockerd.container.State;
import dev.stevedore.dockerd.container.Stopping;
import dev.stevedore.dockerd.container.config.ContainerConfig;
import dev.stevedore.dockerd.container.config.JsonObjectView;
import dev.stevedore.dockerd.containerd.GrpcErrors;
import dev.stevedore.dockerd.image.Image;
import dev.stevedore.dockerd.image.ReportingStream;
import dev.stevedore.dockerd.image.make.Changes;
import dev.stevedore.dockerd.image.make.ContainerLayers;
import dev.stevedore.dockerd.image.make.ImageImport;
import dev.stevedore.dockerd.image.make.RemoteArchive;
import dev.stevedore.lib.containerdapi.types.Mount;
import dev.stevedore.lib.oci.image.Platform;
import dev.stevedore.lib.oci.reference.ImageReference;
import dev.stevedore.lib.oci.reference.InvalidReferenceException;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProxySelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code docker commit}, {@code import} and {@code export}. */
public final class MakeEndpoints {
  private final EngineParts engine;
  private final Stopping stopping;
  private final ContainerLayers layers;
  private final ImageImport imports;
  private final ProxySelector proxies;

  /**
   * Serves them.
   *
   * @param proxies through which proxy an archive's URL is reached
   */
  public MakeEndpoints(
      EngineParts engine,
      Stopping stopping,
      ContainerLayers layers,
      ImageImport imports,
      ProxySelector proxies) {
    this.engine = engine;
    this.stopping = stopping;
    this.layers = layers;
    this.imports = imports;
    this.proxies = proxies;
  }

  /** Adds the routes. */
  public void register(Router router) {
    router.post("/commit", this::commit);
    router.get("/containers/{id}/export", this::export);
  }

  private List<Mount> rootfs(Container container) {
    return engine.snapshots().mounts(container.id());
  }

  private void commit(Exchange exchange) throws IOException, InterruptedException {
    Query query = exchange.query();
    JsonNode body = exchange.json(JsonNode.class).orElseGet(JsonNodeFactory.instance::objectNode);
    Container container = engine.registry().find(query.text("container"));
    Optional<ImageReference> name = name(query.text("repo"), query.text("tag"));
    ObjectNode config = config(container, body, query.all("changes"));
    ContainerLayers.Commit commit =
        new ContainerLayers.Commit(
            name,
            query.text("author"),
            query.text("comment"),
            String.join(" ", container.definition().config().commandLine()));
    boolean pause =
        query.isTrue("pause", true) && container.state().status() == State.Status.RUNNING;
    if (pause) {
      stopping.pause(container);
    }
    Image image;
    try {
      Image below = engine.images().find(container.definition().imageId());
      image = layers.commit(below, rootfs(container), config, commit);
    } catch (StatusRuntimeException e) {
      throw new ApiException.Internal("commit: containerd: " + GrpcErrors.text(e), e);
    } finally {
      if (pause) {
        stopping.unpause(container);
      }
    }
    engine.publish(
        container,
        "commit",
        Map.of(
            "comment", query.text("comment"),
            "imageID", image.id().toString(),
            "imageRef", name.map(ImageReference::familiar).orElse("")));
    exchange.respond(201, JsonNodeFactory.instance.objectNode().put("Id", image.id().toString()));
  }

  /** What the client gives, on top of what the container has, then the changes. */
  private static ObjectNode config(Container container, JsonNode body, List<String> changes) {
    List<String> warnings = new ArrayList<>();
    JsonNode given = body.isObject() ? body : JsonNodeFactory.instance.objectNode();
    ObjectNode own = container.definition().config().json().deepCopy();
    ObjectNode config =
        ContainerConfig.parse(given, warnings).over(new JsonObjectView(own)).json().deepCopy();
    // These are the container's, and would be every other one's.
    config.remove(List.of("Hostname", "Domainname", "Image"));
    for (String stream : List.of("AttachStdin", "AttachStdout", "AttachStderr")) {
      config.put(stream, false);
    }
    Changes.apply(changes, config);
    return config;
  }

  /** The name of a new image; empty for none. */
  static Optional<ImageReference> name(String repository, String tag) {
    if (repository.isEmpty()) {
      return Optional.empty();
    }
    try {
      ImageReference name = ImageReference.parse(repository);
      if (name.digest().isPresent()) {
        throw new ApiException.BadParameter("cannot import digest reference");
      }
      return Optional.of(tag.isEmpty() ? name.withDefaultTag() : name.withTag(tag));
    } catch (InvalidReferenceException e) {
      throw new ApiException.BadParameter(String.valueOf(e.getMessage()), e);
    }
  }

  private void export(Exchange exchange) throws IOException {
    Container container = engine.registry().find(exchange.path("id"));
    try (ContainerLayers.Export export = layers.new Export(rootfs(container));
        OutputStream out = exchange.stream("application/octet-stream")) {
      export.write(out);
    } catch (StatusRuntimeException e) {
      throw new ApiException.Internal("export: containerd: " + GrpcErrors.text(e), e);
    }
    engine.publish(container, "export", Map.of());
  }

  /** {@code POST /images/create} with {@code fromSrc}. */
  void importImage(Exchange exchange) throws IOException, InterruptedException {
    String source = exchange.query().text("fromSrc");
    if (source.equals("-")) {
      String id = importImage(exchange, exchange.body());
      try (JsonStream out = exchange.streamJson()) {
        out.write(JsonNodeFactory.instance.objectNode().put("status", id));
      }
      return;
    }
    ProgressJson.answer(
        exchange,
        progress -> {
          try (RemoteArchive archive = RemoteArchive.open(source, proxies)) {
            progress.message("", "Downloading from " + archive.location());
            InputStream content =
                new ReportingStream(
                    archive.content(), 0, archive.size(), "", "Importing", progress);
            progress.message("", importImage(exchange, content));
          }
        });
  }

  /** Gives the image's ID. */
  private String importImage(Exchange exchange, InputStream in) throws IOException {
    Query query = exchange.query();
    Optional<ImageReference> name = name(query.text("repo"), query.text("tag"));
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    Changes.apply(query.all("changes"), config);
    String message = query.get("message").orElse("Imported from " + query.text("fromSrc"));
    Platform platform = PlatformParameter.of(query).orElseGet(Platform::host);
    try {
      Image image = imports.run(in, config, message, platform, name);
      engine.events().image("import", image.id().toString(), Map.of("name", image.id().toString()));
      return image.id().toString();
    } catch (StatusRuntimeException e) {
      throw new ApiException.Internal("import: containerd: " + GrpcErrors.text(e), e);
    }
  }
}
