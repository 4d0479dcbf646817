package dev.stevedore.tests.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stevedore.tests.harness.grpc.ClientStream;
import dev.stevedore.tests.harness.grpc.GrpcClient;
import dev.stevedore.tests.harness.grpc.Proto;
import dev.stevedore.tests.harness.images.Busybox;
import dev.stevedore.tests.harness.images.LayerTar;
import dev.stevedore.tests.harness.images.OciLayout;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.registry.RegistryServer;
import dev.stevedore.tests.harness.registry.TlsFiles;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Containerd;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The transfer service of our containerd, used as ctr of containerd 1.7 and 2 use it: Debian's ctr
 * is too old for that, so messages are built here.
 */
@Timeout(60)
@WholeStack(needs = {"ctr", "docker-registry", "skopeo"})
class TransferTest {
  private static final String TRANSFER = "containerd.services.transfer.v1.Transfer/Transfer";
  private static final String TYPES = "containerd.types.transfer.";
  private static final String IMAGE = "docker.io/library/busybox:latest";
  private static int ids;
  private static Containerd containerd;
  private static GrpcClient client;

  @BeforeAll
  static void start(Scratch scratch) {
    containerd = Containerd.ours(scratch);
    client = new GrpcClient(containerd.socket());
    containerd.ctr("images", "import", Busybox.archive().toString()).run().ok();
  }

  @AfterAll
  static void stop() {
    client.close();
  }

  private static byte[] store(String name) {
    return Proto.any(TYPES + "ImageStore", new Proto().text(1, name).build());
  }

  private static byte[] unpackedStore(String name) {
    byte[] platform = new Proto().text(1, "linux").text(2, "amd64").build();
    return Proto.any(
        TYPES + "ImageStore",
        new Proto()
            .text(1, name)
            .bytes(3, platform)
            .bytes(10, new Proto().bytes(1, platform).build())
            .build());
  }

  private static byte[] registry(String reference) {
    return Proto.any(TYPES + "OCIRegistry", new Proto().text(1, reference).build());
  }

  private static byte[] registry(String reference, String authStream) {
    return Proto.any(
        TYPES + "OCIRegistry",
        new Proto().text(1, reference).bytes(2, new Proto().text(1, authStream).build()).build());
  }

  private static byte[] configured(String reference, Path hosts) {
    return Proto.any(
        TYPES + "OCIRegistry",
        new Proto()
            .text(1, reference)
            .bytes(2, new Proto().text(3, hosts.toString()).build())
            .build());
  }

  /** Transfers; gives the events that were told: the word, and what it is about. */
  private static List<String> transfer(byte[] from, byte[] to) {
    String id = "progress-" + ids++;
    ClientStream progress = new ClientStream(client, id);
    client.call(
        TRANSFER,
        new Proto().bytes(1, from).bytes(2, to).bytes(3, new Proto().text(1, id).build()).build());
    List<String> events = new ArrayList<>();
    Optional<Map<Integer, byte[]>> message = progress.receive();
    while (message.isPresent()) {
      Map<Integer, byte[]> event = message.get();
      events.add((ClientStream.text(event, 1) + " " + ClientStream.text(event, 2)).strip());
      message = progress.receive();
    }
    return events;
  }

  private static String remove(String... names) {
    List<String> args = new ArrayList<>(List.of("images", "rm", "--sync"));
    args.addAll(List.of(names));
    return containerd.ctr(args.toArray(String[]::new)).run().ok().out();
  }

