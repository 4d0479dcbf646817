package dev.stevedore.docker.create;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.flags.FlagValues;
import dev.stevedore.docker.format.JsonFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The networks to join. The first has the addresses and aliases that stand in flags of their own.
 *
 * <pre>
 *   --network host   --network name=front,alias=web,ip=10.0.0.5,driver-opt=a=b
 * </pre>
 */
final class Networks {
  private static final String DEFAULT = "default";

  /** One attachment as it is read. */
  private static final class Attachment {
    private String target = "";
    private final List<String> aliases = new ArrayList<>();
    private final List<String> links = new ArrayList<>();
    private final List<String> linkLocal = new ArrayList<>();
    private final JsonObject driverOptions = new JsonObject();
    private String ipv4 = "";
    private String ipv6 = "";
    private String mac = "";
    private long gatewayPriority;

    boolean isPlain() {
      return aliases.isEmpty()
          && links.isEmpty()
          && linkLocal.isEmpty()
          && driverOptions.isEmpty()
          && ipv4.isEmpty()
          && ipv6.isEmpty()
          && mac.isEmpty()
          && gatewayPriority == 0;
    }
  }

  private final List<Attachment> attachments = new ArrayList<>();
  private final boolean implicit;

  Networks(FlagValues flags) {
    List<String> given = new ArrayList<>(flags.list("network"));
    given.addAll(flags.list("net"));
    for (String value : given) {
      attachments.add(parse(value));
    }
    implicit = attachments.isEmpty();
    if (implicit) {
      Attachment attachment = new Attachment();
      attachment.target = DEFAULT;
      attachments.add(attachment);
    }
    applyFlags(attachments.getFirst(), flags);
    attachments.forEach(Networks::check);
  }

  /** The network mode of the host config: the first network. */
  String mode() {
    return attachments.getFirst().target;
  }

  /** The networking config's endpoints. */
  JsonObject endpoints() {
    Map<String, JsonObject> endpoints = new TreeMap<>();
    boolean userDefined = false;
    boolean builtIn = false;
    for (Attachment attachment : attachments) {
      userDefined |= isUserDefined(attachment.target);
      builtIn |= !isUserDefined(attachment.target);
      boolean single = !implicit && attachments.size() == 1;
      if (single && attachment.isPlain()) {
        continue;
      }
      if (endpoints.put(attachment.target, endpoint(attachment)) != null) {
        throw new CliException("network \"" + attachment.target + "\" is specified multiple times");
      }
    }
    if (userDefined && builtIn) {
      throw new CliException(
          "conflicting options: cannot attach both user-defined and non-user-defined"
              + " network-modes");
    }
    JsonObject json = new JsonObject();
    endpoints.forEach(json::add);
    return json;
  }

  private static Attachment parse(String value) {
    Attachment attachment = new Attachment();
    if (value.indexOf('=') <= 0) {
      attachment.target = value;
      return attachment;
    }
    for (String field : Csv.fields(value)) {
      int equals = field.indexOf('=');
      if (equals <= 0) {
        throw new CliException("invalid field " + field);
      }
      String key = field.substring(0, equals).trim().toLowerCase(Locale.ROOT);
      set(attachment, key, field.substring(equals + 1).trim());
    }
    if (attachment.target.isEmpty()) {
      throw new CliException("network name/id is not specified");
    }
    return attachment;
  }

  private static void set(Attachment attachment, String key, String value) {
    switch (key) {
      case "name" -> attachment.target = value;
      case "alias" -> attachment.aliases.add(value);
      case "ip" -> attachment.ipv4 = value;
      case "ip6" -> attachment.ipv6 = value;
      case "mac-address" -> attachment.mac = value;
      case "link-local-ip" -> attachment.linkLocal.add(value);
      case "gw-priority" -> attachment.gatewayPriority = priority(value);
      case "driver-opt" -> {
        int equals = value.indexOf('=');
        if (equals <= 0) {
          throw new CliException("invalid key value pair format in driver options");
        }
        attachment.driverOptions.set(
            value.substring(0, equals).trim(), value.substring(equals + 1).trim());
      }
      default -> throw new CliException("invalid field key " + key);
    }
  }

