package dev.stevedore.hello.image;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.image.Descriptor;
import dev.stevedore.lib.oci.image.ExecutionDefaults;
import dev.stevedore.lib.oci.image.History;
import dev.stevedore.lib.oci.image.ImageConfig;
import dev.stevedore.lib.oci.image.Index;
import dev.stevedore.lib.oci.image.Manifest;
import dev.stevedore.lib.oci.image.MediaTypes;
import dev.stevedore.lib.oci.image.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Writes the {@code hello} image as an OCI layout in a tar (image-spec, image-layout.md). The same
 * program gives the same bytes.
 */
public final class HelloImage {
  private static final String NAME = "docker.io/library/hello:latest";
  private static final String CREATED = "2026-01-01T00:00:00Z";

  private HelloImage() {}

  /**
   * Takes two arguments.
   *
   * @param args the program's file, and the tar to write
   */
  public static void main(String[] args) throws IOException {
    byte[] program = Files.readAllBytes(Path.of(args[0]));
    Files.write(Path.of(args[1]), layout(program));
  }

  private static byte[] layout(byte[] program) throws IOException {
    byte[] layer = new TarArchive().file("hello", 0755, program).bytes();
    Descriptor layerDescriptor = Descriptor.of(MediaTypes.LAYER, layer);
    byte[] config = json(config(layerDescriptor).toJson());
    Descriptor configDescriptor = Descriptor.of(MediaTypes.CONFIG, config);
    byte[] manifest =
        json(
            new Manifest(MediaTypes.MANIFEST, configDescriptor, List.of(layerDescriptor), Map.of())
                .toJson());
    Descriptor manifestDescriptor = named(Descriptor.of(MediaTypes.MANIFEST, manifest));
    return new TarArchive()
        .file("oci-layout", 0644, json(new JsonObject().add("imageLayoutVersion", "1.0.0")))
        .file(
            "index.json",
            0644,
            json(new Index(MediaTypes.INDEX, List.of(manifestDescriptor), Map.of()).toJson()))
        .file(blob(manifestDescriptor), 0644, manifest)
        .file(blob(configDescriptor), 0644, config)
        .file(blob(layerDescriptor), 0644, layer)
        .bytes();
  }

  private static ImageConfig config(Descriptor layer) {
    ExecutionDefaults execution =
        new ExecutionDefaults(
            "",
            List.of(),
            List.of("PATH=/"),
            List.of(),
            List.of("/hello"),
            List.of(),
            "/",
            Map.of(),
            "",
            OptionalInt.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            false);
    History added = new History(CREATED, "ADD hello /", "", "", false);
    return new ImageConfig(
        CREATED, "", Platform.host(), execution, List.of(layer.digest()), List.of(added), "");
  }

  private static Descriptor named(Descriptor manifest) {
    return new Descriptor(
        manifest.mediaType(),
        manifest.digest(),
        manifest.size(),
        List.of(),
        Map.of("io.containerd.image.name", NAME, "org.opencontainers.image.ref.name", "latest"),
        Optional.of(Platform.host()));
  }

  private static String blob(Descriptor descriptor) {
    return "blobs/" + descriptor.digest().algorithm() + "/" + descriptor.digest().hex();
  }

  private static byte[] json(JsonObject object) {
    return object.toString().getBytes(StandardCharsets.UTF_8);
  }
}
