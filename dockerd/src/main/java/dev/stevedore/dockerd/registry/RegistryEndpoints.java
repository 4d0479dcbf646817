package dev.stevedore.dockerd.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.api.Exchange;
import dev.stevedore.dockerd.api.Router;
import dev.stevedore.lib.oci.image.Descriptor;
import dev.stevedore.lib.oci.image.ImageConfig;
import dev.stevedore.lib.oci.image.Index;
import dev.stevedore.lib.oci.image.Manifest;
import dev.stevedore.lib.oci.image.MediaTypes;
import dev.stevedore.lib.oci.image.Platform;
import dev.stevedore.lib.oci.json.JsonFormatException;
import dev.stevedore.lib.oci.reference.ImageReference;
import dev.stevedore.lib.oci.reference.InvalidReferenceException;
import dev.stevedore.lib.registry.Access;
import dev.stevedore.lib.registry.Credentials;
import dev.stevedore.lib.registry.FetchedManifest;
import dev.stevedore.lib.registry.RegistryException;
import dev.stevedore.lib.registry.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** {@code POST /auth} and {@code GET /distribution/NAME/json}: questions to registries. */
public final class RegistryEndpoints {
  private static final int LONGEST_CONFIG = 8 << 20;
  private static final String DOCKER_HUB = "https://index.docker.io/v1/";

  private final RegistryAccess access;

  /** Asks registries through this. */
  public RegistryEndpoints(RegistryAccess access) {
    this.access = access;
  }

  /** Adds the routes. */
  public void register(Router router) {
    router.post("/auth", this::login);
    router.get("/distribution/{name...}/json", this::distribution);
    router.get(
        "/images/search",
        _ -> {
          throw new ApiException.NotImplemented(
              "search is not available: registries have no search in their protocol, and Docker Hub's"
                  + " own index is not asked");
        });
  }

  private void login(Exchange exchange) throws IOException {
    JsonNode body = exchange.json(JsonNode.class).orElseGet(JsonNodeFactory.instance::objectNode);
    Credentials credentials = AuthConfig.read(body);
    if (!(credentials instanceof Credentials.Password)
        && !(credentials instanceof Credentials.IdentityToken)) {
      throw new ApiException.BadParameter("username and password are required");
    }
    String server = AuthConfig.text(body, "serveraddress");
    exchange.interruptWhenGone(); // not before the body is read
    try {
      String token = access.registries().login(domain(server), credentials).identityToken();
      exchange.respond(
          JsonNodeFactory.instance
              .objectNode()
              .put("Status", "Login Succeeded")
              .put("IdentityToken", token));
    } catch (RegistryException e) {
      throw RegistryFailures.of(e);
    }
  }

  /** Clients name a registry by its host, or by a URL; none is Docker Hub. */
  private static String domain(String server) {
    if (server.isEmpty() || server.equals(DOCKER_HUB)) {
      return ImageReference.DEFAULT_DOMAIN;
    }
    String host = server.replaceFirst("^https?://", "");
    int slash = host.indexOf('/');
    host = slash < 0 ? host : host.substring(0, slash);
    return host.equals("index.docker.io") || host.equals("registry-1.docker.io")
        ? ImageReference.DEFAULT_DOMAIN
        : host;
  }

  private void distribution(Exchange exchange) throws IOException {
    exchange.interruptWhenGone();
    ImageReference name;
    try {
      name = ImageReference.parse(exchange.path("name")).withDefaultTag();
    } catch (InvalidReferenceException e) {
      throw new ApiException.BadParameter(String.valueOf(e.getMessage()), e);
    }
    try (Repository repository = access.open(name, AuthConfig.of(exchange), Access.PULL)) {
      exchange.respond(describe(repository, name));
    } catch (RegistryException e) {
      throw RegistryFailures.of(e);
    } catch (JsonFormatException e) {
      throw new ApiException.Internal(
          name.familiar() + ": the registry's answer is malformed: " + e.getMessage(), e);
    }
  }

  private static ObjectNode describe(Repository repository, ImageReference name)
      throws IOException {
    FetchedManifest fetched = repository.manifest(name);
    Descriptor descriptor = fetched.descriptor();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putObject("Descriptor")
        .put("mediaType", descriptor.mediaType())
        .put("digest", descriptor.digest().toString())
        .put("size", descriptor.size());
    ArrayNode platforms = json.putArray("Platforms");
    if (MediaTypes.isIndex(descriptor.mediaType())) {
      Index.parse(fetched.json()).manifests().stream()
          .map(Descriptor::platform)
          .flatMap(Optional::stream)
          .forEach(platform -> add(platforms, platform));
    } else {
      Descriptor config = Manifest.parse(fetched.json()).config();
      byte[] bytes = repository.blob(config, LONGEST_CONFIG);
      add(platforms, ImageConfig.parse(new String(bytes, StandardCharsets.UTF_8)).platform());
    }
    return json;
  }

  private static void add(ArrayNode platforms, Platform platform) {
    ObjectNode json =
        platforms.addObject().put("architecture", platform.architecture()).put("os", platform.os());
    if (!platform.variant().isEmpty()) {
      json.put("variant", platform.variant());
    }
  }
}
