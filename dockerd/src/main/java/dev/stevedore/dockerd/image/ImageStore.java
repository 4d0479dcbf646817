package dev.stevedore.dockerd.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.FieldMask;
import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.api.GoTime;
import dev.stevedore.dockerd.api.Json;
import dev.stevedore.dockerd.container.config.JsonObjectView;
import dev.stevedore.dockerd.containerd.ContainerdClient;
import dev.stevedore.dockerd.containerd.GrpcErrors;
import dev.stevedore.lib.containerdapi.images.CreateImageRequest;
import dev.stevedore.lib.containerdapi.images.DeleteImageRequest;
import dev.stevedore.lib.containerdapi.images.GetImageRequest;
import dev.stevedore.lib.containerdapi.images.ListImagesRequest;
import dev.stevedore.lib.containerdapi.images.UpdateImageRequest;
import dev.stevedore.lib.containerdapi.snapshots.UsageRequest;
import dev.stevedore.lib.oci.image.Descriptor;
import dev.stevedore.lib.oci.image.Digest;
import dev.stevedore.lib.oci.image.ImageConfig;
import dev.stevedore.lib.oci.image.Index;
import dev.stevedore.lib.oci.image.Manifest;
import dev.stevedore.lib.oci.image.MediaTypes;
import dev.stevedore.lib.oci.image.Platform;
import dev.stevedore.lib.oci.reference.Ids;
import dev.stevedore.lib.oci.reference.ImageReference;
import dev.stevedore.lib.oci.reference.InvalidReferenceException;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Names of images and what they point to. All names are in containerd; only blobs are cached. */
public final class ImageStore {
  /** The name of an image that has none: containerd keeps nothing that no name points to. */
  static final String DANGLING = "moby-dangling@";

  private final ContainerdClient containerd;
  private final String snapshotter;
  private final BlobStore blobs;
  private final Platform machine = Platform.host();
  private final Map<String, Image> byTarget = new ConcurrentHashMap<>();
  private final Map<String, Long> snapshotSizes = new ConcurrentHashMap<>();

  /**
   * A store over one containerd.
   *
   * @param snapshotter containerd's name of the snapshotter, such as overlayfs
   */
  public ImageStore(ContainerdClient containerd, String snapshotter) {
    this.containerd = containerd;
    this.snapshotter = snapshotter;
    this.blobs = new BlobStore(containerd);
  }

  /**
   * An image with all its names; none for a dangling one.
   *
   * @param lastTagged when it got the last of them
   */
  public record Named(Image image, List<String> containerdNames, Instant lastTagged) {
    /** The image with those of its names only; a dangling one has none. */
    public Named only(Predicate<ImageReference> wanted) {
      return new Named(
          image,
          containerdNames.stream()
              .filter(name -> !name.startsWith(DANGLING))
              .filter(name -> wanted.test(ImageReference.parse(name)))
              .toList(),
          lastTagged);
    }

    /** The names with a tag, as users write them. */
    public List<String> tags() {
      return tagReferences().stream().map(ImageReference::familiar).toList();
    }

    /** The names with a tag. */
    public List<ImageReference> tagReferences() {
      return containerdNames.stream()
          .filter(name -> !name.startsWith(DANGLING) && !name.contains("@"))
          .map(ImageReference::parse)
          .toList();
    }

    /** The names with a digest, as users write them. */
    public List<String> digests() {
      return containerdNames.stream()
          .filter(name -> !name.startsWith(DANGLING) && name.contains("@"))
          .map(name -> ImageReference.parse(name).familiar())
          .toList();
    }
  }

