package dev.stevedore.containerd.transfer;

import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.server.RequestContext;
import dev.stevedore.containerd.streaming.ClientStream;
import dev.stevedore.containerd.streaming.Streams;
import dev.stevedore.lib.containerdapi.transfer.AuthRequest;
import dev.stevedore.lib.containerdapi.transfer.AuthResponse;
import dev.stevedore.lib.containerdapi.transfer.HTTPDebug;
import dev.stevedore.lib.containerdapi.transfer.OCIRegistry;
import dev.stevedore.lib.containerdapi.transfer.RegistryResolver;
import dev.stevedore.lib.oci.reference.ImageReference;
import dev.stevedore.lib.registry.Access;
import dev.stevedore.lib.registry.Credentials;
import dev.stevedore.lib.registry.InsecureRegistries;
import dev.stevedore.lib.registry.Registries;
import dev.stevedore.lib.registry.RegistrySettings;
import dev.stevedore.lib.registry.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The registry that a client names in a transfer, and how it is to be reached. */
final class Registry {
  private static final String AGENT = "containerd/1.7.0+stevedore";

  private final OCIRegistry message;
  private final Streams streams;
  private final ImageReference name;

  Registry(OCIRegistry message, Streams streams) {
    this.message = message;
    this.streams = streams;
    try {
      this.name = ImageReference.parse(message.getReference());
    } catch (IllegalArgumentException e) {
      throw Failure.invalidArgument(
          "reference \"" + message.getReference() + "\": " + e.getMessage());
    }
    refuseWhatIsNotDone(message.getResolver());
  }

  private static void refuseWhatIsNotDone(RegistryResolver resolver) {
    for (String header : resolver.getHeadersMap().keySet()) {
      if (!header.toLowerCase(Locale.ROOT).equals("user-agent")) {
        throw Failure.notImplemented("header " + header + " for a registry");
      }
    }
    if (resolver.getHttpDebug() != HTTPDebug.DISABLED || !resolver.getLogsStream().isEmpty()) {
      throw Failure.notImplemented("showing the requests to a registry");
    }
  }

  ImageReference name() {
    return name;
  }

  /** As the client wrote it. */
  String reference() {
    return message.getReference();
  }

  @Override
  public String toString() {
    return "OCI Registry (" + reference() + ")";
  }

  Repository open(Access access) throws IOException, InterruptedException {
    RegistrySettings settings = settings();
    return new Registries(() -> settings).open(name, credentials(), access);
  }

  private RegistrySettings settings() {
    RegistryResolver resolver = message.getResolver();
    String agent = AGENT;
    for (var header : resolver.getHeadersMap().entrySet()) {
      agent = header.getValue();
    }
    RegistrySettings settings = RegistrySettings.defaults(agent);
    if (resolver.getDefaultScheme().equals("http")) {
      settings = settings.withInsecure(InsecureRegistries.parse(List.of(name.domain())));
    }
    if (!resolver.getHostDir().isEmpty()) {
      Path hosts = Path.of(resolver.getHostDir());
      for (String host : List.of(name.domain(), "_default")) {
        if (Files.exists(hosts.resolve(host).resolve("hosts.toml"))) {
          throw Failure.notImplemented("reading " + hosts.resolve(host).resolve("hosts.toml"));
        }
      }
      settings = settings.withCertificates(List.of(hosts));
    }
    return settings;
  }

  /** The client is asked before the registry is: that asks for them sooner or later. */
  private Credentials credentials() throws IOException, InterruptedException {
    String id = message.getResolver().getAuthStream();
    if (id.isEmpty()) {
      return Credentials.NONE;
    }
    ClientStream stream = streams.get(RequestContext.namespace(), id);
    stream.send(
        AuthRequest.newBuilder()
            .setHost(
                name.domain().equals(ImageReference.DEFAULT_DOMAIN)
                    ? "registry-1.docker.io"
                    : name.domain())
            .setReference(reference())
            .build());
    AuthResponse answer =
        stream
            .receive(AuthResponse.parser(), AuthResponse.getDescriptor().getFullName())
            .orElseThrow(() -> new IOException("the client gave no credentials"));
    return switch (answer.getAuthType()) {
      case CREDENTIALS ->
          answer.getUsername().isEmpty()
              ? Credentials.NONE
              : new Credentials.Password(answer.getUsername(), answer.getSecret());
      case REFRESH ->
          answer.getSecret().isEmpty()
              ? Credentials.NONE
              : new Credentials.IdentityToken(answer.getSecret());
      case HEADER -> header(answer.getSecret());
      default -> Credentials.NONE;
    };
  }

  private static Credentials header(String value) {
    if (!value.startsWith("Bearer ")) {
      throw Failure.notImplemented("a header Authorization that is no Bearer");
    }
    return new Credentials.RegistryToken(value.substring("Bearer ".length()));
  }
}
