package dev.stevedore.lib.oci.runtime.resources;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;
import dev.stevedore.lib.oci.json.Ordered;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Limits of a container, which cgroups hold ({@code linux.resources}).
 *
 * @param devices which devices may be used, the last rule that matches wins
 * @param memory memory
 * @param cpu CPU time and CPUs
 * @param pids number of tasks
 * @param blockIo block devices
 * @param hugepageLimits huge pages
 * @param network classes and priorities of packets
 * @param rdma RDMA, by device
 * @param unified files of cgroup v2 and what to write to them
 */
public record Resources(
    List<DeviceRule> devices,
    Optional<Memory> memory,
    Optional<Cpu> cpu,
    Optional<Pids> pids,
    Optional<BlockIo> blockIo,
    List<HugepageLimit> hugepageLimits,
    Optional<NetworkLimits> network,
    Map<String, Rdma> rdma,
    Map<String, String> unified) {
  /** Keeps copies of the lists and maps. */
  public Resources {
    devices = List.copyOf(devices);
    hugepageLimits = List.copyOf(hugepageLimits);
    rdma = Ordered.copyOf(rdma);
    unified = Ordered.copyOf(unified);
  }

  /** Starts with nothing set. */
  public static Builder builder() {
    return new Builder();
  }

  /** Starts with everything as it is here. */
  public Builder toBuilder() {
    Builder b = new Builder();
    b.devices = devices;
    b.memory = memory;
    b.cpu = cpu;
    b.pids = pids;
    b.blockIo = blockIo;
    b.hugepageLimits = hugepageLimits;
    b.network = network;
    b.rdma = rdma;
    b.unified = unified;
    return b;
  }

  /** Reads the JSON object; throws what {@link ObjectReader} throws. */
  public static Resources read(ObjectReader in) {
    Builder b = new Builder();
    b.devices = in.list("devices", DeviceRule::read);
    b.memory = in.object("memory", Memory::read);
    b.cpu = in.object("cpu", Cpu::read);
    b.pids = in.object("pids", Pids::read);
    b.blockIo = in.object("blockIO", BlockIo::read);
    b.hugepageLimits = in.list("hugepageLimits", HugepageLimit::read);
    b.network = in.object("network", NetworkLimits::read);
    b.rdma = in.map("rdma", Rdma::read);
    b.unified = in.stringMap("unified");
    return b.build();
  }

  /** The JSON object; what is not set is left out. */
  public JsonObject toJson() {
    return new ObjectWriter()
        .list("devices", devices, DeviceRule::toJson)
        .object("memory", memory, Memory::toJson)
        .object("cpu", cpu, Cpu::toJson)
        .object("pids", pids, Pids::toJson)
        .object("blockIO", blockIo, BlockIo::toJson)
        .list("hugepageLimits", hugepageLimits, HugepageLimit::toJson)
        .object("network", network, NetworkLimits::toJson)
        .map("rdma", rdma, Rdma::toJson)
        .stringMap("unified", unified)
        .toJson();
  }

  /** Collects the fields of a {@link Resources}. */
  public static final class Builder {
    private List<DeviceRule> devices = List.of();
    private Optional<Memory> memory = Optional.empty();
    private Optional<Cpu> cpu = Optional.empty();
    private Optional<Pids> pids = Optional.empty();
    private Optional<BlockIo> blockIo = Optional.empty();
    private List<HugepageLimit> hugepageLimits = List.of();
    private Optional<NetworkLimits> network = Optional.empty();
    private Map<String, Rdma> rdma = Map.of();
    private Map<String, String> unified = Map.of();

    private Builder() {}

    /** Sets {@link Resources#devices}. */
    public Builder devices(List<DeviceRule> value) {
      this.devices = value;
      return this;
    }

    /** Sets {@link Resources#memory}. */
    public Builder memory(Memory value) {
      this.memory = Optional.of(value);
      return this;
    }

    /** Sets {@link Resources#cpu}. */
    public Builder cpu(Cpu value) {
      this.cpu = Optional.of(value);
      return this;
    }

    /** Sets {@link Resources#pids}. */
    public Builder pids(Pids value) {
      this.pids = Optional.of(value);
      return this;
    }

    /** Sets {@link Resources#blockIo}. */
    public Builder blockIo(BlockIo value) {
      this.blockIo = Optional.of(value);
      return this;
    }

    /** Sets {@link Resources#hugepageLimits}. */
    public Builder hugepageLimits(List<HugepageLimit> value) {
      this.hugepageLimits = value;
      return this;
    }

    /** Sets {@link Resources#network}. */
    public Builder network(NetworkLimits value) {
      this.network = Optional.of(value);
      return this;
    }

    /** Sets {@link Resources#rdma}. */
    public Builder rdma(Map<String, Rdma> value) {
      this.rdma = value;
      return this;
    }

    /** Sets {@link Resources#unified}. */
    public Builder unified(Map<String, String> value) {
      this.unified = value;
      return this;
    }

    /** The record. */
    public Resources build() {
      return new Resources(
          devices, memory, cpu, pids, blockIo, hugepageLimits, network, rdma, unified);
    }
  }
}
