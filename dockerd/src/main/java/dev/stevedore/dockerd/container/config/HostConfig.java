package dev.stevedore.dockerd.container.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.container.config.FieldTable.Unset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The Engine API's {@code HostConfig}: how a container runs on this host. Immutable. */
public final class HostConfig {
  private static final FieldTable FIELDS =
      new FieldTable("HostConfig")
          .honoured(Unset.NULL, "Binds")
          .honoured(Unset.EMPTY, "ContainerIDFile")
          .honoured(Unset.MAP, "LogConfig")
          .honoured(Unset.EMPTY, "NetworkMode")
          .honoured(Unset.MAP, "PortBindings")
          .honoured(Unset.MAP, "RestartPolicy")
          .honoured(Unset.FALSE, "AutoRemove")
          .honoured(Unset.EMPTY, "VolumeDriver")
          .honoured(Unset.NULL, "VolumesFrom")
          .honoured(Unset.LIST, "ConsoleSize")
          .honoured(Unset.OMITTED, "Annotations")
          .honoured(Unset.NULL, "CapAdd", "CapDrop")
          .honoured(Unset.EMPTY, "CgroupnsMode")
          .honoured(Unset.LIST, "Dns", "DnsOptions", "DnsSearch")
          .honoured(Unset.NULL, "ExtraHosts", "GroupAdd")
          .honoured(Unset.EMPTY, "IpcMode")
          .refused(Unset.EMPTY, "Cgroup")
          .honoured(Unset.NULL, "Links")
          .honoured(Unset.ZERO, "OomScoreAdj")
          .honoured(Unset.EMPTY, "PidMode")
          .honoured(Unset.FALSE, "Privileged")
          .honoured(Unset.FALSE, "PublishAllPorts")
          .honoured(Unset.FALSE, "ReadonlyRootfs")
          .honoured(Unset.NULL, "SecurityOpt")
          .honoured(Unset.OMITTED, "StorageOpt")
          .honoured(Unset.OMITTED, "Tmpfs")
          .honoured(Unset.EMPTY, "UTSMode")
          .refusedUnless(Unset.EMPTY, "UsernsMode", "host")
          .honoured(Unset.ZERO, "ShmSize")
          .honoured(Unset.OMITTED, "Sysctls")
          .honoured(Unset.OMITTED, "Runtime")
          .honoured(Unset.EMPTY, "Isolation")
          .honoured(Unset.ZERO, "CpuShares", "Memory", "NanoCpus")
          .honoured(Unset.EMPTY, "CgroupParent")
          .honoured(Unset.ZERO, "BlkioWeight")
          .honoured(Unset.LIST, "BlkioWeightDevice")
          .honoured(Unset.LIST, "BlkioDeviceReadBps", "BlkioDeviceWriteBps")
          .honoured(Unset.LIST, "BlkioDeviceReadIOps", "BlkioDeviceWriteIOps")
          .honoured(Unset.ZERO, "CpuPeriod", "CpuQuota")
          .honoured(Unset.ZERO, "CpuRealtimePeriod", "CpuRealtimeRuntime")
          .honoured(Unset.EMPTY, "CpusetCpus", "CpusetMems")
          .honoured(Unset.LIST, "Devices")
          .honoured(Unset.NULL, "DeviceCgroupRules")
          .honoured(Unset.NULL, "DeviceRequests")
          .refusedUnless(Unset.OMITTED, "KernelMemory", "-1")
          .refusedUnless(Unset.OMITTED, "KernelMemoryTCP", "-1")
          .honoured(Unset.ZERO, "MemoryReservation", "MemorySwap")
          .honoured(Unset.NULL, "MemorySwappiness", "OomKillDisable", "PidsLimit")
          .honoured(Unset.LIST, "Ulimits")
          .refused(Unset.ZERO, "CpuCount", "CpuPercent", "IOMaximumIOps", "IOMaximumBandwidth")
          .honoured(Unset.OMITTED, "Mounts")
          .honoured(Unset.NULL, "MaskedPaths", "ReadonlyPaths")
          .honoured(Unset.ABSENT, "Init");

  private final JsonObjectView view;

  private HostConfig(ObjectNode json) {
    this.view = new JsonObjectView(json);
  }

  /** What was stored. */
  public static HostConfig stored(ObjectNode json) {
    return new HostConfig(json);
  }

  /**
   * Reads what a client sent.
   *
   * @param warnings where fields nobody knows are added
   */
  public static HostConfig parse(JsonNode given, List<String> warnings) {
    return new HostConfig(FIELDS.normalise(given, warnings));
  }

  /** This, with one field changed. */
  public HostConfig with(String field, JsonNode value) {
    ObjectNode json = view.json().deepCopy();
    json.set(field, value);
    return new HostConfig(json);
  }

  /** The object as inspect shows it; not to be changed. */
  public ObjectNode json() {
    return view.json();
  }

