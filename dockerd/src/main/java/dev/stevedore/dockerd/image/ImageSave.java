package dev.stevedore.dockerd.image;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.api.Json;
import dev.stevedore.lib.oci.image.Descriptor;
import dev.stevedore.lib.oci.image.Digest;
import dev.stevedore.lib.oci.image.MediaTypes;
import dev.stevedore.lib.oci.reference.Ids;
import dev.stevedore.lib.oci.reference.ImageReference;
import dev.stevedore.lib.oci.reference.InvalidReferenceException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * {@code docker save}: an archive that is both an OCI layout and what older Dockers load. Blobs go
 * in as they are stored, so compressed if they came so.
 *
 * <pre>
 *   oci-layout, index.json ─▶ blobs/sha256/(manifest) ─▶ blobs/sha256/(config), blobs/sha256/(layer)…
 *   manifest.json ──────────────────────────────────────▶ the same config and layers
 * </pre>
 */
public final class ImageSave {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final ImageStore store;

  /** Saves images of a store. */
  public ImageSave(ImageStore store) {
    this.store = store;
  }

  /** An image with the names that go along. */
  public record Selected(Image image, List<ImageReference> names) {}

  /**
   * Finds what is to be saved.
   *
   * @param names of images, or ids; a repository without a tag stands for all its tags
   * @throws ApiException.NotFound if there is no such image
   */
  public List<Selected> select(List<String> names) {
    Map<Digest, Selected> selected = new LinkedHashMap<>();
    for (String name : names) {
      List<ImageReference> tags = tagsOf(name);
      for (ImageReference tag : tags) {
        store.byName(tag.toString()).ifPresent(image -> add(selected, image, Optional.of(tag)));
      }
      if (tags.isEmpty()) {
        Image image = store.find(name);
        add(selected, image, tag(name, image));
      }
    }
    return List.copyOf(selected.values());
  }

  /** All tags of what is only a repository's name. */
  private List<ImageReference> tagsOf(String name) {
    Optional<ImageReference> parsed = parse(name);
    if (parsed.isEmpty() || parsed.get().tag().isPresent() || parsed.get().digest().isPresent()) {
      return List.of();
    }
    return store.list().stream()
        .flatMap(named -> named.tagReferences().stream())
        .filter(tag -> tag.name().equals(parsed.get().name()))
        .toList();
  }

  /** The tag that an image was found by, if it was a tag. */
  private Optional<ImageReference> tag(String name, Image image) {
    return parse(name)
        .filter(reference -> reference.tag().isPresent() && reference.digest().isEmpty())
        .filter(
            reference ->
                store
                    .byName(reference.toString())
                    .filter(found -> found.id().equals(image.id()))
                    .isPresent());
  }

  private static Optional<ImageReference> parse(String name) {
    if (name.startsWith("sha256:") || Ids.isFull(name)) {
      return Optional.empty();
    }
    try {
      return Optional.of(ImageReference.parse(name));
    } catch (InvalidReferenceException e) {
      throw new ApiException.BadParameter(String.valueOf(e.getMessage()), e);
    }
  }

  private static void add(
      Map<Digest, Selected> selected, Image image, Optional<ImageReference> tag) {
    List<ImageReference> names = new ArrayList<>();
    Selected before = selected.get(image.id());
    if (before != null) {
      names.addAll(before.names());
    }
    tag.filter(it -> !names.contains(it)).ifPresent(names::add);
    selected.put(image.id(), new Selected(image, names));
  }

  /** Writes the archive. */
  public void write(List<Selected> selected, OutputStream out) throws IOException {
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8")) {
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      directory(tar, "blobs/");
      directory(tar, "blobs/sha256/");
      Set<Digest> written = new HashSet<>();
      for (Selected one : selected) {
        Image image = one.image();
        blob(tar, manifestOf(image), written);
        blob(tar, image.manifest().config(), written);
        for (Descriptor layer : image.manifest().layers()) {
          blob(tar, layer, written);
        }
      }
      file(tar, "index.json", index(selected));
      file(tar, "manifest.json", dockerManifest(selected));
      file(tar, "oci-layout", JSON.objectNode().put("imageLayoutVersion", "1.0.0"));
    }
  }

  private Descriptor manifestOf(Image image) {
    String type = image.manifest().mediaType();
    return new Descriptor(
        type.isEmpty() ? MediaTypes.MANIFEST : type,
        image.described().digest(),
        image.described().size());
  }

  private static void directory(TarArchiveOutputStream tar, String name) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setModTime(0);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  private static String path(Digest digest) {
    return "blobs/" + digest.algorithm() + "/" + digest.hex();
  }

  private void blob(TarArchiveOutputStream tar, Descriptor blob, Set<Digest> written)
      throws IOException {
    if (written.add(blob.digest())) {
      begin(tar, path(blob.digest()), blob.size());
      store.blobs().copy(blob.digest(), tar);
      tar.closeArchiveEntry();
    }
  }

  private static void begin(TarArchiveOutputStream tar, String name, long size) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setModTime(0);
    entry.setSize(size);
    tar.putArchiveEntry(entry);
  }

  private static void file(TarArchiveOutputStream tar, String name, Object json)
      throws IOException {
    byte[] bytes = Json.bytes(json);
    begin(tar, name, bytes.length);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  private ObjectNode index(List<Selected> selected) {
    ObjectNode index = JSON.objectNode();
    index.put("schemaVersion", 2).put("mediaType", MediaTypes.INDEX);
    ArrayNode manifests = index.putArray("manifests");
    for (Selected one : selected) {
      if (one.names().isEmpty()) {
        entry(manifests, one.image());
      }
      for (ImageReference name : one.names()) {
        entry(manifests, one.image())
            .putObject("annotations")
            .put("io.containerd.image.name", name.toString())
            .put("org.opencontainers.image.ref.name", name.tag().orElse(""));
      }
    }
    return index;
  }

  private ObjectNode entry(ArrayNode manifests, Image image) {
    Descriptor manifest = manifestOf(image);
    return manifests
        .addObject()
        .put("mediaType", manifest.mediaType())
        .put("digest", manifest.digest().toString())
        .put("size", manifest.size());
  }

  private static ArrayNode dockerManifest(List<Selected> selected) {
    ArrayNode manifest = JSON.arrayNode();
    for (Selected one : selected) {
      ObjectNode image = manifest.addObject();
      image.put("Config", path(one.image().id()));
      ArrayNode tags = image.putArray("RepoTags");
      one.names().forEach(name -> tags.add(name.familiar()));
      ArrayNode layers = image.putArray("Layers");
      one.image().manifest().layers().forEach(layer -> layers.add(path(layer.digest())));
    }
    return manifest;
  }
}
