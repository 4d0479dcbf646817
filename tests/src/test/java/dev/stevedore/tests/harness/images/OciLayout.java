package dev.stevedore.tests.harness.images;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A directory in OCI's layout with one image of any number of layers, for any number of platforms.
 *
 * <pre>
 *   index.json ─▶ manifest, or index ─▶ manifest per platform ─▶ config, layers
 * </pre>
 */
public final class OciLayout {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TYPES = "application/vnd.oci.image.";

  private final Path directory;
  private final List<Map<String, Object>> manifests = new ArrayList<>();

  /** An empty one in a new directory. */
  public OciLayout(Path directory) {
    this.directory = directory;
    try {
      Files.createDirectories(directory.resolve("blobs/sha256"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds the image for one architecture. */
  public OciLayout image(String architecture, List<String> command, LayerTar... layers) {
    List<Map<String, Object>> descriptors = new ArrayList<>();
    List<String> diffIds = new ArrayList<>();
    for (LayerTar layer : layers) {
      byte[] tar = layer.bytes();
      diffIds.add("sha256:" + ImageArchive.sha256(tar));
      descriptors.add(add(TYPES + "layer.v1.tar+gzip", DockerArchive.gzip(tar)));
    }
    byte[] config =
        json(
            Map.of(
                "architecture",
                architecture,
                "os",
                "linux",
                "created",
                "2026-01-01T00:00:00Z",
                "config",
                Map.of("Cmd", command, "Env", List.of("PATH=/bin")),
                "rootfs",
                Map.of("type", "layers", "diff_ids", diffIds)));
    byte[] manifest =
        json(
            Map.of(
                "schemaVersion",
                2,
                "mediaType",
                TYPES + "manifest.v1+json",
                "config",
                add(TYPES + "config.v1+json", config),
                "layers",
                descriptors));
    Map<String, Object> entry = new TreeMap<>(add(TYPES + "manifest.v1+json", manifest));
    entry.put("platform", Map.of("architecture", architecture, "os", "linux"));
    manifests.add(entry);
    return this;
  }

  /** Writes what leads to the images; an index, if there are several. */
  public Path write() {
    Map<String, Object> top = manifests.getFirst();
    if (manifests.size() > 1) {
      top =
          add(
              TYPES + "index.v1+json",
              json(
                  Map.of(
                      "schemaVersion",
                      2,
                      "mediaType",
                      TYPES + "index.v1+json",
                      "manifests",
                      manifests)));
    }
    write("oci-layout", json(Map.of("imageLayoutVersion", "1.0.0")));
    write("index.json", json(Map.of("schemaVersion", 2, "manifests", List.of(top))));
    return directory;
  }

  /** The bytes that all layers take, compressed, and everything else that is a blob. */
  public long size() {
    try (var files = Files.list(directory.resolve("blobs/sha256"))) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, Object> add(String type, byte[] blob) {
    String hex = ImageArchive.sha256(blob);
    write("blobs/sha256/" + hex, blob);
    return Map.of("mediaType", type, "digest", "sha256:" + hex, "size", blob.length);
  }

  private void write(String name, byte[] bytes) {
    try {
      Files.write(directory.resolve(name), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] json(Object value) {
    try {
      return JSON.writeValueAsString(value).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
