package dev.stevedore.containerd.transfer;

import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.lib.containerdapi.transfer.ImageReference;
import dev.stevedore.lib.containerdapi.transfer.ImageStore;
import dev.stevedore.lib.oci.image.Descriptor;
import java.util.ArrayList;
import java.util.List;

/** What images are called in the store, by what a client has asked for. */
final class ImageNames {
  /** A whole name, in the index of an archive. */
  static final String NAME = "io.containerd.image.name";

  /** A tag or a name, in the index of an archive. */
  static final String REF_NAME = "org.opencontainers.image.ref.name";

  private ImageNames() {}

  /** The names of what is transferred as a whole. */
  static List<String> of(ImageStore store, Descriptor target) {
    List<String> names = archive(store, target);
    if (names.isEmpty()) {
      throw Failure.notFound("no image name found");
    }
    return names;
  }

  /** The same, but there need not be any. */
  static List<String> archive(ImageStore store, Descriptor target) {
    List<String> names = new ArrayList<>();
    if (!store.getName().isEmpty()) {
      names.add(store.getName());
    }
    for (ImageReference reference : store.getExtraReferencesList()) {
      if (!reference.getIsPrefix()) {
        names.add(
            reference.getAddDigest()
                ? reference.getName() + "@" + target.digest()
                : reference.getName());
      }
    }
    return names;
  }

  /** The names of one image of an archive, by what the archive says it is called. */
  static List<String> ofPart(ImageStore store, Descriptor image) {
    List<String> names = new ArrayList<>();
    for (ImageReference reference : store.getExtraReferencesList()) {
      if (!reference.getIsPrefix()) {
        continue;
      }
      String name = name(image, reference);
      if (!name.isEmpty()) {
        names.add(name);
      }
      boolean digest = name.isEmpty() || !reference.getSkipNamedDigest();
      if (reference.getAddDigest() && digest) {
        names.add(reference.getName() + "@" + image.digest());
      }
    }
    return names;
  }

  private static String name(Descriptor image, ImageReference reference) {
    String whole = image.annotations().getOrDefault(NAME, "");
    if (!whole.isEmpty()) {
      return translated(whole, reference).equals(whole) ? whole : "";
    }
    String tag = image.annotations().getOrDefault(REF_NAME, "");
    return tag.isEmpty() ? "" : translated(tag, reference);
  }

  /** A tag gets the prefix; a whole name must have it, unless it may be another. */
  private static String translated(String name, ImageReference reference) {
    String prefix = reference.getName();
    if (prefix.isEmpty()) {
      return "";
    }
    boolean whole = name.chars().anyMatch(c -> c == '/' || c == ':' || c == '@');
    if (!whole) {
      return prefix + ":" + name;
    }
    return reference.getAllowOverwrite() || hasPrefix(name, prefix) ? name : "";
  }

  private static boolean hasPrefix(String name, String prefix) {
    return name.equals(prefix)
        || (name.startsWith(prefix) && "/:@".indexOf(name.charAt(prefix.length())) >= 0);
  }
}
