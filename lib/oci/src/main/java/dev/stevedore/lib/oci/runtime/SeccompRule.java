package dev.stevedore.lib.oci.runtime;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;
import java.util.List;
import java.util.OptionalLong;

/**
 * A rule of a seccomp filter ({@code linux.seccomp.syscalls[]}).
 *
 * @param names names of system calls
 * @param action what happens to them
 * @param errnoRet errno, or what the tracer gets
 * @param args what the arguments must be, all of them
 */
public record SeccompRule(
    List<String> names, SeccompAction action, OptionalLong errnoRet, List<SeccompArg> args) {
  /** Keeps copies of the lists and maps. */
  public SeccompRule {
    names = List.copyOf(names);
    args = List.copyOf(args);
  }

  /** Reads the JSON object; throws what {@link ObjectReader} throws. */
  public static SeccompRule read(ObjectReader in) {
    return new SeccompRule(
        in.strings("names"),
        in.parsed("action", SeccompAction::of),
        in.optionalUint32("errnoRet"),
        in.list("args", SeccompArg::read));
  }

  /** The JSON object; what is not set is left out. */
  public JsonObject toJson() {
    return new ObjectWriter()
        .strings("names", names)
        .value("action", action.specName())
        .number("errnoRet", errnoRet)
        .list("args", args, SeccompArg::toJson)
        .toJson();
  }
}
