package dev.stevedore.containerd.transfer;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import com.eclipsesource.json.ParseException;
import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.lib.oci.image.Descriptor;
import dev.stevedore.lib.oci.image.ImageConfig;
import dev.stevedore.lib.oci.image.Index;
import dev.stevedore.lib.oci.image.Manifest;
import dev.stevedore.lib.oci.image.MediaTypes;
import dev.stevedore.lib.oci.image.Platform;
import dev.stevedore.lib.oci.reference.ImageReference;
import dev.stevedore.lib.tar.TarEntry;
import dev.stevedore.lib.tar.TarReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts what is in an archive into the content store, file by file, and finds the index of its
 * images: index.json of an OCI layout, or else one that is made of Docker's manifest.json.
 */
final class ArchiveReader {
  private static final Charset UTF = StandardCharsets.UTF_8;
  private static final int LONGEST_JSON = 20 << 20;
  private static final int BUFFER = 256 * 1024;

  private final Local local;
  private final Map<String, Descriptor> files = new HashMap<>();
  private final Map<String, String> links = new HashMap<>();
  private final Map<String, byte[]> documents = new HashMap<>();

  ArchiveReader(Local local) {
    this.local = local;
  }

  /** Reads the archive to its end; gives the index of the images in it. */
  Descriptor read(InputStream in) throws IOException, InterruptedException {
    TarReader tar = new TarReader(in);
    byte[] buffer = new byte[BUFFER];
    Optional<TarEntry> entry = tar.next();
    while (entry.isPresent()) {
      take(tar, entry.get(), buffer);
      entry = tar.next();
    }
    // What fills the last block.
    while (in.read(buffer) >= 0) {}
    byte[] index = documents.get(Archive.INDEX);
    byte[] docker = documents.get(Archive.DOCKER);
    if (documents.containsKey(Archive.LAYOUT)) {
      if (index == null) {
        throw Failure.invalidArgument("missing index.json in OCI layout");
      }
      return local.write(MediaTypes.INDEX, index);
    }
    if (docker == null) {
      throw Failure.invalidArgument("unrecognized image format");
    }
    return local.write(
        MediaTypes.INDEX,
        new Index("", images(docker), Map.of()).toJson().toString().getBytes(UTF));
  }

  private void take(TarReader tar, TarEntry entry, byte[] buffer)
      throws IOException, InterruptedException {
    String name = clean(entry.name());
    switch (entry.type()) {
      case REGULAR -> {
        switch (name) {
          case Archive.LAYOUT, Archive.INDEX, Archive.DOCKER ->
              documents.put(name, document(tar, buffer));
          default -> files.put(name, blob(tar, entry, buffer));
        }
      }
      case SYMBOLIC_LINK -> links.put(name, beside(name, entry.linkName()));
      case HARD_LINK -> links.put(name, clean(entry.linkName()));
      default -> {}
    }
  }

  private static String clean(String name) {
    String clean = name;
    while (clean.startsWith("./") || clean.startsWith("/")) {
      clean = clean.substring(clean.indexOf('/') + 1);
    }
    return clean;
  }

  /** A link's target, seen from the archive's top; names that lead out of it name nothing. */
  private static String beside(String link, String target) {
    List<String> path = new ArrayList<>(List.of(link.split("/")));
    path.removeLast();
    for (String part : target.split("/")) {
      if (part.equals("..") && !path.isEmpty()) {
        path.removeLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        path.add(part);
      }
    }
    return String.join("/", path);
  }

  private static byte[] document(TarReader tar, byte[] buffer) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int count;
    while ((count = tar.read(buffer, 0, buffer.length)) >= 0) {
      bytes.write(buffer, 0, count);
      if (bytes.size() > LONGEST_JSON) {
        throw new IOException("a document in the archive is longer than " + LONGEST_JSON);
      }
    }
    return bytes.toByteArray();
  }

  private Descriptor blob(TarReader tar, TarEntry entry, byte[] buffer)
      throws IOException, InterruptedException {
    return local.write(
        "tar-" + entry.name(),
        entry.size(),
        ingest -> {
          ingest.restart();
          int count;
          while ((count = tar.read(buffer, 0, buffer.length)) >= 0) {
            ingest.write(ByteBuffer.wrap(buffer, 0, count));
          }
        });
  }

  private Descriptor file(String name) {
    String at = name;
    for (int i = 0; i < links.size() && links.containsKey(at); i++) {
      at = links.getOrDefault(at, at);
    }
    Descriptor found = files.get(at);
    if (found == null) {
      throw Failure.invalidArgument("\"" + name + "\" is not in the archive");
    }
    return found;
  }

  private List<Descriptor> images(byte[] document) throws IOException, InterruptedException {
    List<Descriptor> images = new ArrayList<>();
    try {
      for (JsonValue image : Json.parse(new String(document, UTF)).asArray()) {
        JsonObject parts = image.asObject();
        Descriptor manifest = manifest(parts);
        JsonValue tags = parts.get("RepoTags");
        if (tags == null || tags.isNull() || tags.asArray().isEmpty()) {
          images.add(manifest);
        } else {
          for (JsonValue tag : tags.asArray()) {
            images.add(named(manifest, tag.asString()));
          }
        }
      }
    } catch (ParseException | UnsupportedOperationException e) {
      throw new IOException("manifest.json in the archive: " + e.getMessage(), e);
    }
    return images;
  }

  private static Descriptor named(Descriptor manifest, String tag) {
    ImageReference name = ImageReference.parse(tag).withDefaultTag();
    return new Descriptor(
        manifest.mediaType(),
        manifest.digest(),
        manifest.size(),
        List.of(),
        Map.of(ImageNames.NAME, name.toString(), ImageNames.REF_NAME, name.tag().orElse("")),
        manifest.platform());
  }

  private Descriptor manifest(JsonObject parts) throws IOException, InterruptedException {
    Descriptor config = as(MediaTypes.DOCKER_CONFIG, file(parts.getString("Config", "")));
    List<Descriptor> layers = new ArrayList<>();
    for (JsonValue layer : parts.get("Layers").asArray()) {
      Descriptor blob = file(layer.asString());
      layers.add(as(isGzip(blob) ? MediaTypes.DOCKER_LAYER_GZIP : MediaTypes.DOCKER_LAYER, blob));
    }
    Manifest manifest = new Manifest(MediaTypes.DOCKER_MANIFEST, config, layers, Map.of());
    Descriptor written =
        local.write(MediaTypes.DOCKER_MANIFEST, manifest.toJson().toString().getBytes(UTF));
    Platform platform = ImageConfig.parse(new String(local.read(config.digest()), UTF)).platform();
    return new Descriptor(
        written.mediaType(),
        written.digest(),
        written.size(),
        List.of(),
        Map.of(),
        Optional.of(platform));
  }

  private static Descriptor as(String mediaType, Descriptor blob) {
    return new Descriptor(mediaType, blob.digest(), blob.size());
  }

  private boolean isGzip(Descriptor blob) throws IOException {
    ByteBuffer magic = ByteBuffer.allocate(2);
    try (FileChannel file = local.open(blob.digest())) {
      return file.read(magic, 0) == 2 && magic.getShort(0) == 0x1f8b;
    }
  }
}
