package dev.stevedore.dockerd.image.pull;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.containerd.ContainerdClient;
import dev.stevedore.dockerd.containerd.GrpcErrors;
import dev.stevedore.dockerd.events.Events;
import dev.stevedore.dockerd.image.BlobStore;
import dev.stevedore.dockerd.image.Image;
import dev.stevedore.dockerd.image.ImageLabels;
import dev.stevedore.dockerd.image.ImageStore;
import dev.stevedore.dockerd.image.Lease;
import dev.stevedore.dockerd.image.Progress;
import dev.stevedore.dockerd.image.SourceLabels;
import dev.stevedore.dockerd.image.Unpacker;
import dev.stevedore.dockerd.registry.RegistryAccess;
import dev.stevedore.dockerd.registry.RegistryFailures;
import dev.stevedore.lib.oci.image.Descriptor;
import dev.stevedore.lib.oci.image.Digest;
import dev.stevedore.lib.oci.image.Index;
import dev.stevedore.lib.oci.image.Manifest;
import dev.stevedore.lib.oci.image.MediaTypes;
import dev.stevedore.lib.oci.image.Platform;
import dev.stevedore.lib.oci.json.JsonFormatException;
import dev.stevedore.lib.oci.reference.ImageReference;
import dev.stevedore.lib.registry.Access;
import dev.stevedore.lib.registry.Credentials;
import dev.stevedore.lib.registry.FetchedManifest;
import dev.stevedore.lib.registry.RegistryException;
import dev.stevedore.lib.registry.Repository;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Pulls images from registries. */
public final class ImagePull {
  /** How leases of pulls are called, with more behind it. */
  static final String LEASE = "stevedore-pull-";

  private static final int LONGEST_CONFIG = 8 << 20;
  private static final int DEEPEST_INDEX = 4;

  private final ContainerdClient containerd;
  private final String snapshotter;
  private final ImageStore images;
  private final RegistryAccess registries;
  private final Events events;
  private final LayerFetch fetch;
  private final AtomicInteger running = new AtomicInteger();

  /** Pulls into a store. */
  public ImagePull(
      ContainerdClient containerd,
      String snapshotter,
      ImageStore images,
      RegistryAccess registries,
      Events events) {
    this.containerd = containerd;
    this.snapshotter = snapshotter;
    this.images = images;
    this.registries = registries;
    this.events = events;
    this.fetch = new LayerFetch(containerd, registries.downloads());
  }

  /**
   * One pull.
   *
   * @param name with a tag or digest; with neither, all tags are pulled
   * @param platform for which platform; empty for this machine's
   */
  public record Request(
      ImageReference name, Optional<Platform> platform, Credentials credentials) {}

  /**
   * Pulls.
   *
   * @throws ApiException with Docker's words
   */
  public void pull(Request request, Progress progress) throws InterruptedException {
    ImageReference name = request.name();
    if (name.name().equals("docker.io/library/scratch")) {
      throw new ApiException.Forbidden("'scratch' is a reserved name");
    }
    running.incrementAndGet();
    try (Repository repository = registries.open(name, request.credentials(), Access.PULL)) {
      boolean newer = false;
      if (name.tag().isPresent() || name.digest().isPresent()) {
        newer = pullOne(repository, name, request.platform(), progress);
      } else {
        for (String tag : repository.tags()) {
          newer |= pullOne(repository, name.withTag(tag), request.platform(), progress);
        }
      }
      progress.message(
          "",
          (newer ? "Status: Downloaded newer image for " : "Status: Image is up to date for ")
              + name.familiar());
      events.image("pull", name.familiar(), Map.of("name", name.familiarName()));
    } catch (RegistryException e) {
      throw RegistryFailures.ofPull(e, name);
    } catch (JsonFormatException e) {
      throw new ApiException.Internal(
          name.familiar() + ": the registry's document is malformed: " + e.getMessage(), e);
    } catch (StatusRuntimeException e) {
      throw new ApiException.Internal("containerd: " + GrpcErrors.text(e), e);
    } catch (IOException e) {
      if (Thread.interrupted()) {
        InterruptedException gone = new InterruptedException("the client has gone");
        gone.initCause(e);
        throw gone;
      }
      throw new ApiException.Internal(String.valueOf(e.getMessage()), e);
    } finally {
      running.decrementAndGet();
    }
  }

  /** Whether anything is being pulled. */
  boolean isBusy() {
    return running.get() > 0;
  }

