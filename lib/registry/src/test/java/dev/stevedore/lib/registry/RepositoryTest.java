package dev.stevedore.lib.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import dev.stevedore.lib.oci.image.Descriptor;
import dev.stevedore.lib.oci.image.Digest;
import dev.stevedore.lib.oci.image.MediaTypes;
import dev.stevedore.lib.oci.reference.ImageReference;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepositoryTest {
  private static final byte[] MANIFEST =
      ("{\"schemaVersion\":2,\"mediaType\":\"" + MediaTypes.MANIFEST + "\"}").getBytes(UTF_8);
  private static final byte[] BLOB = new byte[300_000];
  private static final Descriptor LAYER;

  static {
    new Random(1).nextBytes(BLOB);
    LAYER = Descriptor.of(MediaTypes.LAYER, BLOB);
  }

  private static final RegistrySettings SETTINGS =
      RegistrySettings.defaults("test").withRetries(new RetryPolicy(3, Duration.ofMillis(1)));

  private static Repository open(String hostPort, Credentials credentials, Access access)
      throws IOException {
    return new Registries(() -> SETTINGS)
        .open(ImageReference.parse(hostPort + "/a/b"), credentials, access);
  }

  private static ImageReference name(FakeRegistry registry, String tag) {
    return ImageReference.parse(registry.hostPort() + "/a/b:" + tag);
  }

  private static void sendManifest(HttpExchange exchange) throws IOException {
    FakeRegistry.send(
        exchange,
        200,
        Map.of(
            "Content-Type",
            MediaTypes.MANIFEST,
            "Docker-Content-Digest",
            Digest.sha256(MANIFEST).toString()),
        MANIFEST);
  }

  /** A sink in memory. */
  private static final class Sink implements ContentSink {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public long offset() {
      return bytes.size();
    }

    @Override
    public void write(byte[] part, int from, int count) {
      bytes.write(part, from, count);
    }

    @Override
    public void restart() {
      bytes.reset();
    }
  }

  @Test
  void aTokenIsFetchedOnceForAllRequestsOfAScope() throws Exception {
    try (FakeRegistry registry =
            new FakeRegistry(
                exchange -> {
                  String path = exchange.getRequestURI().getPath();
                  String host = exchange.getRequestHeaders().getFirst("Host");
                  if (path.equals("/token")) {
                    FakeRegistry.send(exchange, 200, Map.of(), "{\"token\":\"T\"}");
                  } else if ("Bearer T"
                      .equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                    sendManifest(exchange);
                  } else {
                    FakeRegistry.send(
                        exchange,
                        401,
                        Map.of(
                            "WWW-Authenticate",
                            "Bearer realm=\"http://" + host + "/token\",service=\"s\""),
                        "");
                  }
                });
        Repository repository =
            open(registry.hostPort(), new Credentials.Password("u", "p"), Access.PULL)) {
      Descriptor target = repository.resolve(name(registry, "1"));
      assertThat(target).isEqualTo(Descriptor.of(MediaTypes.MANIFEST, MANIFEST));
      assertThat(repository.manifest(target).content()).isEqualTo(MANIFEST);
      assertThat(registry.asked)
          .containsExactly(
              "GET /v2/",
              "GET /token?account=u&client_id=stevedore&scope=repository%3Aa%2Fb%3Apull&service=s"
                  + " [Basic dTpw]",
              "HEAD /v2/a/b/manifests/1 [Bearer T]",
              "GET /v2/a/b/manifests/" + target.digest() + " [Bearer T]");
    }
  }

  @Test
  void anIdentityTokenIsExchangedByPost() throws Exception {
    try (FakeRegistry registry =
            new FakeRegistry(
                exchange -> {
                  String host = exchange.getRequestHeaders().getFirst("Host");
                  if (exchange.getRequestURI().getPath().equals("/token")) {
                    String form = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
                    boolean right =
                        form.contains("grant_type=refresh_token")
                            && form.contains("refresh_token=I");
                    FakeRegistry.send(
                        exchange, right ? 200 : 401, Map.of(), "{\"access_token\":\"T\"}");
                  } else if (exchange.getRequestHeaders().getFirst("Authorization") != null) {
                    sendManifest(exchange);
                  } else {
                    FakeRegistry.send(
                        exchange,
                        401,
                        Map.of("WWW-Authenticate", "Bearer realm=\"http://" + host + "/token\""),
                        "");
                  }
                });
        Repository repository =
            open(registry.hostPort(), new Credentials.IdentityToken("I"), Access.PULL)) {
      repository.resolve(name(registry, "1"));
      assertThat(registry.asked).contains("POST /token", "HEAD /v2/a/b/manifests/1 [Bearer T]");
    }
  }

  @Test
  void whoHasNoPasswordIsToldSo() throws Exception {
    try (FakeRegistry registry =
            new FakeRegistry(
                exchange ->
                    FakeRegistry.send(
                        exchange, 401, Map.of("WWW-Authenticate", "Basic realm=\"r\""), ""));
        Repository repository = open(registry.hostPort(), Credentials.NONE, Access.PULL)) {
      assertThatThrownBy(() -> repository.resolve(name(registry, "1")))
          .isInstanceOf(RegistryException.class)
          .hasMessage(
              "Head \"http://%s/v2/a/b/manifests/1\": no basic auth credentials",
              registry.hostPort());
    }
  }

  @Test
  void aMissingManifestIsToldInTheRegistrysWords() throws Exception {
    try (FakeRegistry registry =
            new FakeRegistry(
                exchange ->
                    FakeRegistry.send(
                        exchange,
                        404,
                        Map.of(),
                        "{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\",\"message\":\"manifest unknown\"}]}"));
        Repository repository = open(registry.hostPort(), Credentials.NONE, Access.PULL)) {
      assertThatThrownBy(() -> repository.resolve(name(registry, "1")))
          .hasMessage("manifest unknown: manifest unknown")
          .extracting(e -> ((RegistryException) e).kind())
          .isEqualTo(RegistryException.Kind.NOT_FOUND);
    }
  }

  @Test
  void aManifestWithAnotherDigestIsRefused() throws Exception {
    try (FakeRegistry registry = new FakeRegistry(RepositoryTest::sendManifest);
        Repository repository = open(registry.hostPort(), Credentials.NONE, Access.PULL)) {
      Descriptor other = Descriptor.of(MediaTypes.MANIFEST, new byte[] {1});
      assertThatThrownBy(() -> repository.manifest(other)).hasMessageContaining("has another one");
    }
  }

  @Test
  void aBusyRegistryIsAskedAgain() throws Exception {
    AtomicInteger count = new AtomicInteger();
    try (FakeRegistry registry =
            new FakeRegistry(
                exchange -> {
                  if (count.incrementAndGet() < 4) {
                    FakeRegistry.send(exchange, count.get() == 2 ? 429 : 503);
                  } else {
                    sendManifest(exchange);
                  }
                });
        Repository repository = open(registry.hostPort(), Credentials.NONE, Access.PULL)) {
      assertThat(repository.resolve(name(registry, "1")).size()).isEqualTo(MANIFEST.length);
      assertThat(registry.asked).hasSize(4);
    }
  }

  @Test
  void aBusyRegistryIsNotAskedForEver() throws Exception {
    try (FakeRegistry registry = new FakeRegistry(exchange -> FakeRegistry.send(exchange, 503));
        Repository repository = open(registry.hostPort(), Credentials.NONE, Access.PULL)) {
      assertThatThrownBy(() -> repository.manifest(name(registry, "1")))
          .hasMessage("received unexpected HTTP status: 503 Service Unavailable");
    }
  }

  @Test
  void aBrokenDownloadGoesOnWhereItStopped() throws Exception {
    try (FakeRegistry registry =
            new FakeRegistry(
                exchange -> {
                  String range = exchange.getRequestHeaders().getFirst("Range");
                  if (!exchange.getRequestURI().getPath().contains("/blobs/")) {
                    FakeRegistry.send(exchange, 200);
                  } else if (range == null) {
                    FakeRegistry.sendPart(exchange, BLOB, 100_000);
                  } else {
                    int from =
                        Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
                    FakeRegistry.send(
                        exchange,
                        206,
                        Map.of(
                            "Content-Range",
                            "bytes %d-%d/%d".formatted(from, BLOB.length - 1, BLOB.length)),
                        Arrays.copyOfRange(BLOB, from, BLOB.length));
                  }
                });
        Repository repository = open(registry.hostPort(), Credentials.NONE, Access.PULL)) {
      Sink sink = new Sink();
      repository.download(LAYER, sink, RetryListener.NONE);
      assertThat(sink.bytes.toByteArray()).isEqualTo(BLOB);
      assertThat(registry.asked).hasSize(3);
    }
  }

  @Test
  void aRegistryWithoutRangesBeginsAnew() throws Exception {
    try (FakeRegistry registry =
            new FakeRegistry(exchange -> FakeRegistry.send(exchange, 200, Map.of(), BLOB));
        Repository repository = open(registry.hostPort(), Credentials.NONE, Access.PULL)) {
      Sink sink = new Sink();
      sink.write(BLOB, 0, 1000);
      repository.download(LAYER, sink, RetryListener.NONE);
      assertThat(sink.bytes.toByteArray()).isEqualTo(BLOB);
    }
  }

  @Test
  void aRedirectToAnotherHostDoesNotGetTheAuthorization() throws Exception {
    try (FakeRegistry storage =
            new FakeRegistry(exchange -> FakeRegistry.send(exchange, 200, Map.of(), BLOB));
        FakeRegistry registry =
            new FakeRegistry(
                exchange -> {
                  if (exchange.getRequestHeaders().getFirst("Authorization") == null) {
                    FakeRegistry.send(
                        exchange, 401, Map.of("WWW-Authenticate", "Basic realm=\"r\""), "");
                  } else {
                    FakeRegistry.send(
                        exchange,
                        307,
                        Map.of("Location", "http://" + storage.hostPort() + "/data?sig=1"),
                        "");
                  }
                });
        Repository repository =
            open(registry.hostPort(), new Credentials.Password("u", "p"), Access.PULL)) {
      Sink sink = new Sink();
      repository.download(LAYER, sink, RetryListener.NONE);
      assertThat(sink.bytes.toByteArray()).isEqualTo(BLOB);
      assertThat(storage.asked).containsExactly("GET /data?sig=1");
    }
  }

  @Test
  void aMirrorIsAskedFirstAndWithoutCredentialsAndTheRegistryIfItFails() throws Exception {
    try (FakeRegistry mirror = new FakeRegistry(exchange -> FakeRegistry.send(exchange, 404));
        FakeRegistry registry =
            new FakeRegistry(
                exchange -> {
                  if (exchange.getRequestHeaders().getFirst("Authorization") == null) {
                    FakeRegistry.send(
                        exchange, 401, Map.of("WWW-Authenticate", "Basic realm=\"r\""), "");
                  } else {
                    sendManifest(exchange);
                  }
                })) {
      RegistrySettings settings =
          SETTINGS.withMirrors(
              Map.of(registry.hostPort(), List.of(URI.create("http://" + mirror.hostPort()))));
      try (Repository repository =
          new Registries(() -> settings)
              .open(name(registry, "1"), new Credentials.Password("u", "p"), Access.PULL)) {
        assertThat(repository.resolve(name(registry, "1")).size()).isEqualTo(MANIFEST.length);
      }
      assertThat(mirror.asked).first().isEqualTo("GET /v2/");
      assertThat(mirror.asked).noneMatch(it -> it.contains("["));
    }
  }

  @Test
  void tagsComePageByPage() throws Exception {
    try (FakeRegistry registry =
            new FakeRegistry(
                exchange -> {
                  if (exchange.getRequestURI().toString().endsWith("/tags/list")) {
                    FakeRegistry.send(
                        exchange,
                        200,
                        Map.of("Link", "</v2/a/b/tags/list?last=b>; rel=\"next\""),
                        "{\"name\":\"a/b\",\"tags\":[\"a\",\"b\"]}");
                  } else {
                    FakeRegistry.send(exchange, 200, Map.of(), "{\"tags\":[\"c\"]}");
                  }
                });
        Repository repository = open(registry.hostPort(), Credentials.NONE, Access.PULL)) {
      assertThat(repository.tags()).containsExactly("a", "b", "c");
    }
  }

  @Test
  void referrersAreFoundByTagWhereThereIsNoApiForThem() throws Exception {
    String index =
        """
        {"schemaVersion":2,"mediaType":"%s","manifests":[
         {"mediaType":"%s","digest":"%s","size":300000,"artifactType":"x/signature"},
         {"mediaType":"%s","digest":"%s","size":300000,"artifactType":"x/other"}]}"""
            .formatted(
                MediaTypes.INDEX,
                MediaTypes.MANIFEST,
                LAYER.digest(),
                MediaTypes.MANIFEST,
                LAYER.digest());
    try (FakeRegistry registry =
            new FakeRegistry(
                exchange -> {
                  String path = exchange.getRequestURI().getPath();
                  if (path.contains("/manifests/sha256-")) {
                    FakeRegistry.send(
                        exchange, 200, Map.of("Content-Type", MediaTypes.INDEX), index);
                  } else {
                    FakeRegistry.send(exchange, path.equals("/v2/") ? 200 : 404);
                  }
                });
        Repository repository = open(registry.hostPort(), Credentials.NONE, Access.PULL)) {
      assertThat(repository.referrers(LAYER.digest(), "x/signature"))
          .singleElement()
          .extracting(Referrer::artifactType)
          .isEqualTo("x/signature");
    }
  }

  @Test
  void aSmallBlobIsUploadedInOnePut() throws Exception {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    try (FakeRegistry registry =
            new FakeRegistry(
                exchange -> {
                  switch (exchange.getRequestMethod()) {
                    case "POST" ->
                        FakeRegistry.send(exchange, 202, Map.of("Location", "/upload?state=x"), "");
                    case "PUT" -> {
                      stored.write(exchange.getRequestBody().readAllBytes());
                      FakeRegistry.send(exchange, 201);
                    }
                    default -> FakeRegistry.send(exchange, 200);
                  }
                });
        Repository repository = open(registry.hostPort(), Credentials.NONE, Access.PUSH)) {
      repository.upload(LAYER, RepositoryTest::blob, RetryListener.NONE);
      assertThat(stored.toByteArray()).isEqualTo(BLOB);
      assertThat(registry.asked)
          .last()
          .asString()
          .startsWith("PUT /upload?state=x&digest=sha256%3A");
    }
  }

  private static ByteArrayInputStream blob(long offset) {
    return new ByteArrayInputStream(BLOB, (int) offset, BLOB.length - (int) offset);
  }

  @Test
  void aBlobThatTheRegistryHasElsewhereIsMounted() throws Exception {
    try (FakeRegistry registry =
            new FakeRegistry(
                exchange ->
                    FakeRegistry.send(
                        exchange, exchange.getRequestMethod().equals("POST") ? 201 : 200));
        Repository repository = open(registry.hostPort(), Credentials.NONE, Access.PUSH)) {
      assertThat(repository.mount(LAYER.digest(), "c/d")).isTrue();
      assertThat(registry.asked).last().asString().endsWith("&from=c%2Fd");
    }
  }

  @Test
  void aRegistryThatIsNotThereIsToldInDockersWords() throws IOException {
    try (Repository repository = open("127.0.0.1:1", Credentials.NONE, Access.PULL)) {
      assertThatThrownBy(() -> repository.resolve(ImageReference.parse("127.0.0.1:1/a/b:1")))
          .hasMessage(
              "Get \"http://127.0.0.1:1/v2/\": dial tcp 127.0.0.1:1: connect: connection refused");
    }
  }

  @Test
  void hostsAreAskedInTheirOrderForWhatTheyCan(@TempDir Path hosts) throws Exception {
    List<String> headers = new CopyOnWriteArrayList<>();
    try (FakeRegistry mirror =
            new FakeRegistry(
                exchange -> {
                  headers.addAll(exchange.getRequestHeaders().get("X-who"));
                  if (exchange.getRequestMethod().equals("HEAD")) {
                    sendManifest(exchange);
                  } else {
                    FakeRegistry.send(exchange, 404);
                  }
                });
        FakeRegistry registry = new FakeRegistry(RepositoryTest::sendManifest)) {
      Path directory = Files.createDirectory(hosts.resolve("r.example"));
      Files.writeString(
          directory.resolve("hosts.toml"),
          """
          server = "http://%s"
          [host."http://127.0.0.1:1"]
          [host."http://%s/cache"]
            capabilities = ["pull", "resolve"]
            [host."http://%s/cache".header]
              x-who = ["me", "too"]
          """
              .formatted(registry.hostPort(), mirror.hostPort(), mirror.hostPort()));
      RegistrySettings settings =
          SETTINGS.withHosts(List.of(hosts)).withRetries(new RetryPolicy(1, Duration.ofMillis(1)));
      ImageReference name = ImageReference.parse("r.example/a/b:1");
      try (Repository repository =
          new Registries(() -> settings).open(name, Credentials.NONE, Access.PULL)) {
        assertThat(repository.resolve(name))
            .isEqualTo(Descriptor.of(MediaTypes.MANIFEST, MANIFEST));
        assertThat(repository.manifest(name).content()).isEqualTo(MANIFEST);
      }
      assertThat(mirror.asked)
          .containsExactly(
              "GET /cache/v2/",
              "HEAD /cache/v2/a/b/manifests/1?ns=r.example",
              "GET /cache/v2/a/b/manifests/1?ns=r.example");
      assertThat(registry.asked)
          .containsExactly("GET /v2/", "GET /v2/a/b/manifests/1?ns=r.example");
      assertThat(headers).containsExactly("me", "too", "me", "too", "me", "too");

      Files.writeString(
          directory.resolve("hosts.toml"), "server = 'r.example'\ncapabilities = ['resolve']");
      try (Repository repository =
          new Registries(() -> settings).open(name, Credentials.NONE, Access.PULL)) {
        assertThatThrownBy(() -> repository.manifest(name)).hasMessage("no pull hosts");
      }
    }
  }
}
