package dev.stevedore.dockerd.spec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.api.Json;
import dev.stevedore.dockerd.container.config.ContainerDefaults;
import dev.stevedore.dockerd.container.config.JsonObjectView;
import dev.stevedore.lib.oci.runtime.Seccomp;
import dev.stevedore.lib.oci.runtime.SeccompAction;
import dev.stevedore.lib.oci.runtime.SeccompArg;
import dev.stevedore.lib.oci.runtime.SeccompOperator;
import dev.stevedore.lib.oci.runtime.SeccompRule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What {@code --security-opt} says.
 *
 * @param noNewPrivileges whether setuid programs have no effect
 * @param seccomp a profile's JSON, {@code unconfined}, or nothing for the default
 * @param apparmor a profile's name, or empty
 * @param writableCgroups whether its cgroups can be written to; nothing: if it is privileged
 * @param systemPaths whether the paths of /proc and /sys that are masked by default stay visible
 */
record SecurityOptions(
    boolean noNewPrivileges,
    Optional<String> seccomp,
    String apparmor,
    Optional<Boolean> writableCgroups,
    boolean systemPaths) {

  /**
   * Reads the options; throws Docker's text for one that is unknown.
   *
   * @param defaults what holds if they do not say
   */
  static SecurityOptions of(List<String> options, ContainerDefaults defaults) {
    boolean noNewPrivileges = defaults.noNewPrivileges();
    Optional<String> seccomp = defaults.seccomp().profile();
    String apparmor = "";
    boolean systemPaths = false;
    Optional<Boolean> writableCgroups = Optional.empty();
    for (String option : options) {
      int separator = separator(option);
      String name = separator < 0 ? option : option.substring(0, separator);
      String value = separator < 0 ? "" : option.substring(separator + 1);
      switch (name) {
        case "no-new-privileges" -> noNewPrivileges = value.isEmpty() || bool(value, option);
        case "seccomp" -> seccomp = Optional.of(value).filter(v -> !v.equals("builtin"));
        case "apparmor" -> apparmor = value;
        case "writable-cgroups" ->
            writableCgroups = Optional.of(value.isEmpty() || bool(value, option));
        case "systempaths" -> systemPaths = value.equals("unconfined");
        case "label" -> {
          if (!value.equals("disable")) {
            throw new ApiException.BadParameter(
                "SELinux labels are not available: --security-opt " + option);
          }
        }
        default ->
            throw new ApiException.BadParameter("invalid --security-opt 2: \"" + option + "\"");
      }
    }
    return new SecurityOptions(noNewPrivileges, seccomp, apparmor, writableCgroups, systemPaths);
  }

  private static int separator(String option) {
    int equals = option.indexOf('=');
    return equals >= 0 ? equals : option.indexOf(':');
  }

  private static boolean bool(String value, String option) {
    return switch (value) {
      case "true", "1", "t" -> true;
      case "false", "0", "f" -> false;
      default ->
          throw new ApiException.BadParameter("invalid --security-opt 2: \"" + option + "\"");
    };
  }

  /** The profile; none if unconfined. */
  Optional<Seccomp> profile(
      DefaultSeccomp standard, List<String> capabilities, boolean privileged) {
    if (seccomp.isEmpty()) {
      return privileged ? Optional.empty() : Optional.of(standard.forCapabilities(capabilities));
    }
    String text = seccomp.get();
    if (text.equals("unconfined")) {
      return Optional.empty();
    }
    try {
      return Optional.of(parse(Json.MAPPER.readTree(text), capabilities));
    } catch (IOException | IllegalArgumentException e) {
      throw new ApiException.BadParameter("Decoding seccomp profile failed: " + e.getMessage(), e);
    }
  }

  /** Docker's own format: rules with includes and excludes by capability. */
  private static Seccomp parse(JsonNode json, List<String> capabilities) {
    JsonObjectView profile = new JsonObjectView(json);
    List<SeccompRule> rules = new ArrayList<>();
    for (JsonObjectView rule : profile.objects("syscalls")) {
      if (applies(rule, capabilities)) {
        rules.add(rule(rule));
      }
    }
    return new Seccomp(
        SeccompAction.of(profile.string("defaultAction")),
        profile
            .optionalNumber("defaultErrnoRet")
            .map(OptionalLong::of)
            .orElse(OptionalLong.empty()),
        DefaultSeccomp.architectures(),
        profile.strings("flags"),
        profile.string("listenerPath"),
        profile.string("listenerMetadata"),
        rules);
  }

  private static boolean applies(JsonObjectView rule, List<String> capabilities) {
    JsonObjectView includes = rule.object("includes");
    JsonObjectView excludes = rule.object("excludes");
    String machine = System.getProperty("os.arch", "").equals("aarch64") ? "arm64" : "amd64";
    return capabilities.containsAll(includes.strings("caps"))
        && excludes.strings("caps").stream().noneMatch(capabilities::contains)
        && (includes.strings("arches").isEmpty() || includes.strings("arches").contains(machine))
        && !excludes.strings("arches").contains(machine);
  }

  private static SeccompRule rule(JsonObjectView rule) {
    List<String> names = new ArrayList<>(rule.strings("names"));
    if (!rule.string("name").isEmpty()) {
      names.add(rule.string("name"));
    }
    List<SeccompArg> arguments = new ArrayList<>();
    for (JsonObjectView argument : rule.objects("args")) {
      arguments.add(
          new SeccompArg(
              argument.number("index"),
              argument.number("value"),
              argument.number("valueTwo"),
              SeccompOperator.of(argument.string("op"))));
    }
    return new SeccompRule(
        names,
        SeccompAction.of(rule.string("action")),
        rule.optionalNumber("errnoRet").map(OptionalLong::of).orElse(OptionalLong.empty()),
        arguments);
  }
}
