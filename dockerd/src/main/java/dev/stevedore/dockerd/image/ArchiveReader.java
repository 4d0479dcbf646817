package dev.stevedore.dockerd.image;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stevedore.dockerd.api.Json;
import dev.stevedore.lib.daemon.compression.Compression;
import dev.stevedore.lib.oci.image.Descriptor;
import dev.stevedore.lib.oci.image.Digest;
import dev.stevedore.lib.oci.image.Index;
import dev.stevedore.lib.oci.image.Manifest;
import dev.stevedore.lib.oci.image.MediaTypes;
import dev.stevedore.lib.oci.image.Platform;
import dev.stevedore.lib.oci.reference.ImageReference;
import dev.stevedore.lib.oci.reference.InvalidReferenceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads an image archive once, from front to back: blobs go into the content store as they come,
 * what describes them is kept in memory.
 *
 * <pre>
 * OCI layout                        docker save, before 25
 *   oci-layout                        manifest.json      [{Config, RepoTags, Layers}]
 *   index.json → manifests            CONFIG.json
 *   blobs/sha256/HEX                  LAYER/layer.tar
 * </pre>
 */
final class ArchiveReader {
  /** Descriptions are small; this guards the memory. */
  private static final long MAX_DESCRIPTION = 8 << 20;

  private final BlobStore blobs;
  private final Platform platform;
  private final Map<String, byte[]> descriptions = new HashMap<>();
  private final Map<String, BlobStore.Blob> files = new HashMap<>();
  private final Map<String, String> mediaTypes = new HashMap<>();
  private final Map<String, String> links = new HashMap<>();

  /**
   * Reads into a store.
   *
   * @param platform which of the images for several platforms is taken
   */
  ArchiveReader(BlobStore blobs, Platform platform) {
    this.blobs = blobs;
    this.platform = platform;
  }

