package dev.stevedore.lib.oci.runtime;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;
import dev.stevedore.lib.oci.json.Ordered;
import dev.stevedore.lib.oci.runtime.resources.Resources;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What only Linux has ({@code linux} in config.json, config-linux.md).
 *
 * @param uidMappings of a new user namespace
 * @param gidMappings of a new user namespace
 * @param sysctl kernel parameters
 * @param resources limits, by cgroups
 * @param cgroupsPath where the cgroup is
 * @param namespaces namespaces to make or to join
 * @param devices device nodes to make
 * @param netDevices devices of the host to move in, by name
 * @param seccomp filter of system calls
 * @param rootfsPropagation propagation of the root mount
 * @param maskedPaths paths to hide
 * @param readonlyPaths paths to make read-only
 * @param mountLabel SELinux context of the mounts
 * @param intelRdt Intel RDT
 * @param memoryPolicy NUMA policy
 * @param personality execution domain
 * @param timeOffsets of a new time namespace, by clock
 */
public record Linux(
    List<IdMapping> uidMappings,
    List<IdMapping> gidMappings,
    Map<String, String> sysctl,
    Optional<Resources> resources,
    String cgroupsPath,
    List<Namespace> namespaces,
    List<Device> devices,
    Map<String, NetDevice> netDevices,
    Optional<Seccomp> seccomp,
    String rootfsPropagation,
    List<String> maskedPaths,
    List<String> readonlyPaths,
    String mountLabel,
    Optional<IntelRdt> intelRdt,
    Optional<MemoryPolicy> memoryPolicy,
    Optional<Personality> personality,
    Map<String, TimeOffset> timeOffsets) {
  /** Keeps copies of the lists and maps. */
  public Linux {
    uidMappings = List.copyOf(uidMappings);
    gidMappings = List.copyOf(gidMappings);
    namespaces = List.copyOf(namespaces);
    devices = List.copyOf(devices);
    maskedPaths = List.copyOf(maskedPaths);
    readonlyPaths = List.copyOf(readonlyPaths);
    sysctl = Ordered.copyOf(sysctl);
    netDevices = Ordered.copyOf(netDevices);
    timeOffsets = Ordered.copyOf(timeOffsets);
  }

  /** The same without the rules of the filter of system calls. */
  public Linux withoutSeccompRules() {
    Builder b = toBuilder();
    b.seccomp = seccomp.map(Seccomp::withoutRules);
    return b.build();
  }

  /** Starts with nothing set. */
  public static Builder builder() {
    return new Builder();
  }

  /** Starts with everything as it is here. */
  public Builder toBuilder() {
    Builder b = new Builder();
    b.uidMappings = uidMappings;
    b.gidMappings = gidMappings;
    b.sysctl = sysctl;
    b.resources = resources;
    b.cgroupsPath = cgroupsPath;
    b.namespaces = namespaces;
    b.devices = devices;
    b.netDevices = netDevices;
    b.seccomp = seccomp;
    b.rootfsPropagation = rootfsPropagation;
    b.maskedPaths = maskedPaths;
    b.readonlyPaths = readonlyPaths;
    b.mountLabel = mountLabel;
    b.intelRdt = intelRdt;
    b.memoryPolicy = memoryPolicy;
    b.personality = personality;
    b.timeOffsets = timeOffsets;
    return b;
  }

  /** Reads the JSON object; throws what {@link ObjectReader} throws. */
  public static Linux read(ObjectReader in) {
    Builder b = new Builder();
    b.uidMappings = in.list("uidMappings", IdMapping::read);
    b.gidMappings = in.list("gidMappings", IdMapping::read);
    b.sysctl = in.stringMap("sysctl");
    b.resources = in.object("resources", Resources::read);
    b.cgroupsPath = in.string("cgroupsPath", "");
    b.namespaces = in.list("namespaces", Namespace::read);
    b.devices = in.list("devices", Device::read);
    b.netDevices = in.map("netDevices", NetDevice::read);
    b.seccomp = in.object("seccomp", Seccomp::read);
    b.rootfsPropagation = in.string("rootfsPropagation", "");
    b.maskedPaths = in.strings("maskedPaths");
    b.readonlyPaths = in.strings("readonlyPaths");
    b.mountLabel = in.string("mountLabel", "");
    b.intelRdt = in.object("intelRdt", IntelRdt::read);
    b.memoryPolicy = in.object("memoryPolicy", MemoryPolicy::read);
    b.personality = in.object("personality", Personality::read);
    b.timeOffsets = in.map("timeOffsets", TimeOffset::read);
    return b.build();
  }

  /** The JSON object; what is not set is left out. */
  public JsonObject toJson() {
    return new ObjectWriter()
        .list("uidMappings", uidMappings, IdMapping::toJson)
        .list("gidMappings", gidMappings, IdMapping::toJson)
        .stringMap("sysctl", sysctl)
        .object("resources", resources, Resources::toJson)
        .string("cgroupsPath", cgroupsPath)
        .list("namespaces", namespaces, Namespace::toJson)
        .list("devices", devices, Device::toJson)
        .map("netDevices", netDevices, NetDevice::toJson)
        .object("seccomp", seccomp, Seccomp::toJson)
        .string("rootfsPropagation", rootfsPropagation)
        .strings("maskedPaths", maskedPaths)
        .strings("readonlyPaths", readonlyPaths)
        .string("mountLabel", mountLabel)
        .object("intelRdt", intelRdt, IntelRdt::toJson)
        .object("memoryPolicy", memoryPolicy, MemoryPolicy::toJson)
        .object("personality", personality, Personality::toJson)
        .map("timeOffsets", timeOffsets, TimeOffset::toJson)
        .toJson();
  }

  /** Collects the fields of a {@link Linux}. */
  public static final class Builder {
    private List<IdMapping> uidMappings = List.of();
    private List<IdMapping> gidMappings = List.of();
    private Map<String, String> sysctl = Map.of();
    private Optional<Resources> resources = Optional.empty();
    private String cgroupsPath = "";
    private List<Namespace> namespaces = List.of();
    private List<Device> devices = List.of();
    private Map<String, NetDevice> netDevices = Map.of();
    private Optional<Seccomp> seccomp = Optional.empty();
    private String rootfsPropagation = "";
    private List<String> maskedPaths = List.of();
    private List<String> readonlyPaths = List.of();
    private String mountLabel = "";
    private Optional<IntelRdt> intelRdt = Optional.empty();
    private Optional<MemoryPolicy> memoryPolicy = Optional.empty();
    private Optional<Personality> personality = Optional.empty();
    private Map<String, TimeOffset> timeOffsets = Map.of();

    private Builder() {}

    /** Sets {@link Linux#uidMappings}. */
    public Builder uidMappings(List<IdMapping> value) {
      this.uidMappings = value;
      return this;
    }

    /** Sets {@link Linux#gidMappings}. */
    public Builder gidMappings(List<IdMapping> value) {
      this.gidMappings = value;
      return this;
    }

    /** Sets {@link Linux#sysctl}. */
    public Builder sysctl(Map<String, String> value) {
      this.sysctl = value;
      return this;
    }

    /** Sets {@link Linux#resources}. */
    public Builder resources(Resources value) {
      this.resources = Optional.of(value);
      return this;
    }

    /** Sets {@link Linux#cgroupsPath}. */
    public Builder cgroupsPath(String value) {
      this.cgroupsPath = value;
      return this;
    }

    /** Sets {@link Linux#namespaces}. */
    public Builder namespaces(List<Namespace> value) {
      this.namespaces = value;
      return this;
    }

    /** Sets {@link Linux#devices}. */
    public Builder devices(List<Device> value) {
      this.devices = value;
      return this;
    }

    /** Sets {@link Linux#netDevices}. */
    public Builder netDevices(Map<String, NetDevice> value) {
      this.netDevices = value;
      return this;
    }

    /** Sets {@link Linux#seccomp}. */
    public Builder seccomp(Seccomp value) {
      this.seccomp = Optional.of(value);
      return this;
    }

    /** Sets {@link Linux#rootfsPropagation}. */
    public Builder rootfsPropagation(String value) {
      this.rootfsPropagation = value;
      return this;
    }

    /** Sets {@link Linux#maskedPaths}. */
    public Builder maskedPaths(List<String> value) {
      this.maskedPaths = value;
      return this;
    }

    /** Sets {@link Linux#readonlyPaths}. */
    public Builder readonlyPaths(List<String> value) {
      this.readonlyPaths = value;
      return this;
    }

    /** Sets {@link Linux#mountLabel}. */
    public Builder mountLabel(String value) {
      this.mountLabel = value;
      return this;
    }

    /** Sets {@link Linux#intelRdt}. */
    public Builder intelRdt(IntelRdt value) {
      this.intelRdt = Optional.of(value);
      return this;
    }

    /** Sets {@link Linux#memoryPolicy}. */
    public Builder memoryPolicy(MemoryPolicy value) {
      this.memoryPolicy = Optional.of(value);
      return this;
    }

    /** Sets {@link Linux#personality}. */
    public Builder personality(Personality value) {
      this.personality = Optional.of(value);
      return this;
    }

    /** Sets {@link Linux#timeOffsets}. */
    public Builder timeOffsets(Map<String, TimeOffset> value) {
      this.timeOffsets = value;
      return this;
    }

    /** The record. */
    public Linux build() {
      return new Linux(
          uidMappings,
          gidMappings,
          sysctl,
          resources,
          cgroupsPath,
          namespaces,
          devices,
          netDevices,
          seccomp,
          rootfsPropagation,
          maskedPaths,
          readonlyPaths,
          mountLabel,
          intelRdt,
          memoryPolicy,
          personality,
          timeOffsets);
    }
  }
}