  /** All images. */
  public List<Named> list() {
    Map<Digest, Image> images = new LinkedHashMap<>();
    Map<Digest, List<String>> names = new LinkedHashMap<>();
    Map<Digest, Instant> tagged = new HashMap<>();
    for (var entry :
        containerd.images().list(ListImagesRequest.getDefaultInstance()).getImagesList()) {
      Image image = load(descriptor(entry.getTarget()));
      images.putIfAbsent(image.id(), image);
      names.computeIfAbsent(image.id(), _ -> new ArrayList<>()).add(entry.getName());
      Instant updated =
          Instant.ofEpochSecond(entry.getUpdatedAt().getSeconds(), entry.getUpdatedAt().getNanos());
      tagged.merge(image.id(), updated, (a, b) -> a.isAfter(b) ? a : b);
    }
    List<Named> result = new ArrayList<>();
    images.forEach(
        (id, image) ->
            result.add(
                new Named(
                    image,
                    names.getOrDefault(id, List.of()),
                    tagged.getOrDefault(id, GoTime.ZERO))));
    return result;
  }

  /**
   * Finds an image by its name, id, or beginning of its id.
   *
   * @throws ApiException.NotFound {@code No such image: …}
   */
  public Image find(String text) {
    return lookUp(text)
        .orElseThrow(() -> new ApiException.NotFound("No such image: " + shown(text)));
  }

  private Optional<Image> lookUp(String text) {
    if (!text.startsWith("sha256:") && !Ids.isFull(text)) {
      try {
        Optional<Image> named = byName(ImageReference.parse(text).withDefaultTag().toString());
        if (named.isPresent()) {
          return named;
        }
      } catch (InvalidReferenceException e) {
        throw new ApiException.BadParameter("invalid reference format", e);
      }
    }
    String hex = text.startsWith("sha256:") ? text.substring("sha256:".length()) : text;
    if (!Ids.isPrefix(hex)) {
      return Optional.empty();
    }
    List<Image> matches =
        list().stream()
            .map(Named::image)
            .filter(image -> image.id().hex().startsWith(hex))
            .toList();
    return matches.size() == 1 ? Optional.of(matches.getFirst()) : Optional.empty();
  }

  /** The name with its tag, as Docker's errors show it. */
  static String shown(String text) {
    try {
      return text.startsWith("sha256:")
          ? text
          : ImageReference.parse(text).withDefaultTag().familiar();
    } catch (InvalidReferenceException e) {
      return text;
    }
  }

