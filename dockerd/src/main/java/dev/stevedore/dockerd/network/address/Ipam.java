package dev.stevedore.dockerd.network.address;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a network's addresses are managed.
 *
 * @param driver who manages them; only {@code default} is there
 * @param options of the driver
 * @param config the subnets
 */
public record Ipam(
    Optional<String> driver,
    @JsonInclude(JsonInclude.Include.ALWAYS) Optional<Map<String, String>> options,
    @JsonInclude(JsonInclude.Include.ALWAYS) Optional<List<Pool>> config) {
  /** The default driver, with these subnets. */
  public static Ipam of(Optional<Map<String, String>> options, List<Pool> config) {
    return new Ipam(Optional.of("default"), options, Optional.of(config));
  }

  /**
   * A subnet.
   *
   * @param subnet all its addresses, {@code 172.18.0.0/16}
   * @param range where containers get theirs from
   * @param gateway the host's address in it
   * @param auxiliary addresses that others have, by name
   */
  public record Pool(
      Optional<String> subnet,
      @JsonProperty("IPRange") Optional<String> range,
      Optional<String> gateway,
      @JsonProperty("AuxiliaryAddresses") Optional<Map<String, String>> auxiliary) {
    /** Nothing said. */
    public static final Pool EMPTY =
        new Pool(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** This, without the host's address. */
    public Pool withoutGateway() {
      return new Pool(subnet, range, Optional.empty(), auxiliary);
    }
  }

  /** This, with the driver and the options that it has if nothing is said. */
  public Ipam withDefaults() {
    return new Ipam(
        Optional.of(driver.filter(d -> !d.isEmpty()).orElse("default")),
        Optional.of(options.orElse(Map.of())),
        Optional.of(pools()));
  }

  /** Whether the default driver manages them. */
  @JsonIgnore
  public boolean isDefaultDriver() {
    return driver.orElse("").equals("default");
  }

  /** The subnets. */
  public List<Pool> pools() {
    return config.orElse(List.of());
  }
}
