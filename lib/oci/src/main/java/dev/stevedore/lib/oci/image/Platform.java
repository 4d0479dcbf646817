package dev.stevedore.lib.oci.image;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;
import java.util.List;

/**
 * What an image runs on, in Go's names (image-spec, image-index.md).
 *
 * @param os such as {@code linux}
 * @param architecture such as {@code amd64}
 * @param variant of the architecture, such as {@code v8}; empty if there is none
 * @param osVersion empty on Linux
 * @param osFeatures empty on Linux
 */
public record Platform(
    String os, String architecture, String variant, String osVersion, List<String> osFeatures) {
  /** Keeps a copy of the list. */
  public Platform {
    osFeatures = List.copyOf(osFeatures);
  }

  /** A platform without variant. */
  public Platform(String os, String architecture) {
    this(os, architecture, "", "", List.of());
  }

  /** The platform of this machine. */
  public static Platform host() {
    String machine = System.getProperty("os.arch", "amd64");
    return switch (machine) {
      case "amd64", "x86_64" -> new Platform("linux", "amd64");
      case "aarch64" -> new Platform("linux", "arm64", "v8", "", List.of());
      case "arm" -> new Platform("linux", "arm", "v7", "", List.of());
      default -> new Platform("linux", machine);
    };
  }

  /**
   * Parses {@code os[/architecture[/variant]]} or an architecture alone, as {@code --platform}
   * takes it; the usual other names ({@code x86_64}, {@code aarch64}) are understood.
   */
  public static Platform parse(String text) {
    String[] parts = text.split("/", -1);
    if (text.isEmpty() || parts.length > 3) {
      throw new IllegalArgumentException(
          "\""
              + text
              + "\": platform specifier must be os, os/architecture or os/architecture/variant");
    }
    if (parts.length == 1) {
      return parts[0].equals("linux")
          ? host()
          : new Platform("linux", architectureOf(parts[0]), variantOf(parts[0]), "", List.of());
    }
    String variant = parts.length == 3 ? parts[2] : variantOf(parts[1]);
    return new Platform(parts[0], architectureOf(parts[1]), variant, "", List.of());
  }

  /** Whether an image for this platform runs on the other; a missing variant fits any. */
  public boolean runsOn(Platform machine) {
    return os.equals(machine.os)
        && architecture.equals(machine.architecture)
        && (variant.isEmpty() || machine.variant.isEmpty() || variant.equals(machine.variant));
  }

  /** Reads the JSON object; throws what {@link ObjectReader} throws. */
  public static Platform read(ObjectReader in) {
    return new Platform(
        in.string("os", ""),
        in.string("architecture", ""),
        in.string("variant", ""),
        in.string("os.version", ""),
        in.strings("os.features"));
  }

  /** The JSON object; what is not set is left out. */
  public JsonObject toJson() {
    return new ObjectWriter()
        .value("architecture", architecture)
        .value("os", os)
        .string("os.version", osVersion)
        .strings("os.features", osFeatures)
        .string("variant", variant)
        .toJson();
  }

  /** {@code os/architecture}, and the variant if there is one. */
  @Override
  public String toString() {
    return os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
  }

  private static String architectureOf(String name) {
    return switch (name) {
      case "x86_64", "x86-64" -> "amd64";
      case "aarch64" -> "arm64";
      case "armhf", "armel" -> "arm";
      case "i386" -> "386";
      default -> name;
    };
  }

  private static String variantOf(String name) {
    return switch (name) {
      case "aarch64", "arm64" -> "v8";
      case "armhf", "arm" -> "v7";
      case "armel" -> "v6";
      default -> "";
    };
  }
}
