package dev.stevedore.lib.registry;

import dev.stevedore.lib.oci.image.Descriptor;
import dev.stevedore.lib.oci.image.Digest;
import dev.stevedore.lib.oci.reference.ImageReference;
import dev.stevedore.lib.registry.RegistryException.Kind;
import dev.stevedore.lib.registry.hosts.Capability;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * One repository in a registry. May be used by several threads; closing it ends what goes on.
 *
 * <p>All methods throw {@link RegistryException} for what the registry refuses and for what keeps
 * it from answering, and another IOException for what a sink or a source throws.
 */
public final class Repository implements AutoCloseable {
  private final ImageReference name;
  private final Endpoints endpoints;
  private final Manifests manifests;
  private final BlobDownload downloads;
  private final BlobUpload uploads;

  Repository(ImageReference name, Access access, Endpoints endpoints) {
    this.name = name;
    this.endpoints = endpoints;
    List<String> scopes = List.of(access.scope(name.path()));
    this.manifests = new Manifests(name.path(), scopes);
    this.downloads = new BlobDownload(name.path(), scopes);
    this.uploads = new BlobUpload(name.path(), scopes);
  }

  /** Its name, as it was opened. */
  public ImageReference name() {
    return name;
  }

  /**
   * Asks what a tag or digest stands for, by HEAD: registries do not count that as a pull.
   *
   * @param reference whose digest, or else its tag, is asked for
   * @return media type, digest and size of a manifest or index
   */
  public Descriptor resolve(ImageReference reference) throws IOException {
    return endpoints.first(
        Capability.RESOLVE, connection -> manifests.resolve(connection, which(reference)));
  }

  /** The tag or digest in URLs; a digest says more than a tag. */
  private static String which(ImageReference reference) {
    return reference
        .digest()
        .map(Digest::toString)
        .or(reference::tag)
        .orElseThrow(() -> new IllegalArgumentException(reference + " has neither tag nor digest"));
  }

  /** Fetches a manifest or index that was resolved, and checks its digest. */
  public FetchedManifest manifest(Descriptor target) throws IOException {
    return endpoints.first(
        Capability.PULL, connection -> manifests.fetch(connection, target.digest().toString()));
  }

  /** Fetches a manifest or index by its digest, which is checked, or by its tag. */
  public FetchedManifest manifest(ImageReference reference) throws IOException {
    return endpoints.first(
        Capability.PULL, connection -> manifests.fetch(connection, which(reference)));
  }

  /**
   * Stores a manifest or index.
   *
   * @param reference whose tag, or else its digest, it gets
   * @return its digest
   */
  public Digest putManifest(ImageReference reference, String mediaType, byte[] content)
      throws IOException {
    String which = reference.tag().orElseGet(() -> which(reference));
    return endpoints.first(
        Capability.PUSH, connection -> manifests.put(connection, which, mediaType, content));
  }

  /** All tags, page by page if there are many. */
  public List<String> tags() throws IOException {
    return endpoints.first(Capability.PULL, manifests::tags);
  }

  /**
   * The manifests that name another one as their subject: signatures, attestations (distribution
   * spec 1.1, "Listing Referrers"; with the tag {@code sha256-HEX} where a registry has no API for
   * it).
   *
   * @param artifactType only those of this type; empty for all
   */
  public List<Referrer> referrers(Digest subject, String artifactType) throws IOException {
    return endpoints.first(
        Capability.REFERRERS, connection -> manifests.referrers(connection, subject, artifactType));
  }

  /**
   * Downloads a blob, from where the sink is, and goes on after failures as the settings say. What
   * comes is not checked here: the sink may have had a part before.
   */
  public void download(Descriptor blob, ContentSink sink, RetryListener listener)
      throws IOException {
    endpoints.first(
        Capability.PULL,
        connection -> {
          downloads.download(connection, blob, sink, listener);
          return true;
        });
  }

  /**
   * Fetches a small blob, such as an image config, and checks its digest.
   *
   * @param limit how many bytes it may have
   */
  public byte[] blob(Descriptor blob, int limit) throws IOException {
    if (blob.size() > limit) {
      throw new RegistryException(
          Kind.CORRUPT, "blob " + blob.digest() + " has more than " + limit + " bytes");
    }
    return endpoints.first(
        Capability.PULL,
        connection -> {
          MemorySink sink = new MemorySink();
          downloads.download(connection, blob, sink, RetryListener.NONE);
          byte[] bytes = sink.bytes.toByteArray();
          Manifests.check(blob.digest(), bytes);
          return bytes;
        });
  }

  /** Whether the repository has a blob. */
  public boolean has(Digest blob) throws IOException {
    return endpoints.first(Capability.PUSH, connection -> uploads.has(connection, blob));
  }

  /**
   * Has the registry take a blob from another repository of its own.
   *
   * @param from the other's path
   * @return whether it did; if not, upload it
   */
  public boolean mount(Digest blob, String from) throws IOException {
    return endpoints.first(Capability.PUSH, connection -> uploads.mount(connection, blob, from));
  }

  /** Uploads a blob, and goes on after failures where the registry has got to. */
  public void upload(Descriptor blob, BlobSource source, RetryListener listener)
      throws IOException {
    endpoints.first(
        Capability.PUSH,
        connection -> {
          uploads.upload(connection, blob, source, listener);
          return true;
        });
  }

  @Override
  public void close() {
    endpoints.close();
  }

  /** What is downloaded into memory. */
  private static final class MemorySink implements ContentSink {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public long offset() {
      return bytes.size();
    }

    @Override
    public void write(byte[] part, int from, int count) {
      bytes.write(part, from, count);
    }

    @Override
    public void restart() {
      bytes.reset();
    }
  }
}
