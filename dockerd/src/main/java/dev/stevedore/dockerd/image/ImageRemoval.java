package dev.stevedore.dockerd.image;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.containerd.ContainerdClient;
import dev.stevedore.dockerd.containerd.GrpcErrors;
import dev.stevedore.dockerd.events.Events;
import dev.stevedore.lib.containerdapi.snapshots.RemoveSnapshotRequest;
import dev.stevedore.lib.oci.image.Descriptor;
import dev.stevedore.lib.oci.image.Digest;
import dev.stevedore.lib.oci.reference.Ids;
import dev.stevedore.lib.oci.reference.ImageReference;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code docker rmi}: names, and with the last one the image itself, down to its blobs. */
public final class ImageRemoval {
  private static final Logger LOG = LoggerFactory.getLogger(ImageRemoval.class);

  private final ContainerdClient containerd;
  private final String snapshotter;
  private final ImageStore store;
  private final Events events;
  private final Function<String, List<User>> users;

  /** A container that uses an image. */
  public record User(String containerId, boolean running) {}

  /** What was done: a name or an id. */
  public record Step(boolean untagged, String what) {}

  /**
   * Removes images.
   *
   * @param users the containers of an image id
   */
  public ImageRemoval(
      ContainerdClient containerd,
      String snapshotter,
      ImageStore store,
      Events events,
      Function<String, List<User>> users) {
    this.containerd = containerd;
    this.snapshotter = snapshotter;
    this.store = store;
    this.events = events;
    this.users = users;
  }

  /**
   * Removes a name, or an image by its id.
   *
   * @param force whether an image is removed although stopped containers use it, or it has several
   *     names
   * @throws ApiException.Conflict with Docker's texts
   */
  public List<Step> remove(String text, boolean force) {
    Image image = store.find(text);
    List<ImageReference> names = referencesOf(image);
    List<User> using = users.apply(image.id().toString());
    List<Step> steps = new ArrayList<>();
    if (!image.id().hex().startsWith(text.replaceFirst("^sha256:", ""))) {
      ImageReference name = ImageReference.parse(text).withDefaultTag();
      if (areOne(names)) {
        refuseIfUsed(image, using, force, ImageStore.shown(text));
      }
      untag(image, name, steps);
      List<ImageReference> left = names.stream().filter(it -> !it.equals(name)).toList();
      if (name.digest().isEmpty()) {
        left = withoutDigestsOf(name.name(), image, left, steps);
      }
      if (!left.isEmpty()) {
        return steps;
      }
    } else {
      if (!names.isEmpty() && !areOne(names) && !force) {
        throw conflict(image, "must be forced", "image is referenced in multiple repositories");
      }
      refuseIfUsed(image, using, force, "");
      names.forEach(name -> untag(image, name, steps));
    }
    if (using.isEmpty()) {
      delete(image, steps);
    } else {
      store.nameless(image.target()); // the containers still need it
    }
    return steps;
  }

  private List<ImageReference> referencesOf(Image image) {
    return store.namesOf(image).stream()
        .filter(name -> !name.startsWith(ImageStore.DANGLING))
        .map(ImageReference::parse)
        .toList();
  }

  /** Whether all names are of one repository, and at most one of them is a tag. */
  private static boolean areOne(List<ImageReference> names) {
    return !names.isEmpty()
        && names.stream().map(ImageReference::name).distinct().count() == 1
        && names.stream().filter(name -> name.digest().isEmpty()).count() <= 1;
  }

  /** Digests were noted along with tags: with the last tag of a repository they go, too. */
  private List<ImageReference> withoutDigestsOf(
      String repository, Image image, List<ImageReference> names, List<Step> steps) {
    boolean tagged =
        names.stream().anyMatch(name -> name.name().equals(repository) && name.digest().isEmpty());
    if (tagged) {
      return names;
    }
    List<ImageReference> left = new ArrayList<>();
    for (ImageReference name : names) {
      if (name.name().equals(repository)) {
        untag(image, name, steps);
      } else {
        left.add(name);
      }
    }
    return left;
  }

