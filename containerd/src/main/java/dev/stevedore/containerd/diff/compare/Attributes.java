package dev.stevedore.containerd.diff.compare;

import dev.stevedore.lib.linux.FileType;
import dev.stevedore.lib.linux.LinuxException;
import dev.stevedore.lib.linux.Xattrs;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The extended attributes that belong into a layer: capabilities, and what users set. */
final class Attributes {
  private static final String CAPABILITY = "security.capability";
  private static final String USER = "user.";
  private static final String OVERLAY = "user.overlay.";

  private Attributes() {}

  static Map<String, byte[]> of(MergedDirectory.Entry entry) throws LinuxException {
    Map<String, byte[]> attributes = new TreeMap<>();
    if (entry.status().type() == FileType.SYMBOLIC_LINK) {
      return attributes;
    }
    for (String name : Xattrs.list(entry.path())) {
      if (name.equals(CAPABILITY) || (name.startsWith(USER) && !name.startsWith(OVERLAY))) {
        Optional<byte[]> value = Xattrs.get(entry.path(), name);
        if (value.isPresent()) {
          attributes.put(name, value.get());
        }
      }
    }
    return attributes;
  }
}
