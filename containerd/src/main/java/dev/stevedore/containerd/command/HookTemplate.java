package dev.stevedore.containerd.command;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import dev.stevedore.containerd.config.ConfigException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts what an OCI hook is told about its container into texts: {@code {{id}}}, {@code {{bundle}}},
 * {@code {{rootfs}}}, {@code {{pid}}}, {@code {{status}}} and {@code {{annotation "NAME"}}}. Of
 * Go's templates, which containerd has here, nothing else is taken.
 */
final class HookTemplate {
  private static final Pattern ACTION = Pattern.compile("\\{\\{(.*?)\\}\\}", Pattern.DOTALL);
  private static final Pattern CALL = Pattern.compile("\\s*(\\w+)(?:\\s+([\"`])(.*)\\2)?\\s*");

  private final JsonObject state;
  private final Path rootfs;

  private HookTemplate(JsonObject state, Path rootfs) {
    this.state = state;
    this.rootfs = rootfs;
  }

  /**
   * For a container.
   *
   * @param state as the runtime gives it to a hook
   * @param spec the container's config.json
   */
  static HookTemplate of(String state, String spec) {
    JsonObject told = Json.parse(state).asObject();
    JsonValue root = Json.parse(spec).asObject().get("root");
    String path = root == null ? "" : root.asObject().getString("path", "");
    return new HookTemplate(told, Path.of(told.getString("bundle", "")).resolve(path));
  }

  /**
   * The text with everything put in.
   *
   * @throws ConfigException if it asks for something else
   */
  String render(String text) {
    return ACTION.matcher(text).replaceAll(it -> Matcher.quoteReplacement(value(it.group(1))));
  }

  private String value(String action) {
    Matcher call = CALL.matcher(action);
    if (!call.matches()) {
      throw new ConfigException("oci-hook: cannot do {{" + action + "}}");
    }
    String name = call.group(3);
    if (name != null && call.group(1).equals("annotation")) {
      JsonValue annotations = state.get("annotations");
      return annotations == null ? "" : annotations.asObject().getString(name, "");
    }
    return switch (name == null ? call.group(1) : "") {
      case "id", "bundle", "status" -> state.getString(call.group(1), "");
      case "pid" -> Integer.toString(state.getInt("pid", 0));
      case "rootfs" -> rootfs.normalize().toString();
      default -> throw new ConfigException("oci-hook: cannot do {{" + action + "}}");
    };
  }
}