  private static void refuseIfUsed(Image image, List<User> using, boolean force, String name) {
    for (User user : using) {
      String container = Ids.shortened(user.containerId());
      if (user.running()) {
        if (force && !name.isEmpty()) {
          continue; // the name goes, the image stays
        }
        throw name.isEmpty()
            ? conflict(
                image, "cannot be forced", "image is being used by running container " + container)
            : reference(name, container, image);
      }
      if (!force) {
        throw name.isEmpty()
            ? conflict(
                image, "must be forced", "image is being used by stopped container " + container)
            : reference(name, container, image);
      }
    }
  }

  private static ApiException reference(String name, String container, Image image) {
    return new ApiException.Conflict(
        "conflict: unable to remove repository reference \"%s\" (must force) - container %s is using its referenced image %s"
            .formatted(name, container, image.id().shortHex()));
  }

  private static ApiException conflict(Image image, String kind, String why) {
    return new ApiException.Conflict(
        "conflict: unable to delete %s (%s) - %s".formatted(image.id().shortHex(), kind, why));
  }

  private void untag(Image image, ImageReference name, List<Step> steps) {
    store.deleteName(name.toString());
    steps.add(new Step(true, name.familiar()));
    events.image("untag", image.id().toString(), Map.of("name", image.id().toString()));
  }

  /**
   * Removes the blobs and layers that no other image needs; containerd's collector may be faster.
   *
   * @return the bytes that its layers took
   */
  private long delete(Image image, List<Step> steps) {
    store.deleteName(ImageStore.DANGLING + image.target().digest());
    store.forget(image);
    Set<Digest> needed = new HashSet<>();
    Set<String> neededSnapshots = new HashSet<>();
    for (ImageStore.Named other : store.list()) {
      needed.add(other.image().target().digest());
      needed.add(other.image().id());
      other.image().manifest().layers().forEach(layer -> needed.add(layer.digest()));
      neededSnapshots.addAll(other.image().snapshots());
    }
    long freed = 0;
    for (String snapshot : image.snapshots().reversed()) {
      if (!neededSnapshots.contains(snapshot)) {
        freed += store.snapshotSize(snapshot);
        removeSnapshot(snapshot);
      }
    }
    List<Digest> digests = new ArrayList<>();
    digests.add(image.target().digest());
    digests.add(image.id());
    image.manifest().layers().stream().map(Descriptor::digest).forEach(digests::add);
    digests.stream().filter(digest -> !needed.contains(digest)).forEach(store.blobs()::delete);
    steps.add(new Step(false, image.id().toString()));
    events.image("delete", image.id().toString(), Map.of("name", image.id().toString()));
    return freed;
  }

  private void removeSnapshot(String name) {
    try {
      containerd
          .snapshots()
          .remove(
              RemoveSnapshotRequest.newBuilder().setSnapshotter(snapshotter).setKey(name).build());
    } catch (StatusRuntimeException e) {
      if (!GrpcErrors.isNotFound(e)) {
        LOG.info("layer {} stays: {}", name, GrpcErrors.text(e));
      }
    }
  }

  /** What a prune removed, and how many bytes that were. */
  public record Pruned(List<Step> steps, long bytes) {}

  /** Removes those images that no container uses. */
  public Pruned prune(Predicate<ImageStore.Named> which) {
    List<Step> steps = new ArrayList<>();
    long bytes = 0;
    for (ImageStore.Named named : store.list()) {
      if (which.test(named) && users.apply(named.image().id().toString()).isEmpty()) {
        referencesOf(named.image()).forEach(name -> untag(named.image(), name, steps));
        bytes += delete(named.image(), steps);
      }
    }
    return new Pruned(steps, bytes);
  }
}
