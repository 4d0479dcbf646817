package dev.stevedore.docker.flags;

/** What a flag's values look like; the words are those that help texts show. */
public enum FlagType {
  BOOL(""),
  STRING("string"),
  LIST("list"),
  FILTER("filter"),
  MAP("map"),
  INT("int"),
  UINT("uint"),
  UINT16("uint16"),
  DURATION("duration"),
  BYTES("bytes"),
  /** Bytes, or -1 for no limit. */
  SWAP_BYTES("bytes"),
  CPUS("decimal"),
  ULIMIT("ulimit"),
  MOUNT("mount"),
  NETWORK("network"),
  GPUS("gpu-request");

  private final String word;

  FlagType(String word) {
    this.word = word;
  }

  /** The word help texts show after the name; "" for a bool. */
  public String word() {
    return word;
  }

  ValueCheck check() {
    return switch (this) {
      case BOOL -> GoValues::parseBool;
      case FILTER -> GoValues::checkFilter;
      case INT -> GoValues::parseInt;
      case UINT -> GoValues::parseUint;
      case UINT16 -> GoValues::parseUint16;
      case DURATION -> GoValues::parseDuration;
      case BYTES -> GoValues::parseBytes;
      case SWAP_BYTES -> GoValues::parseSwapBytes;
      case CPUS -> GoValues::parseNanoCpus;
      case STRING, LIST, MAP, ULIMIT, MOUNT, NETWORK, GPUS -> ValueCheck.ANY;
    };
  }
}