  /** Returns whether anything is new: the image, or that it has this name. */
  private boolean pullOne(
      Repository repository, ImageReference name, Optional<Platform> platform, Progress progress)
      throws IOException, InterruptedException {
    Descriptor top = repository.resolve(name);
    Digest digest = name.digest().orElse(top.digest());
    ImageReference byDigest = name.withDigest(digest);
    progress.message(
        name.digest().map(Digest::toString).or(name::tag).orElse(""),
        "Pulling from " + name.path());
    Optional<Image> known = here(byDigest, platform);
    Image image = known.isPresent() ? known.get() : fetchImage(repository, top, platform, progress);
    progress.message("", "Digest: " + digest);
    boolean newer = !isNamed(byDigest, image);
    images.name(byDigest.toString(), image.target());
    if (name.digest().isEmpty()) {
      newer |= !isNamed(name, image);
      images.name(name.toString(), image.target());
    }
    warnOfPlatform(name, image, platform, progress);
    return newer;
  }

  /** The image, if it is here for this platform, with all its layers. */
  private Optional<Image> here(ImageReference byDigest, Optional<Platform> platform) {
    Unpacker unpacker = new Unpacker(containerd, snapshotter);
    return images
        .byName(byDigest.toString())
        .filter(image -> image.config().platform().runsOn(platform.orElseGet(Platform::host)))
        .filter(image -> image.topSnapshot().isEmpty() || unpacker.exists(image.topSnapshot()));
  }

  private boolean isNamed(ImageReference name, Image image) {
    return images.byName(name.toString()).map(Image::id).equals(Optional.of(image.id()));
  }

  private Image fetchImage(
      Repository repository, Descriptor top, Optional<Platform> platform, Progress progress)
      throws IOException, InterruptedException {
    Lease lease = Lease.open(containerd, LEASE);
    try (lease) {
      FetchedManifest manifest = choose(repository, top, platform.orElseGet(Platform::host));
      Descriptor config = configOf(manifest);
      BlobStore blobs = new BlobStore(lease.client());
      lease.holdContent(config.digest());
      if (!blobs.has(config.digest())) {
        blobs.write(repository.blob(config, LONGEST_CONFIG));
      }
      lease.holdContent(manifest.descriptor().digest());
      if (!blobs.has(manifest.descriptor().digest())) {
        blobs.write(manifest.content());
      }
      Image image = images.load(manifest.descriptor());
      new LayerPipeline(
              fetch,
              repository,
              blobs,
              new Unpacker(lease.client(), snapshotter),
              snapshotter,
              progress)
          .run(image, lease);
      ImageLabels.set(image, blobs, snapshotter);
      SourceLabels.add(image.manifest().layers(), repository.name(), blobs);
      // From here on this name keeps it, whatever becomes of the tag.
      images.name(repository.name().withDigest(top.digest()).toString(), image.target());
      return image;
    } catch (IOException | RuntimeException | InterruptedException e) {
      lease.keep(); // what has come will be wanted when it is tried again
      throw e;
    }
  }

  /** The manifest itself, or the one for a platform in an index. */
  private static FetchedManifest choose(Repository repository, Descriptor top, Platform platform)
      throws IOException {
    FetchedManifest fetched = repository.manifest(top);
    for (int depth = 0; MediaTypes.isIndex(fetched.descriptor().mediaType()); depth++) {
      Optional<Descriptor> next = Index.parse(fetched.json()).manifestFor(platform);
      if (next.isEmpty() || depth == DEEPEST_INDEX) {
        throw new ApiException.NotFound(
            "no matching manifest for " + platform + " in the manifest list entries");
      }
      fetched = repository.manifest(next.get());
    }
    return fetched;
  }

  private static Descriptor configOf(FetchedManifest manifest) {
    String type = manifest.descriptor().mediaType();
    if (!MediaTypes.isManifest(type)) {
      throw new ApiException.BadParameter("unsupported media type " + type);
    }
    Descriptor config = Manifest.parse(manifest.json()).config();
    if (!MediaTypes.isConfig(config.mediaType())) {
      throw new ApiException.BadParameter(
          "Encountered remote \"" + config.mediaType() + "\"(unknown) when fetching");
    }
    return config;
  }

  /** An image that is there for one platform only is pulled whatever was asked for. */
  private static void warnOfPlatform(
      ImageReference name, Image image, Optional<Platform> wanted, Progress progress) {
    Platform actual = image.config().platform();
    if (wanted.isPresent() && !actual.runsOn(wanted.get())) {
      progress.message(
          "",
          "WARNING: image with reference %s was found but its platform (%s) does not match the specified platform (%s)"
              .formatted(name.familiar(), actual, wanted.get()));
    }
  }
}