  /**
   * Stores all blobs of the archive.
   *
   * @return the images in it
   * @throws BrokenArchiveException if it is no image archive, or damaged
   */
  List<ArchivedImage> read(InputStream in) throws IOException {
    boolean any = false;
    try (TarArchiveInputStream tar = new TarArchiveInputStream(Compression.remove(in))) {
      for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
        any = true;
        store(tar, entry);
      }
    } catch (BrokenArchiveException e) {
      throw e;
    } catch (IOException | IllegalArgumentException e) {
      if (e.getMessage() != null && any) {
        throw e;
      }
      throw new BrokenArchiveException("the archive is no tar: " + e.getMessage());
    }
    byte[] index = descriptions.get("index.json");
    byte[] manifest = descriptions.get("manifest.json");
    if (index != null && descriptions.containsKey("oci-layout")) {
      return fromIndex(text(index), manifest);
    }
    if (manifest != null) {
      return fromDockerManifest(manifest);
    }
    throw new BrokenArchiveException(
        "the archive has neither an index.json with oci-layout nor a manifest.json");
  }

  private void store(TarArchiveInputStream tar, TarArchiveEntry entry) throws IOException {
    String name = Path.of("/").resolve(entry.getName()).normalize().toString().substring(1);
    if (entry.isSymbolicLink() || entry.isLink()) {
      Path from = entry.isLink() ? Path.of("/") : parent(name);
      links.put(name, from.resolve(entry.getLinkName()).normalize().toString().substring(1));
    } else if (entry.isFile()) {
      if (!tar.canReadEntryData(entry)) {
        throw new BrokenArchiveException("the archive has a sparse file: " + name);
      }
      storeFile(tar, name, entry.getSize());
    }
  }

  private static Path parent(String name) {
    Path parent = Path.of("/").resolve(name).getParent();
    return parent == null ? Path.of("/") : parent;
  }

  private void storeFile(InputStream in, String name, long size) throws IOException {
    boolean described = !name.contains("/") && !name.endsWith(".tar") && size <= MAX_DESCRIPTION;
    if (name.startsWith("blobs/")) {
      Digest digest = digestOf(name);
      files.put(name, blobs.write(in, size, digest));
    } else if (described) {
      descriptions.put(name, in.readNBytes((int) size));
    } else if (name.endsWith(".tar")) {
      PushbackInputStream layer = new PushbackInputStream(in, 4);
      byte[] head = layer.readNBytes((int) Math.min(size, 4));
      layer.unread(head);
      mediaTypes.put(name, layerType(head));
      files.put(name, blobs.write(layer, size));
    }
  }

  private static Digest digestOf(String name) throws BrokenArchiveException {
    String[] parts = name.split("/", -1);
    try {
      return Digest.parse(parts[1] + ":" + parts[2]);
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      BrokenArchiveException broken = new BrokenArchiveException("no digest: " + name);
      broken.initCause(e);
      throw broken;
    }
  }

  /** Other compressions have no media type; who unpacks the layer tells them by its first bytes. */
  private static String layerType(byte[] head) {
    return switch (Compression.of(head)) {
      case GZIP -> MediaTypes.DOCKER_LAYER_GZIP;
      case ZSTD -> MediaTypes.DOCKER_LAYER_ZSTD;
      case NONE, BZIP2, XZ -> MediaTypes.DOCKER_LAYER;
    };
  }

  private List<ArchivedImage> fromIndex(String json, byte @Nullable [] dockerManifest)
      throws IOException {
    Map<String, List<ImageReference>> dockerNames = dockerNames(dockerManifest);
    Map<Digest, ArchivedImage> images = new LinkedHashMap<>();
    for (Descriptor entry : Index.parse(json).manifests()) {
      Descriptor target = forPlatform(entry);
      if (target == null) {
        continue;
      }
      List<ImageReference> names = new ArrayList<>();
      ArchivedImage known = images.get(target.digest());
      if (known != null) {
        names.addAll(known.names());
      }
      name(entry).ifPresent(names::add);
      if (names.isEmpty()) {
        Digest config = Manifest.parse(text(blobs.read(target.digest()))).config().digest();
        names.addAll(dockerNames.getOrDefault(config.hex(), List.of()));
      }
      images.put(target.digest(), new ArchivedImage(target, names.stream().distinct().toList()));
    }
    if (images.isEmpty()) {
      throw new BrokenArchiveException(
          "the archive has no image for " + platform + " in its index.json");
    }
    return List.copyOf(images.values());
  }

  /** The manifest for the platform below an entry of the index; null if there is none. */
  private @Nullable Descriptor forPlatform(Descriptor entry) throws BrokenArchiveException {
    Descriptor current = entry;
    for (int depth = 0; depth < 4; depth++) {
      if (entry.annotations().containsKey("vnd.docker.reference.type")) {
        return null; // an attestation of another entry
      }
      if (!files.containsKey("blobs/sha256/" + current.digest().hex())) {
        throw new BrokenArchiveException("the archive lacks blob " + current.digest());
      }
      if (!MediaTypes.isIndex(current.mediaType())) {
        requireBlobs(current);
        return new Descriptor(current.mediaType(), current.digest(), current.size());
      }
      Optional<Descriptor> next =
          Index.parse(text(blobs.read(current.digest()))).manifestFor(platform);
      if (next.isEmpty()) {
        return null;
      }
      current = next.get();
    }
    throw new BrokenArchiveException("index " + entry.digest() + ": indexes without end");
  }

  private void requireBlobs(Descriptor target) throws BrokenArchiveException {
    Manifest manifest = Manifest.parse(text(blobs.read(target.digest())));
    List<Descriptor> needed = new ArrayList<>(manifest.layers());
    needed.add(manifest.config());
    for (Descriptor blob : needed) {
      if (!files.containsKey("blobs/sha256/" + blob.digest().hex()) && !blobs.has(blob.digest())) {
        throw new BrokenArchiveException("the archive lacks blob " + blob.digest());
      }
    }
  }

  private static Optional<ImageReference> name(Descriptor entry) {
    String full = entry.annotations().getOrDefault("io.containerd.image.name", "");
    String ref = entry.annotations().getOrDefault("org.opencontainers.image.ref.name", "");
    // The OCI annotation is often a tag without a repository, and then names nothing.
    String name = !full.isEmpty() ? full : ref.contains(":") || ref.contains("/") ? ref : "";
    if (name.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(ImageReference.parse(name).withDefaultTag());
    } catch (InvalidReferenceException e) {
      return Optional.empty();
    }
  }

  private static Map<String, List<ImageReference>> dockerNames(byte @Nullable [] manifest)
      throws IOException {
    Map<String, List<ImageReference>> names = new HashMap<>();
    if (manifest != null) {
      for (JsonNode image : Json.MAPPER.readTree(manifest)) {
        String config = image.path("Config").asText();
        String hex = config.substring(config.lastIndexOf('/') + 1).replace(".json", "");
        names.put(hex, repoTags(image));
      }
    }
    return names;
  }

  private static List<ImageReference> repoTags(JsonNode image) {
    List<ImageReference> names = new ArrayList<>();
    image
        .path("RepoTags")
        .forEach(tag -> names.add(ImageReference.parse(tag.asText()).withDefaultTag()));
    return names;
  }

  private List<ArchivedImage> fromDockerManifest(byte[] json) throws IOException {
    List<ArchivedImage> images = new ArrayList<>();
    for (JsonNode image : Json.MAPPER.readTree(json)) {
      String configPath = image.path("Config").asText();
      byte[] config = descriptions.get(configPath);
      BlobStore.Blob stored =
          config != null ? blobs.write(config) : require(configPath, "the image config");
      List<Descriptor> layers = new ArrayList<>();
      for (JsonNode layer : image.path("Layers")) {
        String path = resolve(layer.asText());
        BlobStore.Blob blob = require(path, "layer");
        String type = mediaTypes.getOrDefault(path, MediaTypes.DOCKER_LAYER);
        layers.add(new Descriptor(type, blob.digest(), blob.size()));
      }
      Manifest manifest =
          new Manifest(
              MediaTypes.DOCKER_MANIFEST,
              new Descriptor(MediaTypes.DOCKER_CONFIG, stored.digest(), stored.size()),
              layers,
              Map.of());
      byte[] bytes = manifest.toJson().toString().getBytes(StandardCharsets.UTF_8);
      blobs.write(bytes);
      images.add(
          new ArchivedImage(Descriptor.of(MediaTypes.DOCKER_MANIFEST, bytes), repoTags(image)));
    }
    return images;
  }

  private String resolve(String name) {
    String current = name;
    for (int i = 0; i < 10 && links.containsKey(current); i++) {
      current = links.getOrDefault(current, current);
    }
    return current;
  }

  private BlobStore.Blob require(String path, String what) throws BrokenArchiveException {
    BlobStore.Blob blob = files.get(path);
    if (blob == null) {
      throw new BrokenArchiveException("the archive lacks " + what + " \"" + path + "\"");
    }
    return blob;
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
