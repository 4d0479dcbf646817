package dev.stevedore.containerd.transfer;

import dev.stevedore.containerd.server.RequestContext;
import dev.stevedore.lib.containerdapi.transfer.ImageStore;
import dev.stevedore.lib.oci.image.Descriptor;
import dev.stevedore.lib.oci.reference.ImageReference;
import dev.stevedore.lib.registry.Access;
import dev.stevedore.lib.registry.BlobSource;
import dev.stevedore.lib.registry.Repository;
import dev.stevedore.lib.registry.RetryListener;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Pushes an image: blobs first, a few at a time, then what leads to them, the image itself last.
 */
final class Push {
  private static final String SOURCE = "containerd.io/distribution.source.";

  private final Local local;
  private final Registry registry;
  private final ImageStore store;
  private final Progress progress;
  private final List<Part> blobs = new ArrayList<>();

  /** Manifests and indexes, each after what it leads to. */
  private final List<Part> documents = new ArrayList<>();

  private record Part(Descriptor blob, List<String> parents) {}

  Push(Local local, Registry registry, ImageStore store, Progress progress) {
    this.local = local;
    this.registry = registry;
    this.store = store;
    this.progress = progress;
  }

  void run() throws IOException, InterruptedException {
    Descriptor target = Local.descriptor(local.image(store.getName()).getTarget());
    progress.event("Pushing to " + registry);
    progress.event("pushing content", store.getName(), target);
    collect(target, List.of(store.getName()));
    try (Repository repository = registry.open(Access.PUSH)) {
      Together.each(blobs, part -> upload(repository, part));
      for (Part part : documents) {
        put(repository, part, part.blob().equals(target));
      }
    }
    progress.event("pushed content", store.getName(), target);
    progress.event("Completed push to " + registry, "", target);
  }

  private void collect(Descriptor blob, List<String> parents) throws IOException {
    progress.blob("waiting", blob, parents, 0);
    if (!Tree.hasChildren(blob)) {
      blobs.add(new Part(blob, parents));
      return;
    }
    List<Descriptor> children =
        Tree.children(
            blob,
            local.read(blob.digest()),
            PlatformMessages.read(store.getPlatformsList()),
            store.getManifestLimit());
    for (Descriptor child : children) {
      collect(child, List.of(Tree.ref(blob)));
    }
    documents.add(new Part(blob, parents));
  }

  private void upload(Repository repository, Part part) throws IOException, InterruptedException {
    Descriptor blob = part.blob();
    if (repository.has(blob.digest())) {
      progress.blob("already exists", blob, part.parents(), blob.size());
      return;
    }
    if (!mounted(repository, blob)) {
      repository.upload(blob, source(part), RetryListener.NONE);
    }
    progress.blob("complete", blob, part.parents(), blob.size());
  }

  private boolean mounted(Repository repository, Descriptor blob) throws IOException {
    String sources =
        local.labels(blob.digest()).getOrDefault(SOURCE + registry.name().domain(), "");
    for (String from : sources.split(",")) {
      if (!from.isEmpty()
          && !from.equals(registry.name().path())
          && repository.mount(blob.digest(), from)) {
        return true;
      }
    }
    return false;
  }

  private BlobSource source(Part part) {
    // It is opened on a thread of the HTTP client.
    String namespace = RequestContext.namespace();
    return offset -> {
      FileChannel file = local.content().open(namespace, part.blob().digest()).position(offset);
      return new Told(Channels.newInputStream(file), part, offset);
    };
  }

  /** Tells how much of it is read. */
  private final class Told extends FilterInputStream {
    private final Part part;
    private long done;

    Told(InputStream in, Part part, long offset) {
      super(in);
      this.part = part;
      this.done = offset;
    }

    @Override
    public int read(byte[] into, int from, int count) throws IOException {
      int read = super.read(into, from, count);
      done += Math.max(0, read);
      progress.advance("uploading", part.blob(), part.parents(), done);
      return read;
    }
  }

  private void put(Repository repository, Part part, boolean isTarget) throws IOException {
    Descriptor blob = part.blob();
    ImageReference name = registry.name();
    ImageReference as =
        isTarget && name.tag().isPresent()
            ? name
            : new ImageReference(
                name.domain(), name.path(), Optional.empty(), Optional.of(blob.digest()));
    var _ = repository.putManifest(as, blob.mediaType(), local.read(blob.digest()));
    progress.blob("complete", blob, part.parents(), blob.size());
  }
}