  private static long priority(String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new CliException("invalid gw-priority (" + value + "): invalid syntax", 1, e);
    }
  }

  private static void applyFlags(Attachment first, FlagValues flags) {
    List<String> aliases = new ArrayList<>(flags.list("network-alias"));
    aliases.addAll(flags.list("net-alias"));
    refuseBoth(!first.aliases.isEmpty() && !aliases.isEmpty(), "--network-alias", "alias");
    refuseBoth(!first.ipv4.isEmpty() && flags.isGiven("ip"), "--ip", "IPv4 address");
    refuseBoth(!first.ipv6.isEmpty() && flags.isGiven("ip6"), "--ip6", "IPv6 address");
    refuseBoth(
        !first.mac.isEmpty() && flags.isGiven("mac-address"), "--mac-address", "MAC address");
    refuseBoth(
        !first.linkLocal.isEmpty() && flags.isGiven("link-local-ip"),
        "--link-local-ip",
        "link-local IP addresses");
    first.aliases.addAll(aliases);
    if (isUserDefined(first.target)) {
      first.links.addAll(flags.list("link"));
    }
    first.ipv4 = flags.isGiven("ip") ? flags.string("ip") : first.ipv4;
    first.ipv6 = flags.isGiven("ip6") ? flags.string("ip6") : first.ipv6;
    first.mac = flags.isGiven("mac-address") ? flags.string("mac-address") : first.mac;
    first.linkLocal.addAll(flags.list("link-local-ip"));
  }

  private static void refuseBoth(boolean both, String flag, String what) {
    if (both) {
      throw new CliException(
          "conflicting options: cannot specify both " + flag + " and per-network " + what);
    }
  }

  private static void check(Attachment attachment) {
    if (attachment.target.isBlank()) {
      throw new CliException("no name set for network");
    }
    if (!isUserDefined(attachment.target) && !attachment.aliases.isEmpty()) {
      throw new CliException("network-scoped aliases are only supported for user-defined networks");
    }
    if (!attachment.mac.isEmpty() && !isMac(attachment.mac)) {
      throw new CliException(attachment.mac + " is not a valid mac address");
    }
  }

  private static boolean isMac(String text) {
    String[] parts = text.trim().split(text.indexOf('-') >= 0 ? "-" : ":", -1);
    boolean good = parts.length == 6 || parts.length == 8 || parts.length == 20;
    for (String part : parts) {
      good &=
          part.length() == 2
              && Character.digit(part.charAt(0), 16) >= 0
              && Character.digit(part.charAt(1), 16) >= 0;
    }
    return good;
  }

  private static boolean isUserDefined(String mode) {
    return switch (mode) {
      case "", DEFAULT, "bridge", "host", "none", "nat" -> false;
      default -> !mode.startsWith("container:");
    };
  }

  private static JsonObject endpoint(Attachment attachment) {
    return new JsonObject()
        .add("IPAMConfig", addresses(attachment))
        .add("Links", JsonFields.arrayOrNull(attachment.links))
        .add("Aliases", JsonFields.arrayOrNull(attachment.aliases))
        .add("MacAddress", attachment.mac)
        .add(
            "DriverOpts", attachment.driverOptions.isEmpty() ? Json.NULL : attachment.driverOptions)
        .add("GwPriority", attachment.gatewayPriority)
        .add("NetworkID", "")
        .add("EndpointID", "")
        .add("Gateway", "")
        .add("IPAddress", "")
        .add("IPPrefixLen", 0)
        .add("IPv6Gateway", "")
        .add("GlobalIPv6Address", "")
        .add("GlobalIPv6PrefixLen", 0)
        .add("DNSNames", Json.NULL);
  }

  private static JsonValue addresses(Attachment attachment) {
    JsonObject addresses = new JsonObject();
    if (!attachment.ipv4.isEmpty()) {
      addresses.add("IPv4Address", attachment.ipv4);
    }
    if (!attachment.ipv6.isEmpty()) {
      addresses.add("IPv6Address", attachment.ipv6);
    }
    if (!attachment.linkLocal.isEmpty()) {
      addresses.add("LinkLocalIPs", new JsonArray(JsonFields.arrayOf(attachment.linkLocal)));
    }
    return addresses.isEmpty() ? Json.NULL : addresses;
  }
}
