package dev.stevedore.tests.harness.images;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * An archive as {@code docker save} wrote it before Docker 25, and as other programs still do.
 *
 * <pre>
 *   manifest.json ─▶ CONFIG.json, LAYER/layer.tar …      docker save
 *                    CONFIG.json, LAYER.tar …            skopeo
 * </pre>
 */
public final class DockerArchive {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, byte[]> entries = new LinkedHashMap<>();
  private final List<String> layers = new ArrayList<>();
  private final List<String> diffIds = new ArrayList<>();

  /** How a layer is stored. */
  public enum Compression {
    NONE,
    GZIP,
    ZSTD
  }

  /**
   * Adds a layer.
   *
   * @param path of it in the archive
   */
  public DockerArchive layer(String path, LayerTar tar, Compression compression) {
    byte[] bytes = tar.bytes();
    diffIds.add("sha256:" + ImageArchive.sha256(bytes));
    layers.add(path);
    entries.put(path, compressed(bytes, compression));
    return this;
  }

  private static byte[] compressed(byte[] bytes, Compression compression) {
    return switch (compression) {
      case NONE -> bytes;
      case GZIP -> gzip(bytes);
      case ZSTD -> Zstd.compress(bytes);
    };
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return zipped.toByteArray();
  }

  /** Writes the archive with the image under a name. */
  public Path write(Path file, String name, List<String> command) {
    byte[] config =
        json(
            Map.of(
                "architecture",
                "amd64",
                "os",
                "linux",
                "config",
                Map.of("Cmd", command, "Env", List.of("PATH=/bin")),
                "rootfs",
                Map.of("type", "layers", "diff_ids", diffIds)));
    String configName = ImageArchive.sha256(config) + ".json";
    try (OutputStream out = Files.newOutputStream(file);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        put(tar, entry.getKey(), entry.getValue());
      }
      put(tar, configName, config);
      put(
          tar,
          "manifest.json",
          json(List.of(Map.of("Config", configName, "RepoTags", List.of(name), "Layers", layers))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  private static void put(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private static byte[] json(Object value) {
    try {
      return JSON.writeValueAsString(value).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
