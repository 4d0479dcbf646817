package dev.stevedore.docker.command.system;

import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import dev.stevedore.docker.format.JsonFields;
import dev.stevedore.docker.format.Sizes;
import java.util.List;

/** The daemon's part of {@code info}, line by line in Docker's order. */
final class InfoText {
  private final JsonObject info;
  private final StringBuilder text = new StringBuilder();

  InfoText(JsonObject info) {
    this.info = info;
  }

  String text() {
    counts();
    driver();
    plugins();
    runtimes();
    security();
    host();
    proxies();
    registries();
    line(" Live Restore Enabled", Boolean.toString(JsonFields.bool(info, "LiveRestoreEnabled")));
    ifAny(" Product License", JsonFields.string(info, "ProductLicense"));
    addressPools();
    firewall();
    return text.append('\n').toString();
  }

  private void counts() {
    number(" Containers", "Containers");
    number("  Running", "ContainersRunning");
    number("  Paused", "ContainersPaused");
    number("  Stopped", "ContainersStopped");
    number(" Images", "Images");
    ifAny(" Server Version", JsonFields.string(info, "ServerVersion"));
  }

  private void driver() {
    ifAny(" Storage Driver", JsonFields.string(info, "Driver"));
    pairs("  ", JsonFields.array(info, "DriverStatus"));
    pairs(" ", JsonFields.array(info, "SystemStatus"));
    ifAny(" Logging Driver", JsonFields.string(info, "LoggingDriver"));
    ifAny(" Cgroup Driver", JsonFields.string(info, "CgroupDriver"));
    ifAny(" Cgroup Version", JsonFields.string(info, "CgroupVersion"));
  }

  private void pairs(String indent, JsonArray pairs) {
    for (JsonValue pair : pairs) {
      JsonArray both = pair.asArray();
      line(indent + both.get(0).asString(), both.get(1).asString());
    }
  }

  private void plugins() {
    JsonObject plugins = JsonFields.object(info, "Plugins");
    text.append(" Plugins:\n");
    line("  Volume", String.join(" ", JsonFields.strings(plugins, "Volume")));
    line("  Network", String.join(" ", JsonFields.strings(plugins, "Network")));
    ifAny("  Authorization", String.join(" ", JsonFields.strings(plugins, "Authorization")));
    line("  Log", String.join(" ", JsonFields.strings(plugins, "Log")));
    List<String> cdi = JsonFields.strings(info, "CDISpecDirs");
    if (!cdi.isEmpty()) {
      text.append(" CDI spec directories:\n");
      cdi.forEach(directory -> text.append("  ").append(directory).append('\n'));
    }
    line(" Swarm", JsonFields.string(JsonFields.object(info, "Swarm"), "LocalNodeState"));
  }

  private void runtimes() {
    JsonObject runtimes = JsonFields.object(info, "Runtimes");
    if (!runtimes.isEmpty()) {
      line(" Runtimes", String.join(" ", runtimes.names()));
      line(" Default Runtime", JsonFields.string(info, "DefaultRuntime"));
    }
    line(" Init Binary", JsonFields.string(info, "InitBinary"));
    line(" containerd version", commit("ContainerdCommit"));
    line(" runc version", commit("RuncCommit"));
    line(" init version", commit("InitCommit"));
  }

  private String commit(String name) {
    return JsonFields.string(JsonFields.object(info, name), "ID");
  }

  /** Each option is {@code name=seccomp,profile=builtin}. */
  private void security() {
    List<String> options = JsonFields.strings(info, "SecurityOptions");
    if (options.isEmpty()) {
      return;
    }
    text.append(" Security Options:\n");
    for (String option : options) {
      for (String part : option.split(",")) {
        int equals = part.indexOf('=');
        String key = equals < 0 ? "name" : part.substring(0, equals);
        String value = part.substring(equals + 1);
        if (key.equals("name")) {
          text.append("  ").append(value).append('\n');
        } else if (key.equals("profile")) {
          line("   Profile", value);
        }
      }
    }
  }

  private void host() {
    ifAny(" Kernel Version", JsonFields.string(info, "KernelVersion"));
    ifAny(" Operating System", JsonFields.string(info, "OperatingSystem"));
    ifAny(" OSType", JsonFields.string(info, "OSType"));
    ifAny(" Architecture", JsonFields.string(info, "Architecture"));
    number(" CPUs", "NCPU");
    line(" Total Memory", Sizes.binary(JsonFields.number(info, "MemTotal")));
    ifAny(" Name", JsonFields.string(info, "Name"));
    ifAny(" ID", JsonFields.string(info, "ID"));
    line(" Docker Root Dir", JsonFields.string(info, "DockerRootDir"));
    boolean debug = JsonFields.bool(info, "Debug");
    line(" Debug Mode", Boolean.toString(debug));
    if (debug) {
      number("  File Descriptors", "NFd");
      number("  Goroutines", "NGoroutines");
      line("  System Time", JsonFields.string(info, "SystemTime"));
      number("  EventsListeners", "NEventsListener");
    }
  }

  private void proxies() {
    ifAny(" HTTP Proxy", JsonFields.string(info, "HttpProxy"));
    ifAny(" HTTPS Proxy", JsonFields.string(info, "HttpsProxy"));
    ifAny(" No Proxy", JsonFields.string(info, "NoProxy"));
    List<String> labels = JsonFields.strings(info, "Labels");
    if (!labels.isEmpty()) {
      text.append(" Labels:\n");
      labels.forEach(label -> text.append("  ").append(label).append('\n'));
    }
    line(" Experimental", Boolean.toString(JsonFields.bool(info, "ExperimentalBuild")));
  }

  private void registries() {
    JsonObject registry = JsonFields.object(info, "RegistryConfig");
    JsonObject indexes = JsonFields.object(registry, "IndexConfigs");
    List<String> networks = JsonFields.strings(registry, "InsecureRegistryCIDRs");
    if (!indexes.isEmpty() || !networks.isEmpty()) {
      text.append(" Insecure Registries:\n");
      for (String name : indexes.names()) {
        if (!JsonFields.bool(JsonFields.object(indexes, name), "Secure")) {
          text.append("  ").append(name).append('\n');
        }
      }
      networks.forEach(network -> text.append("  ").append(network).append('\n'));
    }
    List<String> mirrors = JsonFields.strings(registry, "Mirrors");
    if (!mirrors.isEmpty()) {
      text.append(" Registry Mirrors:\n");
      mirrors.forEach(mirror -> text.append("  ").append(mirror).append('\n'));
    }
  }

  private void addressPools() {
    List<JsonObject> pools = JsonFields.objects(JsonFields.array(info, "DefaultAddressPools"));
    if (!pools.isEmpty()) {
      text.append(" Default Address Pools:\n");
      for (JsonObject pool : pools) {
        text.append("   Base: ").append(JsonFields.string(pool, "Base"));
        text.append(", Size: ").append(JsonFields.number(pool, "Size")).append('\n');
      }
    }
  }

  private void firewall() {
    JsonObject firewall = JsonFields.object(info, "FirewallBackend");
    if (!firewall.isEmpty()) {
      line(" Firewall Backend", JsonFields.string(firewall, "Driver"));
      pairs("  ", JsonFields.array(firewall, "Info"));
    }
  }

  private void number(String name, String field) {
    line(name, Long.toString(JsonFields.number(info, field)));
  }

  private void ifAny(String name, String value) {
    if (!value.isEmpty()) {
      line(name, value);
    }
  }

  private void line(String name, String value) {
    text.append(name).append(": ").append(value).append('\n');
  }
}
