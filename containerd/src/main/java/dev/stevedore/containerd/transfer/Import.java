package dev.stevedore.containerd.transfer;

import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.streaming.ReceivedBytes;
import dev.stevedore.lib.containerdapi.transfer.ImageImportStream;
import dev.stevedore.lib.containerdapi.transfer.ImageStore;
import dev.stevedore.lib.daemon.compression.Compression;
import dev.stevedore.lib.oci.image.Descriptor;
import dev.stevedore.lib.oci.image.Manifest;
import dev.stevedore.lib.oci.image.MediaTypes;
import dev.stevedore.lib.oci.image.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Puts the images of an archive, which the client sends, into the store. */
final class Import {

  private final Local local;
  private final ImageStore store;
  private final Progress progress;
  private final List<Platform> platforms;
  private final List<Descriptor> manifests = new ArrayList<>();

  Import(Local local, ImageImportStream archive, ImageStore store, Progress progress) {
    this.local = local;
    this.store = store;
    this.progress = progress;
    this.platforms = PlatformMessages.read(store.getPlatformsList());
    if (archive.getForceCompress()) {
      throw Failure.notImplemented("compressing the layers of an archive");
    }
  }

  void run(ReceivedBytes received) throws IOException, InterruptedException {
    progress.event("Importing");
    Descriptor index;
    try (InputStream in = Compression.remove(received)) {
      index = new ArchiveReader(local).read(in);
    }
    List<Descriptor> images = walk(index, true);
    for (var unpack : store.getUnpacksList()) {
      Unpacker unpacker = new Unpacker(local, unpack);
      for (Descriptor manifest : manifests) {
        unpacker.unpack(
            manifest,
            Manifest.parse(new String(local.read(manifest.digest()), StandardCharsets.UTF_8)),
            _ -> {}); // all came with the archive
      }
    }
    save(index, ImageNames.archive(store, index));
    for (Descriptor image : images) {
      save(image, ImageNames.ofPart(store, image));
    }
    progress.event("Completed import");
  }

  private void save(Descriptor target, List<String> names) {
    for (String name : names) {
      local.save(Local.image(name, target, store.getLabelsMap()));
      progress.event("saved", name, target);
    }
  }

  /** Sees that all is there, and lets each part keep what it leads to; gives what that is. */
  private List<Descriptor> walk(Descriptor blob, boolean isTop) throws IOException {
    if (!local.has(blob.digest())) {
      throw Failure.notFound("content digest " + blob.digest());
    }
    if (!Tree.hasChildren(blob)) {
      return List.of();
    }
    List<Descriptor> children =
        Tree.children(
            blob, local.read(blob.digest()), platforms, isTop ? 0 : store.getManifestLimit());
    if (MediaTypes.isManifest(blob.mediaType())) {
      manifests.add(blob);
    }
    for (Descriptor child : children) {
      List<Descriptor> _ = walk(child, false);
    }
    local.label(blob.digest(), Tree.references(children));
    return children;
  }
}