  @Test
  void pushesAndPullsAndUnpacks(Scratch scratch) {
    String name = RegistryServer.open(scratch).address() + "/lib/busybox:1";
    transfer(store(IMAGE), store(name));

    assertThat(transfer(store(name), registry(name)))
        .startsWith("Pushing to OCI Registry (" + name + ")", "pushing content " + name)
        .anyMatch(event -> event.startsWith("waiting layer-sha256:"))
        .anyMatch(event -> event.startsWith("complete layer-sha256:"))
        .anyMatch(event -> event.startsWith("complete manifest-sha256:"))
        .endsWith("pushed content " + name, "Completed push to OCI Registry (" + name + ")");

    remove(name, IMAGE);
    assertThat(containerd.ctr("content", "ls", "-q").run().ok().out()).isEmpty();
    assertThat(transfer(registry(name), unpackedStore(name)))
        .startsWith("Resolving from OCI Registry (" + name + ")")
        .anyMatch(event -> event.startsWith("complete layer-sha256:"))
        .contains("saved " + name)
        .endsWith("Completed pull from OCI Registry (" + name + ")");
    assertThat(containerd.ctr("images", "check").run().ok().out())
        .contains("complete (2/2)")
        .contains("true");
    assertThat(containerd.ctr("leases", "ls", "-q").run().ok().out()).isEmpty();
    // What is pulled is kept, and the image can be run.
    assertThat(
            containerd
                .ctr(
                    "run",
                    "--rm",
                    "--runtime",
                    "io.containerd.stevedore.v1",
                    name,
                    "c",
                    "echo",
                    "hi")
                .run()
                .ok()
                .out())
        .isEqualTo("hi\n");
    assertThat(transfer(registry(name), store(name)))
        .anyMatch(event -> event.startsWith("already exists layer-sha256:"));
    transfer(store(name), store(IMAGE));

    assertThatThrownBy(() -> transfer(registry(name + "x"), store(name)))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
              assertThat(e.getStatus().getDescription())
                  .isEqualTo("failed to resolve image: " + name + "x: not found");
            });
    remove(name);
  }

  @Test
  void whatOtherMachinesAreSentIsKnownIfThatIsAskedFor(Scratch scratch) {
    RegistryServer registry = RegistryServer.open(scratch);
    OciLayout platforms = new OciLayout(scratch.resolve("platforms"));
    platforms.image("amd64", List.of("true"), Busybox.layer());
    platforms.image("arm64", List.of("true"), new LayerTar().file("arm", "arm\n"));
    registry.push(platforms.write(), "platforms:1");
    String name = registry.image("platforms:1");
    byte[] platform = new Proto().text(1, "linux").text(2, "amd64").build();

    transfer(
        registry(name),
        Proto.any(TYPES + "ImageStore", new Proto().text(1, name).bytes(3, platform).build()));
    int before = blobs();
    transfer(
        registry(name),
        Proto.any(
            TYPES + "ImageStore",
            new Proto().text(1, name).bytes(3, platform).number(4, 1).build()));
    // Manifest and config for the other one too.
    assertThat(blobs() - before).isEqualTo(2);
    assertThat(containerd.ctr("images", "ls").run().ok().out()).contains("linux/amd64,linux/arm64");
    assertThat(
            containerd
                .ctr("images", "export", "--all-platforms", scratch.resolve("x").toString(), name)
                .run()
                .exits(1)
                .err())
        .contains("not found");
    remove(name);
  }

  private static int blobs() {
    return containerd.ctr("content", "ls", "-q").run().ok().lines().size();
  }

  @Test
  void asksTheClientForItsPassword(Scratch scratch) {
    String name = RegistryServer.withPassword(scratch).address() + "/lib/busybox:1";
    transfer(store(IMAGE), store(name));
    assertThatThrownBy(() -> transfer(store(name), registry(name)))
        .hasMessageContaining("authorization failed");
    ClientStream auth = new ClientStream(client, "auth");
    Thread asked =
        Thread.ofVirtual()
            .start(
                () -> {
                  Map<Integer, byte[]> request = auth.receive().orElseThrow();
                  assertThat(name).startsWith(ClientStream.text(request, 1));
                  auth.send(
                      TYPES + "AuthResponse",
                      new Proto()
                          .number(1, 1)
                          .text(2, RegistryServer.PASSWORD)
                          .text(3, RegistryServer.USER)
                          .build());
                });
    assertThat(transfer(store(name), registry(name, "auth")))
        .endsWith("Completed push to OCI Registry (" + name + ")");
    assertThat(asked.isAlive()).isFalse();
    auth.end();
    remove(name);
  }

  @Test
  void hostsAreFoundByTheirConfiguration(Scratch scratch) throws IOException {
    TlsFiles files = TlsFiles.make(scratch, "127.0.0.1");
    String server = RegistryServer.withTls(scratch, "127.0.0.1", files).address();
    String mirror = RegistryServer.open(scratch).address();
    Path hosts = scratch.directory("certs.d");
    Path file = Files.createDirectory(hosts.resolve("box.example")).resolve("hosts.toml");
    String name = "box.example/lib/box:1";
    transfer(store(IMAGE), store(name));
    String down = "[host.'http://127.0.0.1:1']\n";

    Files.writeString(file, "server = 'https://%s'\n%s".formatted(server, down));
    assertThatThrownBy(() -> transfer(store(name), configured(name, hosts)))
        .hasMessageContaining("connection refused");
    Files.writeString(
        file,
        "server = 'https://%s'\n%scapabilities = ['pull', 'resolve']".formatted(server, down));
    assertThatThrownBy(() -> transfer(store(name), configured(name, hosts)))
        .hasMessageContaining("x509: certificate signed by unknown authority");
    Files.writeString(
        file,
        "server = 'https://%s'\nskip_verify = true\n%scapabilities = ['pull', 'resolve']"
            .formatted(server, down));
    transfer(store(name), configured(name, hosts));

    // The mirror is down, and the server is found by its authority.
    Files.copy(files.authority(), file.resolveSibling("authority.pem"));
    Files.writeString(
        file, "server = 'https://%s'\nca = 'authority.pem'\n%s".formatted(server, down));
    pullsAlone(name, hosts);
    containerd
        .ctr("images", "pull", "--hosts-dir", hosts.toString(), name)
        .run()
        .ok(); // Debian's reads the file as we do.

    // The server is down, and the mirror has the image under its path.
    transfer(store(name), store(mirror + "/lib/box:1"));
    transfer(store(mirror + "/lib/box:1"), registry(mirror + "/lib/box:1"));
    remove(mirror + "/lib/box:1");
    Files.writeString(
        file, "server = 'http://127.0.0.1:1'\n[host.'http://%s']\n".formatted(mirror));
    pullsAlone(name, hosts);
    remove(name);
  }

  /** Pulls an image of which nothing is here. */
  private static void pullsAlone(String name, Path hosts) {
    remove(name, IMAGE);
    assertThat(containerd.ctr("content", "ls", "-q").run().ok().out()).isEmpty();
    assertThat(transfer(configured(name, hosts), unpackedStore(name)))
        .endsWith("Completed pull from OCI Registry (" + name + ")");
    transfer(store(name), store(IMAGE));
  }

  /** Layers are unpacked at the same time, without those below. */
  @Test
  void whatALayerHidesAndImpliesIsOfTheLayersBelow(Scratch scratch) {
    RegistryServer server = RegistryServer.open(scratch);
    OciLayout layout =
        new OciLayout(scratch.resolve("layers"))
            .image(
                "amd64",
                List.of("sh"),
                Busybox.layer()
                    .directory("secret", 0700)
                    .file("secret/old", "old")
                    .file("secret/kept", "kept")
                    .file("all/one", "one"),
                new LayerTar().file("secret/.wh.old", "").file("secret/new", "new"),
                new LayerTar().file("all/.wh..wh..opq", "").file("all/two", "two"),
                new LayerTar().file(".wh.etc", ""));
    server.push(layout.write(), "layers:1");
    String name = server.image("layers:1");
    transfer(registry(name), unpackedStore(name));
    assertThat(
            containerd
                .ctr(
                    "run",
                    "--rm",
                    "--runtime",
                    "io.containerd.stevedore.v1",
                    name,
                    "layers",
                    "sh",
                    "-c",
                    "stat -c %a /secret; ls /secret /all; test ! -e /etc/passwd")
                .run()
                .ok()
                .out())
        .isEqualTo("700\n/all:\ntwo\n\n/secret:\nkept\nnew\n");
    remove(name);
  }

  @Test
  void whatIsExportedCanBeImported() throws IOException {
    byte[] exported = export();
    remove(IMAGE);
    assertThat(importArchive(exported)).contains("saved " + IMAGE, "Completed import");
    assertThat(containerd.ctr("images", "check").run().ok().out()).contains("complete (2/2)");
    assertThat(export()).isEqualTo(exported);

    // Debian's ctr reads it too, and makes the same names of it.
    Path file = Files.createTempFile("export", ".tar");
    try {
      Files.write(file, exported);
      remove(IMAGE);
      containerd.ctr("images", "import", file.toString()).run().ok();
      assertThat(containerd.ctr("images", "ls", "-q").run().ok().out()).contains(IMAGE);
    } finally {
      Files.delete(file);
    }
  }

  private static byte[] export() {
    String id = "export-" + ids++;
    ClientStream stream = new ClientStream(client, id);
    stream.send(TYPES + "WindowUpdate", new Proto().number(1, 1 << 30).build());
    transfer(store(IMAGE), Proto.any(TYPES + "ImageExportStream", new Proto().text(1, id).build()));
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    Optional<Map<Integer, byte[]>> message = stream.receive();
    while (message.isPresent()) {
      archive.writeBytes(ClientStream.bytes(message.get(), 1));
      message = stream.receive();
    }
    return archive.toByteArray();
  }

  /** Imports under the names that the archive has, and unpacks. */
  private static List<String> importArchive(byte[] archive) {
    String id = "import-" + ids++;
    ClientStream stream = new ClientStream(client, id);
    Thread sender =
        Thread.ofVirtual()
            .start(
                () -> {
                  ByteArrayInputStream in = new ByteArrayInputStream(archive);
                  // Each message of the server's is a window of 64 KiB.
                  while (in.available() > 0 && stream.receive().isPresent()) {
                    for (int i = 0; i < 2; i++) {
                      byte[] part = new byte[Math.min(32 << 10, in.available())];
                      in.readNBytes(part, 0, part.length);
                      stream.send(TYPES + "Data", new Proto().bytes(1, part).build());
                    }
                  }
                  stream.end();
                });
    byte[] prefix = new Proto().text(1, "import").number(2, 1).number(3, 1).build();
    byte[] unpack =
        new Proto().bytes(1, new Proto().text(1, "linux").text(2, "amd64").build()).build();
    List<String> events =
        transfer(
            Proto.any(TYPES + "ImageImportStream", new Proto().text(1, id).build()),
            Proto.any(
                TYPES + "ImageStore", new Proto().bytes(6, prefix).bytes(10, unpack).build()));
    assertThat(sender.isAlive()).isFalse();
    return events;
  }

  @Test
  void whatIsNotDoneIsRefused() {
    assertThatThrownBy(() -> transfer(registry("a.b/c:1"), registry("a.b/c:2")))
        .hasMessageStartingWith("UNIMPLEMENTED: unable to transfer from containerd.types.transfer");
    assertThatThrownBy(() -> client.call(TRANSFER, new byte[0]))
        .hasMessageStartingWith("UNIMPLEMENTED");
    byte[] request =
        new Proto()
            .bytes(1, store(IMAGE))
            .bytes(2, store("x"))
            .bytes(3, new Proto().text(1, "nothing").build())
            .build();
    assertThatThrownBy(() -> client.call(TRANSFER, request))
        .hasMessage("NOT_FOUND: stream \"nothing\": not found");
  }
}
