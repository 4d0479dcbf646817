package dev.stevedore.containerd.transfer;

import dev.stevedore.containerd.content.IngestWriter;
import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.lib.containerdapi.transfer.ImageStore;
import dev.stevedore.lib.daemon.Parallel;
import dev.stevedore.lib.oci.image.Descriptor;
import dev.stevedore.lib.oci.image.Digest;
import dev.stevedore.lib.oci.image.Manifest;
import dev.stevedore.lib.oci.image.MediaTypes;
import dev.stevedore.lib.oci.image.Platform;
import dev.stevedore.lib.registry.Access;
import dev.stevedore.lib.registry.ContentSink;
import dev.stevedore.lib.registry.RegistryException;
import dev.stevedore.lib.registry.Repository;
import dev.stevedore.lib.registry.RetryListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Pulls an image: its manifests one after the other, then configs and layers a few at a time, and
 * unpacks meanwhile what has come, if that is wanted. What is there is not fetched; what has come
 * in part is gone on with.
 */
final class Pull {
  private static final String SOURCE = "containerd.io/distribution.source.";

  private final Local local;
  private final Registry registry;
  private final ImageStore store;
  private final Progress progress;
  private final List<Platform> platforms;

  /** What is to be fetched, in the order in which it was found. */
  private final Map<Digest, List<Part>> parts = new LinkedHashMap<>();

  private final List<Descriptor> manifests = new ArrayList<>();

  /** A blob to fetch, and what is told to lead to it. */
  private record Part(Descriptor blob, List<String> parents) {}

  Pull(Local local, Registry registry, ImageStore store, Progress progress) {
    this.local = local;
    this.registry = registry;
    this.store = store;
    this.progress = progress;
    this.platforms = PlatformMessages.read(store.getPlatformsList());
  }

  void run() throws IOException, InterruptedException {
    progress.event("Resolving from " + registry);
    try (Repository repository = registry.open(Access.PULL)) {
      Descriptor target = resolve(repository);
      progress.event("Pulling from " + registry);
      progress.event("fetching image content", registry.reference(), target);
      walk(repository, target, List.of(registry.reference()));
      fetchAndUnpack(repository);
      for (String name : ImageNames.of(store, target)) {
        local.save(Local.image(name, target, store.getLabelsMap()));
        progress.event("saved", name, target);
      }
    }
    progress.event("Completed pull from " + registry);
  }

  private void fetchAndUnpack(Repository repository) throws IOException, InterruptedException {
    Parallel.Work<Digest, Boolean> fetch =
        digest -> {
          for (Part part : parts.getOrDefault(digest, List.of())) {
            fetch(repository, part);
          }
          return true;
        };
    try (Parallel<Digest, Boolean> fetched =
        Together.start(List.copyOf(parts.keySet()), Together.DOWNLOADS, fetch)) {
      for (var unpack : store.getUnpacksList()) {
        Unpacker unpacker = new Unpacker(local, unpack);
        for (Descriptor manifest : manifests) {
          unpacker.unpack(
              manifest,
              Manifest.parse(text(manifest)),
              blob -> {
                boolean _ = fetched.await(blob.digest());
              });
        }
      }
      fetched.await();
    }
  }

  private Descriptor resolve(Repository repository) throws IOException {
    try {
      return repository.resolve(registry.name());
    } catch (RegistryException e) {
      if (e.kind() == RegistryException.Kind.NOT_FOUND) {
        throw Failure.notFound("failed to resolve image: " + registry.reference());
      }
      throw e;
    }
  }

  private String text(Descriptor blob) throws IOException {
    return new String(local.read(blob.digest()), StandardCharsets.UTF_8);
  }

  /** Fetches what leads to others, and notes what does not. */
  private void walk(Repository repository, Descriptor blob, List<String> parents)
      throws IOException, InterruptedException {
    progress.blob("waiting", blob, parents, 0);
    if (!Tree.hasChildren(blob)) {
      parts.computeIfAbsent(blob.digest(), _ -> new ArrayList<>()).add(new Part(blob, parents));
      return;
    }
    fetch(repository, new Part(blob, parents));
    byte[] document = local.read(blob.digest());
    List<Descriptor> all = Tree.children(blob, document, List.of(), 0);
    List<Descriptor> children = Tree.children(blob, document, platforms, store.getManifestLimit());
    if (MediaTypes.isManifest(blob.mediaType())) {
      manifests.add(blob);
    } else if (children.isEmpty()) {
      throw Failure.notFound("no match for platform in manifest " + blob.digest());
    }
    // Those of other machines too, as in containerd: they may come later.
    local.label(blob.digest(), Tree.references(all));
    List<String> here = List.of(Tree.ref(blob));
    for (Descriptor child : all) {
      if (children.contains(child)) {
        walk(repository, child, here);
      } else if (store.getAllMetadata() && store.getManifestLimit() == 0) {
        describe(repository, child, here);
      }
    }
  }

  /** Fetches what says what an image for other machines is, and not its layers. */
  private void describe(Repository repository, Descriptor blob, List<String> parents)
      throws IOException, InterruptedException {
    progress.blob("waiting", blob, parents, 0);
    if (!MediaTypes.isManifest(blob.mediaType())) {
      return;
    }
    fetch(repository, new Part(blob, parents));
    List<Descriptor> children = Tree.children(blob, local.read(blob.digest()), List.of(), 0);
    local.label(blob.digest(), Tree.references(children));
    for (Descriptor child : children) {
      if (MediaTypes.isConfig(child.mediaType())) {
        walk(repository, child, List.of(Tree.ref(blob)));
      }
    }
  }

  private void fetch(Repository repository, Part part) throws IOException, InterruptedException {
    Descriptor blob = part.blob();
    boolean existed =
        local.write(
            Tree.ref(blob),
            blob,
            Map.of(),
            ingest -> {
              if (Tree.hasChildren(blob)) {
                ingest.restart();
                ingest.write(ByteBuffer.wrap(repository.manifest(blob).content()));
              } else {
                repository.download(blob, sink(ingest, part), RetryListener.NONE);
              }
            });
    progress.blob(existed ? "already exists" : "complete", blob, part.parents(), blob.size());
    noteSource(blob);
  }

  private ContentSink sink(IngestWriter ingest, Part part) {
    return new ContentSink() {
      @Override
      public long offset() {
        return ingest.offset();
      }

      @Override
      public void write(byte[] bytes, int from, int count) throws IOException {
        ingest.write(ByteBuffer.wrap(bytes, from, count));
        progress.advance("downloading", part.blob(), part.parents(), ingest.offset());
      }

      @Override
      public void restart() throws IOException {
        ingest.restart();
      }
    };
  }

  /** A push to another repository of the registry can have the blob mounted from there. */
  private void noteSource(Descriptor blob) {
    String key = SOURCE + registry.name().domain();
    String path = registry.name().path();
    String known = local.labels(blob.digest()).getOrDefault(key, "");
    if (!List.of(known.split(",")).contains(path)) {
      Map<String, String> label = new HashMap<>();
      label.put(key, known.isEmpty() ? path : known + "," + path);
      local.label(blob.digest(), label);
    }
  }
}