  /** The image of an exact containerd name. */
  public Optional<Image> byName(String name) {
    try {
      return Optional.of(
          load(
              descriptor(
                  containerd
                      .images()
                      .get(GetImageRequest.newBuilder().setName(name).build())
                      .getImage()
                      .getTarget())));
    } catch (StatusRuntimeException e) {
      if (GrpcErrors.isNotFound(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Points a name to an image. An image that loses its last name by that becomes a dangling one.
   *
   * @param name a full name with a tag
   */
  public void name(String name, Descriptor target) {
    Optional<Image> before = byName(name);
    put(name, target);
    before
        .filter(image -> !image.target().digest().equals(target.digest()))
        .filter(image -> namesOf(image).isEmpty())
        .ifPresent(image -> put(DANGLING + image.target().digest(), image.target()));
    deleteName(DANGLING + target.digest());
  }

  /** Keeps an image that has no name. */
  public void nameless(Descriptor target) {
    if (namesOf(load(target)).isEmpty()) {
      put(DANGLING + target.digest(), target);
    }
  }

  private void put(String name, Descriptor target) {
    var entry =
        dev.stevedore.lib.containerdapi.images.Image.newBuilder()
            .setName(name)
            .setTarget(Unpacker.message(target))
            .build();
    try {
      containerd.images().create(CreateImageRequest.newBuilder().setImage(entry).build());
    } catch (StatusRuntimeException e) {
      if (!GrpcErrors.isAlreadyExists(e)) {
        throw e;
      }
      containerd
          .images()
          .update(
              UpdateImageRequest.newBuilder()
                  .setImage(entry)
                  .setUpdateMask(FieldMask.newBuilder().addPaths("target"))
                  .build());
    }
  }

  /** Removes a name, if there is one. */
  void deleteName(String name) {
    try {
      containerd.images().delete(DeleteImageRequest.newBuilder().setName(name).build());
    } catch (StatusRuntimeException e) {
      if (!GrpcErrors.isNotFound(e)) {
        throw e;
      }
    }
  }

  /** containerd's names of an image. */
  public List<String> namesOf(Image image) {
    return named(image).containerdNames();
  }

  /** An image with all its names. */
  public Named named(Image image) {
    return list().stream()
        .filter(named -> named.image().id().equals(image.id()))
        .findFirst()
        .orElse(new Named(image, List.of(), GoTime.ZERO));
  }

  /** Reads an image through its manifest, from the cache if it can. */
  public Image load(Descriptor target) {
    return byTarget.computeIfAbsent(target.digest().toString(), _ -> read(target));
  }

  /** Forgets what is cached of an image that was removed. */
  public void forget(Image image) {
    byTarget.remove(image.target().digest().toString());
  }

  private Image read(Descriptor target) {
    Digest digest = target.digest();
    String mediaType = target.mediaType();
    for (int depth = 0; depth < 4; depth++) {
      byte[] bytes = blobs.read(digest);
      String json = new String(bytes, StandardCharsets.UTF_8);
      if (view(bytes).node("manifests").isNull()) {
        Manifest manifest = Manifest.parse(json);
        byte[] config = blobs.read(manifest.config().digest());
        ImageConfig parsed = parse(config);
        Descriptor described =
            new Descriptor(
                mediaType,
                digest,
                bytes.length,
                List.of(),
                Map.of(),
                Optional.of(parsed.platform()));
        return new Image(target, described, manifest, parsed, view(config));
      }
      Descriptor next =
          Index.parse(json)
              .manifestFor(machine)
              .orElseThrow(
                  () ->
                      new ApiException.NotFound(
                          "image " + target.digest() + " has no manifest for " + machine));
      digest = next.digest();
      mediaType = next.mediaType();
    }
    throw new ApiException.BadParameter("image " + target.digest() + ": indexes without end");
  }

  private static ImageConfig parse(byte[] config) {
    return ImageConfig.parse(new String(config, StandardCharsets.UTF_8));
  }

  private static JsonObjectView view(byte[] config) {
    try {
      JsonNode node = Json.MAPPER.readTree(config);
      return new JsonObjectView(node);
    } catch (IOException e) {
      throw new UncheckedIOException("image config", e);
    }
  }

  private static Descriptor descriptor(dev.stevedore.lib.containerdapi.types.Descriptor d) {
    String mediaType = d.getMediaType().isEmpty() ? MediaTypes.MANIFEST : d.getMediaType();
    return new Descriptor(mediaType, Digest.parse(d.getDigest()), d.getSize());
  }

  /** The bytes that an image's layers take on disk, unpacked. */
  public long size(Image image) {
    return image.snapshots().stream().mapToLong(this::snapshotSize).sum();
  }

  /** The bytes that each layer takes, lowest first. */
  public List<Long> layerSizes(Image image) {
    return image.snapshots().stream().map(this::snapshotSize).toList();
  }

  /** The bytes that one layer takes; 0 if it is not unpacked. */
  long snapshotSize(String snapshot) {
    Long known = snapshotSizes.get(snapshot);
    if (known != null) {
      return known;
    }
    try {
      long size =
          containerd
              .snapshots()
              .usage(UsageRequest.newBuilder().setSnapshotter(snapshotter).setKey(snapshot).build())
              .getSize();
      snapshotSizes.put(snapshot, size);
      return size;
    } catch (StatusRuntimeException e) {
      if (GrpcErrors.isNotFound(e)) {
        return 0;
      }
      throw e;
    }
  }

  /** The blobs. */
  public BlobStore blobs() {
    return blobs;
  }
}