  /** All fields by name. */
  public JsonObjectView view() {
    return view;
  }

  /** The ports of the container that are published: {@code 80/tcp}. */
  public List<String> publishedPorts() {
    List<String> ports = new ArrayList<>();
    view.node("PortBindings").fieldNames().forEachRemaining(ports::add);
    return ports;
  }

  /** {@code host-path:container-path[:options]} each. */
  public List<String> binds() {
    return view.strings("Binds");
  }

  /** Mounts of the newer form. */
  public List<JsonObjectView> mounts() {
    return view.objects("Mounts");
  }

  /** Mount options of tmpfs mounts, by path. */
  public Map<String, String> tmpfs() {
    return view.stringMap("Tmpfs");
  }

  /** {@code none}, {@code host}, {@code container:ID} and so on. */
  public String networkMode() {
    return view.string("NetworkMode");
  }

  /** The IPC namespace: private, shareable, host, none, {@code container:ID}. */
  public String ipcMode() {
    return view.string("IpcMode");
  }

  /** What isolates containers: only Linux's own way is there, {@code default}. */
  String isolation() {
    return view.string("Isolation");
  }

  /** The PID namespace: empty, host or {@code container:ID}. */
  public String pidMode() {
    return view.string("PidMode");
  }

  /** The UTS namespace: empty or host. */
  public String utsMode() {
    return view.string("UTSMode");
  }

  /** The cgroup namespace: private or host. */
  public String cgroupnsMode() {
    return view.string("CgroupnsMode");
  }

  /** Whether the container is removed when it stops. */
  public boolean autoRemove() {
    return view.bool("AutoRemove");
  }

  /** Whether it may do what root of the host may. */
  public boolean privileged() {
    return view.bool("Privileged");
  }

  /** Whether its root file system cannot be written. */
  public boolean readonlyRootfs() {
    return view.bool("ReadonlyRootfs");
  }

  /** Capabilities beyond the default ones. */
  public List<String> capAdd() {
    return view.strings("CapAdd");
  }

  /** Default capabilities that it does not get. */
  public List<String> capDrop() {
    return view.strings("CapDrop");
  }

  /** {@code seccomp=…}, {@code apparmor=…}, {@code no-new-privileges}. */
  public List<String> securityOpt() {
    return view.strings("SecurityOpt");
  }

  /** Groups added, names or numbers. */
  public List<String> groupAdd() {
    return view.strings("GroupAdd");
  }

  /** The runtime's name; empty: the daemon's default. */
  public String runtime() {
    return view.string("Runtime");
  }

  /** Whether an init runs its process; empty: as the daemon has it. */
  public Optional<Boolean> init() {
    return view.node("Init").isBoolean()
        ? Optional.of(view.node("Init").asBoolean())
        : Optional.empty();
  }

  /**
   * Fails as Docker does without a driver for the devices: this engine has none.
   *
   * @throws ApiException.BadParameter if devices are asked for by what they can do
   */
  public void refuseDeviceRequests() {
    for (JsonObjectView request : view.objects("DeviceRequests")) {
      List<String> capabilities = new ArrayList<>();
      for (JsonNode all : request.node("Capabilities")) {
        List<String> names = new ArrayList<>();
        all.forEach(name -> names.add(name.asText()));
        capabilities.add("[" + String.join(" ", names) + "]");
      }
      throw new ApiException.BadParameter(
          "could not select device driver \"%s\" with capabilities: [%s]"
              .formatted(request.string("Driver"), String.join(" ", capabilities)));
    }
  }

  /** Options of the storage driver. */
  public Map<String, String> storageOptions() {
    return view.stringMap("StorageOpt");
  }

  /** The size of /dev/shm in bytes; 0: the default. */
  public long shmSize() {
    return view.number("ShmSize");
  }

  /** The first console size, height and width, if one was sent. */
  public Optional<long[]> consoleSize() {
    JsonNode size = view.node("ConsoleSize");
    return size.size() == 2 && (size.get(0).asLong() != 0 || size.get(1).asLong() != 0)
        ? Optional.of(new long[] {size.get(0).asLong(), size.get(1).asLong()})
        : Optional.empty();
  }

  /** Whether a restart policy is named. */
  boolean setsRestartPolicy() {
    return !view.object("RestartPolicy").string("Name").isEmpty();
  }

  /** When the container is started again. */
  public RestartPolicy restartPolicy() {
    JsonObjectView policy = view.object("RestartPolicy");
    return RestartPolicy.of(policy.string("Name"), policy.number("MaximumRetryCount"));
  }

  /** The log driver's name; empty: the daemon's default. */
  public String logDriver() {
    return view.object("LogConfig").string("Type");
  }

  /** The log driver's options. */
  public Map<String, String> logOptions() {
    return view.object("LogConfig").stringMap("Config");
  }
}
