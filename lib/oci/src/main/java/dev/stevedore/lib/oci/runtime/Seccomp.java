package dev.stevedore.lib.oci.runtime;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;
import java.util.List;
import java.util.OptionalLong;

/**
 * A filter of system calls (seccomp(2)), as libseccomp describes them.
 *
 * @param defaultAction for what no rule matches
 * @param defaultErrnoRet errno of the default action
 * @param architectures architectures besides the native one
 * @param flags such as {@code SECCOMP_FILTER_FLAG_LOG}
 * @param listenerPath socket that gets the file descriptor of SCMP_ACT_NOTIFY
 * @param listenerMetadata passed on to that socket
 * @param syscalls the rules
 */
public record Seccomp(
    SeccompAction defaultAction,
    OptionalLong defaultErrnoRet,
    List<SeccompArch> architectures,
    List<String> flags,
    String listenerPath,
    String listenerMetadata,
    List<SeccompRule> syscalls) {
  /** Keeps copies of the lists and maps. */
  public Seccomp {
    architectures = List.copyOf(architectures);
    flags = List.copyOf(flags);
    syscalls = List.copyOf(syscalls);
  }

  /** Reads the JSON object; throws what {@link ObjectReader} throws. */
  public static Seccomp read(ObjectReader in) {
    return new Seccomp(
        in.parsed("defaultAction", SeccompAction::of),
        in.optionalUint32("defaultErrnoRet"),
        in.parsedList("architectures", SeccompArch::of),
        in.strings("flags"),
        in.string("listenerPath", ""),
        in.string("listenerMetadata", ""),
        in.list("syscalls", SeccompRule::read));
  }

  /** The same without rules. */
  public Seccomp withoutRules() {
    return new Seccomp(
        defaultAction,
        defaultErrnoRet,
        List.of(),
        flags,
        listenerPath,
        listenerMetadata,
        List.of());
  }

  /** The JSON object; what is not set is left out. */
  public JsonObject toJson() {
    return new ObjectWriter()
        .value("defaultAction", defaultAction.specName())
        .number("defaultErrnoRet", defaultErrnoRet)
        .strings("architectures", architectures.stream().map(SeccompArch::specName).toList())
        .strings("flags", flags)
        .string("listenerPath", listenerPath)
        .string("listenerMetadata", listenerMetadata)
        .list("syscalls", syscalls, SeccompRule::toJson)
        .toJson();
  }
}
