package dev.stevedore.containerd.transfer;

import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.lib.containerdapi.images.Image;
import dev.stevedore.lib.containerdapi.transfer.ImageExportStream;
import dev.stevedore.lib.containerdapi.transfer.ImageReference;
import dev.stevedore.lib.containerdapi.transfer.ImageStore;
import dev.stevedore.lib.oci.image.Descriptor;
import dev.stevedore.lib.oci.image.Digest;
import dev.stevedore.lib.oci.image.Index;
import dev.stevedore.lib.oci.image.Manifest;
import dev.stevedore.lib.oci.image.MediaTypes;
import dev.stevedore.lib.oci.image.Platform;
import dev.stevedore.lib.tar.TarEntry;
import dev.stevedore.lib.tar.TarWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Sends images as an archive: an OCI layout, with Docker's manifest.json beside it. */
final class Export {
  private static final String NON_DISTRIBUTABLE = "nondistributable";
  private static final String FOREIGN = "foreign";
  private static final int BUFFER = 32 * 1024;
  private static final int FILE = 0444;
  private static final int DIRECTORY = 0755;

  private final Local local;
  private final ImageStore store;
  private final ImageExportStream archive;
  private final Progress progress;
  private final SortedMap<String, Descriptor> blobs = new TreeMap<>();
  private final List<Descriptor> images = new ArrayList<>();
  private final JsonArray docker = new JsonArray();

  Export(Local local, ImageStore store, ImageExportStream archive, Progress progress) {
    this.local = local;
    this.store = store;
    this.archive = archive;
    this.progress = progress;
  }

  void run(OutputStream out) throws IOException {
    progress.event("Exporting");
    for (String name : names()) {
      add(local.image(name));
    }
    try (OutputStream buffered = new BufferedOutputStream(out, BUFFER)) {
      TarWriter tar = new TarWriter(buffered);
      tar.begin(entry(Archive.BLOBS, TarEntry.Type.DIRECTORY, DIRECTORY, 0));
      tar.begin(entry(Archive.BLOBS + "sha256/", TarEntry.Type.DIRECTORY, DIRECTORY, 0));
      for (var blob : blobs.entrySet()) {
        tar.begin(entry(blob.getKey(), TarEntry.Type.REGULAR, FILE, blob.getValue().size()));
        copy(blob.getValue().digest(), tar);
      }
      write(tar, Archive.INDEX, new Index("", images, Map.of()).toJson().toString());
      if (!archive.getSkipCompatibilityManifest()) {
        write(tar, Archive.DOCKER, docker.toString());
      }
      write(tar, Archive.LAYOUT, new JsonObject().add("imageLayoutVersion", "1.0.0").toString());
      tar.end();
    }
    progress.event("Completed export");
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    if (!store.getName().isEmpty()) {
      names.add(store.getName());
    }
    for (ImageReference reference : store.getExtraReferencesList()) {
      if (reference.getIsPrefix()) {
        throw Failure.notImplemented("prefix lookup on export not implemented");
      }
      names.add(reference.getName());
    }
    return names;
  }

  private List<Platform> platforms() {
    if (archive.getAllPlatforms()) {
      return List.of();
    }
    return archive.getPlatformsCount() == 0
        ? List.of(Platform.host())
        : PlatformMessages.read(archive.getPlatformsList());
  }

  private void add(Image image) throws IOException {
    Descriptor target = Local.descriptor(image.getTarget());
    Map<String, String> annotations = new HashMap<>(image.getTarget().getAnnotationsMap());
    annotations.put(ImageNames.NAME, image.getName());
    annotations.put(ImageNames.REF_NAME, tag(image.getName()));
    images.add(
        new Descriptor(
            target.mediaType(),
            target.digest(),
            target.size(),
            List.of(),
            annotations,
            target.platform()));
    List<Descriptor> manifests = new ArrayList<>();
    collect(target, manifests);
    // Docker knows of one image by a name.
    if (!manifests.isEmpty()) {
      docker.add(dockerImage(image.getName(), manifests.getFirst()));
    }
  }

  private static String tag(String name) {
    try {
      var reference = dev.stevedore.lib.oci.reference.ImageReference.parse(name);
      return reference.tag().or(() -> reference.digest().map(it -> "@" + it)).orElse("");
    } catch (IllegalArgumentException e) {
      return name;
    }
  }

  private void collect(Descriptor blob, List<Descriptor> manifests) throws IOException {
    boolean skipped =
        archive.getSkipNonDistributable()
            && (blob.mediaType().contains(NON_DISTRIBUTABLE) || blob.mediaType().contains(FOREIGN));
    if (skipped) {
      return;
    }
    blobs.put(path(blob.digest()), blob);
    if (!Tree.hasChildren(blob)) {
      return;
    }
    if (MediaTypes.isManifest(blob.mediaType())) {
      manifests.add(blob);
    }
    for (Descriptor child : Tree.children(blob, local.read(blob.digest()), platforms(), 0)) {
      // What was not pulled for other machines cannot be sent, and need not unless all is asked
      // for.
      if (archive.getAllPlatforms()
          || local.has(child.digest())
          || !MediaTypes.isIndex(blob.mediaType())) {
        collect(child, manifests);
      }
    }
  }

  private static String path(Digest digest) {
    return Archive.BLOBS + digest.algorithm() + "/" + digest.hex();
  }

  private JsonObject dockerImage(String name, Descriptor target) throws IOException {
    Manifest manifest =
        Manifest.parse(new String(local.read(target.digest()), StandardCharsets.UTF_8));
    JsonArray layers = new JsonArray();
    manifest.layers().forEach(layer -> layers.add(path(layer.digest())));
    String familiar;
    try {
      familiar = dev.stevedore.lib.oci.reference.ImageReference.parse(name).familiar();
    } catch (IllegalArgumentException e) {
      familiar = name;
    }
    return new JsonObject()
        .add("Config", path(manifest.config().digest()))
        .add("RepoTags", new JsonArray().add(familiar))
        .add("Layers", layers);
  }

  private void copy(Digest digest, TarWriter tar) throws IOException {
    if (!local.has(digest)) {
      throw Failure.notFound("failed to get reader: content digest " + digest);
    }
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    try (FileChannel file = local.open(digest)) {
      while (file.read(buffer) >= 0) {
        tar.write(buffer.array(), buffer.position());
        buffer.clear();
      }
    }
  }

  private static void write(TarWriter tar, String name, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    tar.begin(entry(name, TarEntry.Type.REGULAR, FILE, bytes.length));
    tar.write(bytes, bytes.length);
  }

  private static TarEntry entry(String name, TarEntry.Type type, int mode, long size) {
    return new TarEntry(name, type, mode, 0, 0, size, Instant.EPOCH, "", 0, 0, Map.of(), List.of());
  }
}
