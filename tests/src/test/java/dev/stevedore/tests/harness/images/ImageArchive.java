package dev.stevedore.tests.harness.images;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * An image as a tar that is both an OCI layout and what {@code docker save} writes, so that every
 * engine loads it. The entries can be changed before it is written, to make a broken one.
 *
 * <pre>
 *   oci-layout, index.json ─▶ blobs/sha256/(manifest) ─▶ blobs/sha256/(config), blobs/sha256/(layer)…
 *   manifest.json ──────────────────────────────────────▶ the same config and layers
 * </pre>
 */
public final class ImageArchive {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, byte[]> entries = new LinkedHashMap<>();
  private final String layer;
  private final String config;
  private final String manifest;

  /**
   * An image of one layer.
   *
   * @param name such as {@code busybox:latest}
   * @param command the words of Cmd
   * @param files the layer
   */
  public ImageArchive(String name, List<String> command, LayerTar files) {
    byte[] tar = files.bytes();
    byte[] zipped = DockerArchive.gzip(tar);
    layer = add(zipped);
    byte[] configJson =
        json(
            Map.of(
                "architecture",
                "amd64",
                "os",
                "linux",
                "created",
                "2026-01-01T00:00:00Z",
                "config",
                Map.of(
                    "Cmd",
                    command,
                    "Env",
                    List.of("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")),
                "rootfs",
                Map.of("type", "layers", "diff_ids", List.of("sha256:" + sha256(tar))),
                "history",
                List.of(
                    Map.of("created", "2026-01-01T00:00:00Z", "created_by", "stevedore tests"))));
    config = add(configJson);
    byte[] manifestJson =
        json(
            Map.of(
                "schemaVersion",
                2,
                "mediaType",
                "application/vnd.oci.image.manifest.v1+json",
                "config",
                descriptor("application/vnd.oci.image.config.v1+json", config, configJson.length),
                "layers",
                List.of(
                    descriptor(
                        "application/vnd.oci.image.layer.v1.tar+gzip", layer, zipped.length))));
    manifest = add(manifestJson);
    Map<String, Object> described =
        new TreeMap<>(
            descriptor(
                "application/vnd.oci.image.manifest.v1+json", manifest, manifestJson.length));
    described.put(
        "annotations",
        Map.of(
            "io.containerd.image.name",
            "docker.io/library/" + name,
            "org.opencontainers.image.ref.name",
            name.substring(name.indexOf(':') + 1)));
    entries.put("oci-layout", json(Map.of("imageLayoutVersion", "1.0.0")));
    entries.put("index.json", json(Map.of("schemaVersion", 2, "manifests", List.of(described))));
    entries.put(
        "manifest.json",
        json(
            List.of(
                Map.of("Config", config, "RepoTags", List.of(name), "Layers", List.of(layer)))));
  }

  /** The entry names with their bytes; changes go into what is written. */
  public Map<String, byte[]> entries() {
    return entries;
  }

  /** Entry name of the layer. */
  public String layer() {
    return layer;
  }

  /** Entry name of the config. */
  public String config() {
    return config;
  }

  /** Entry name of the OCI manifest. */
  public String manifest() {
    return manifest;
  }

  /** Writes the tar. */
  public Path write(Path file) {
    try (OutputStream out = Files.newOutputStream(file);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        TarArchiveEntry header = new TarArchiveEntry(entry.getKey());
        header.setSize(entry.getValue().length);
        tar.putArchiveEntry(header);
        tar.write(entry.getValue());
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  private String add(byte[] blob) {
    String name = "blobs/sha256/" + sha256(blob);
    entries.put(name, blob);
    return name;
  }

  private static Map<String, Object> descriptor(String type, String entry, int size) {
    return Map.of(
        "mediaType",
        type,
        "digest",
        "sha256:" + entry.substring(entry.lastIndexOf('/') + 1),
        "size",
        size);
  }

  private static byte[] json(Object value) {
    try {
      return JSON.writeValueAsString(value).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Hex SHA-256. */
  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
